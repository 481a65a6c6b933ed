/** How often a rule pays, in words. */
import { expect, test } from 'vitest';
import { paysInWords } from './frequency.ts';

test.each([
  [1, 'every time'],
  [2, 'every 2nd time'],
  [3, 'every 3rd time'],
  [4, 'every 4th time'],
  [10, 'every 10th time'],
  [11, 'every 11th time'],
  [12, 'every 12th time'],
  [13, 'every 13th time'],
  [20, 'every 20th time'],
  [21, 'every 21st time'],
  [29, 'every 29th time'],
  [111, 'every 111th time'],
  [122, 'every 122nd time'],
])('of %d, one: %s', (nth, words) => {
  expect(paysInWords({ often: 'every', nth })).toBe(words);
});
