/** The order in which caps are applied, by a table: each part decides where all before it are alike. */
import { expect, test } from 'vitest';
import type { CandidateAward } from './award.ts';
import { byEarning } from './award-order.ts';

const award = (earnedAtMs: number, index: number, atMs: number, hash: number, key: number) =>
  ({ earnedAtMs, rule: { index }, atMs, hash, key }) as CandidateAward;

test.each([
  ['when it was earned', award(1, 9, 9, 9, 9), award(2, 1, 1, 1, 1)],
  ['the rule’s place in the file', award(5, 1, 9, 9, 9), award(5, 2, 1, 1, 1)],
  ['the time of its event', award(5, 5, 1, 9, 9), award(5, 5, 2, 1, 1)],
  ['the event', award(5, 5, 5, 1, 9), award(5, 5, 5, 2, 1)],
  ['the key', award(5, 5, 5, 5, 1), award(5, 5, 5, 5, 2)],
])('%s', (_name, first, second) => {
  expect([second, first].sort(byEarning)).toEqual([first, second]);
  expect([first, second].sort(byEarning)).toEqual([first, second]);
});
