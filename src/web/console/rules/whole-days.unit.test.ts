/** The days of a rule as a line: those that are over, as weeks where they are many, and its words say so. */
import { expect, test } from 'vitest';
import { timesShown } from './whole-days.ts';

const days = (count: number) => Array.from({ length: count }, () => 1);

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
  ['a month is days', days(31), days(30), '30 times in 30 whole days, 1 time today'],
  [
    'a quarter is weeks, without the first days that are none',
    [...days(5), ...days(84), 3],
    Array.from({ length: 12 }, () => 7),
    '84 times in 12 whole weeks, 3 times today',
  ],
  [
    'a year is weeks, and the last one ends with the last whole day',
    [...days(363), 5, 9],
    [...Array.from({ length: 51 }, () => 7), 11],
    '368 times in 52 whole weeks, 9 times today',
  ],
])('%s', (_what, daily, values, words) => expect(timesShown(daily)).toEqual({ values, words }));
