/** The pace of a live board: a few at once, then one each two seconds. */
import { expect, test } from 'vitest';
import { atOnceMax, everyMs, Pace } from './pace.ts';

const taken = (pace: Pace, times: number, nowMs: number) =>
  Array.from({ length: times }, () => pace.take(nowMs) - nowMs);

test('a few begin at once, the others one after the other', () => {
  const none = Array.from({ length: atOnceMax }, () => 0);
  expect(taken(new Pace(), atOnceMax + 2, 5_000)).toEqual([...none, everyMs, 2 * everyMs]);
});

test.each([
  ['just before', everyMs - 1, 1],
  ['as', everyMs, 0],
  ['just after', everyMs + 1, 0],
])('another begins %s its time has come', (_where, afterMs, waitMs) => {
  const pace = new Pace();
  taken(pace, atOnceMax, 5_000);
  expect(taken(pace, 1, 5_000 + afterMs)).toEqual([waitMs]);
});

test('a board that was quiet saves up no more than that', () => {
  const pace = new Pace();
  taken(pace, 1, 0);
  expect(taken(pace, atOnceMax + 1, 1_000 * everyMs).at(-1)).toBe(everyMs);
});
