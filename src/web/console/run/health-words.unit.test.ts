/** Figures of health in words: rates in a unit that can be read, times in their largest units, and what is usual. */
import { expect, test } from 'vitest';
import {
  agoInWords,
  durationInWords,
  percentOf,
  rateInWords,
  rateNow,
  secondsInWords,
  sinceStart,
  usualRate,
} from './health-words.ts';

test('the present rate is that of the last whole minute, without the slot under way', () => {
  expect(rateNow([900, 30, 30, 0, 60, 999], 15)).toBe(2);
  expect(rateNow([30, 999], 15)).toBe(2);
  expect(rateNow([999], 15)).toBe(0);
});

test('half of the slots reach what is usual: one burst does not move it', () => {
  expect(usualRate([15, 15, 9_000, 30, 15, 0], 15)).toBe(1);
  expect(usualRate([7], 15)).toBe(0);
});

test.each([
  [0, 2],
  [16, 3],
  [60, 5],
  [9_999, 6],
])('a series is shown since %d seconds ago, when the first process began', (seconds, length) => {
  const at = '2026-12-01T12:00:00.000Z';
  const startedAt = new Date(Date.parse(at) - seconds * 1_000).toISOString();
  const processes = [{ startedAt: at }, { startedAt }] as never;
  expect(sinceStart([1, 2, 3, 4, 5, 6], { at, slotSeconds: 15, processes })).toHaveLength(length);
});

test.each([
  [0, '0 /s'],
  [1_234.4, '1,234 /s'],
  [10, '10 /s'],
  [9.94, '9.9 /s'],
  [1, '1.0 /s'],
  [0.5, '30 /min'],
  [0.1, '6.0 /min'],
  [0.0001, 'under 0.1 /min'],
])('%d a second is %s', (rate, words) => expect(rateInWords(rate)).toBe(words));

test.each([
  [16, 1 / 3, '16 /s', '0.3 /s'],
  [16, 0.01, '16 /s', 'under 0.1 /s'],
  [16, 0, '16 /s', '0 /s'],
  [0, 1 / 3, '0 /min', '20 /min'],
  [0.1, 0.5, '6.0 /min', '30 /min'],
])('%d beside %d a second are said in one unit', (one, other, words, others) => {
  expect([rateInWords(one, [other]), rateInWords(other, [one])]).toEqual([words, others]);
});

test.each([
  [null, 'none lately'],
  [0.0001, '1 ms'],
  [0.25, '250 ms'],
  [1, '1.0 s'],
  [9.99, '10.0 s'],
  [10, 'over 10 s'],
])('%s seconds are %s', (seconds, words) => expect(secondsInWords(seconds)).toBe(words));

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3_599, '59 min 59 s'],
  [3_600, '1 h'],
  [90_000, '1 d 1 h'],
  [86_405, '1 d'],
])('%d seconds last %s', (seconds, words) => expect(durationInWords(seconds)).toBe(words));

test('how long ago is never before now', () => {
  const at = '2026-12-01T12:00:00.000Z';
  expect(agoInWords(at, Date.parse(at) + 61_000)).toBe('1 min 1 s');
  expect(agoInWords(at, Date.parse(at) - 5_000)).toBe('0 s');
});

test.each([
  [0, 0, 0],
  [1, 4, 25],
  [5, 4, 100],
])('%d of %d are %d per cent', (part, all, percent) => expect(percentOf(part, all)).toBe(percent));
