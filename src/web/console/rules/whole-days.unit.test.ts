/** The days of a rule as a line: those that are over, and its words say so. */
import { expect, test } from 'vitest';
import { wholeDays, wholeDaysInWords } from './whole-days.ts';

test.each([
  ['the day under way is left out', [1, 0, 2, 90], [1, 0, 2], '3 times in 3 whole days, 90 times today'],
  [
    'a rule that paid only today shows today',
    [0, 0, 0, 1],
    [0, 0, 0, 1],
    '0 times in 3 whole days, 1 time today',
  ],
  ['a rule that paid nothing', [0, 0], [0, 0], '0 times in 1 whole day, 0 times today'],
  ['the first day', [4], [4], '0 times in 0 whole days, 4 times today'],
])('%s', (_what, daily, shown, words) => {
  expect(wholeDays(daily)).toEqual(shown);
  expect(wholeDaysInWords(daily)).toBe(words);
});
