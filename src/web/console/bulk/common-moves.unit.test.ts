/** Where many records can go together, and what they lack for it. */
import { expect, test } from 'vitest';
import { commonMoves, lackedFor, type Movable } from './common-moves.ts';

const record = (id: string, ...next: [to: string, when: string | null, ...missing: string[]][]): Movable => ({
  ...{ id, pipeline: 'a/b@1', stage: 'Open' },
  next: next.map(([to, when, ...missing]) => ({ to, when, missing })),
});

test('moves are those of all records, with what each of them lacks; the most common first', () => {
  const moves = commonMoves([
    record('one', ['Won', null, 'Budget', 'Need'], ['Lost', null]),
    record('two', ['Lost', null], ['Lost', 'no answer']),
    record('three', ['Won', null, 'Budget'], ['Lost', null]),
  ]);
  expect(moves.map(({ to, when, takers }) => [to, when, takers.size])).toEqual([
    ['Lost', null, 3],
    ['Won', null, 2],
    ['Lost', 'no answer', 1],
  ]);
  expect([...lackedFor(moves[1] as (typeof moves)[number])]).toEqual([
    ['Budget', ['one', 'three']],
    ['Need', ['one']],
  ]);
  expect(commonMoves([])).toEqual([]);
});
