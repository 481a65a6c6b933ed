/** How long is left: a clock within a day, days and hours from then on, and how long it is over. */
import { expect, test } from 'vitest';
import { dayFrom, timeLeft } from './time.ts';

const nowMs = Date.parse('2026-11-30T12:00:00Z');
const hour = 3_600_000;

test.each<[number, string, boolean]>([
  [0, '00:00:00', false],
  [59_000, '00:00:59', false],
  [24 * hour - 1_000, '23:59:59', false],
  [24 * hour, '1 d 0 h', false],
  [45 * hour + 1_000, '1 d 21 h', false],
  [-1_000, '00:00:01 over', true],
  [-24 * hour + 1_000, '23:59:59 over', true],
  [-24 * hour, '1 d 0 h over', true],
])('%i ms are %s', (leftMs, text, isOverdue) => {
  expect(timeLeft(new Date(nowMs + leftMs).toISOString(), nowMs)).toEqual({
    ...{ text, isOverdue, hours: leftMs / hour },
  });
});

test('a day some days from now is one of the calendar, over the end of a month too', () => {
  const at = new Date(2026, 10, 30, 12).getTime();
  expect([0, 1, 32].map((days) => dayFrom(at, days))).toEqual(['2026-11-30', '2026-12-01', '2027-01-01']);
});
