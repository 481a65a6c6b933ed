/** The turns of partitions: who waits is rung in order, and nobody waits for one that has gone or does not come. */
import { expect, test } from 'vitest';
import { Turn } from './turns.ts';

function partitions() {
  const rung: string[] = [];
  const named = (name: string) => ({ ring: () => void rung.push(name) });
  return { rung, a: named('a'), b: named('b'), c: named('c') };
}

test('one at a time has it; those that wait are rung in the order in which they asked, one each time', () => {
  const turn = new Turn();
  const { rung, a, b, c } = partitions();
  expect([turn.take(a), turn.take(b), turn.take(c), turn.take(b)]).toEqual([true, false, false, false]);
  turn.give();
  expect(rung).toEqual(['b']);
  expect([turn.take(b), turn.take(a)]).toEqual([true, false]);
  turn.give();
  expect(rung).toEqual(['b', 'c']);
});

test('one that does not come, or has left the line, holds nobody up', () => {
  const turn = new Turn();
  const { rung, a, b, c } = partitions();
  for (const one of [a, b, c]) turn.take(one);
  turn.leave(b);
  turn.give();
  expect(rung).toEqual(['c']);
  expect(turn.take(a)).toBe(true);
  turn.give();
  expect(rung).toEqual(['c']);
});
