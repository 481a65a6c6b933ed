/** The turns of partitions: in the order in which they asked, and nobody waits for one that has gone. */
import { expect, test } from 'vitest';
import { Turn } from './turns.ts';

function partitions(...names: string[]) {
  const rung: string[] = [];
  return { rung, asking: names.map((name) => ({ ring: () => void rung.push(name) })) };
}

test('those that wait are served in the order in which they asked, and rung when it is their turn', () => {
  const turn = new Turn();
  const { rung, asking } = partitions('a', 'b', 'c');
  const [a, b, c] = asking as [{ ring(): void }, { ring(): void }, { ring(): void }];
  expect([turn.take(a), turn.take(b), turn.take(c), turn.take(b)]).toEqual([true, false, false, false]);
  turn.give();
  expect(rung).toEqual(['b']);
  expect([turn.take(a), turn.take(c), turn.take(b)]).toEqual([false, false, true]);
  turn.give();
  expect([turn.take(c), rung]).toEqual([true, ['b', 'c']]);
});

test('one that leaves the line holds nobody up', () => {
  const turn = new Turn();
  const { rung, asking } = partitions('a', 'b', 'c');
  const [a, b, c] = asking as [{ ring(): void }, { ring(): void }, { ring(): void }];
  for (const one of [a, b, c]) turn.take(one);
  turn.leave(b);
  turn.give();
  expect(rung).toEqual(['c']);
  turn.leave(c);
  expect(turn.take(a)).toBe(true);
});
