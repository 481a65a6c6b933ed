/** Weeks and hours of weekly reviews, by calendars of several places. */
import { describe, expect, test } from 'vitest';
import type { WorkingTime } from '../../base/time/time.ts';
import { isReviewed, reviewDueAtMs, reviewWeekAt } from './review-week.core.ts';

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

describe('the week', () => {
  test.each([
    // London, the Sunday before and the Monday itself, an instant apart.
    ['2026-11-29T23:59:59.999Z', 'Europe/London', '2026-11-23', '2026-11-29'],
    ['2026-11-30T00:00:00.000Z', 'Europe/London', '2026-11-30', '2026-11-30'],
    // Monday in Kolkata while it is Sunday in London.
    ['2026-11-29T18:30:00.000Z', 'Asia/Kolkata', '2026-11-30', '2026-11-30'],
    ['2026-11-29T18:29:59.999Z', 'Asia/Kolkata', '2026-11-23', '2026-11-29'],
    // Sunday in New York while it is Monday in London.
    ['2026-11-30T04:59:59.999Z', 'America/New_York', '2026-11-23', '2026-11-29'],
    ['1969-12-31T00:00:00.000Z', 'UTC', '1969-12-29', '1969-12-31'],
  ])('at %s in %s is that of %s', (now, timeZone, week, today) => {
    expect(reviewWeekAt(Date.parse(now), timeZone)).toMatchObject({ week, today });
  });

  test('is an hour shorter where the clocks go on', () => {
    const { lastFromMs, fromMs, untilMs } = reviewWeekAt(Date.parse('2027-03-31T12:00:00Z'), 'Europe/London');
    expect([lastFromMs, fromMs, untilMs].map(iso)).toEqual([
      '2027-03-22T00:00:00.000Z',
      '2027-03-28T23:00:00.000Z',
      '2027-04-04T23:00:00.000Z',
    ]);
  });
});

test('nobody reviews the week in which they began', () => {
  const week = reviewWeekAt(Date.parse('2026-12-02T12:00:00Z'), 'Europe/London');
  const began = (time: string) => isReviewed(week, Date.parse(time));
  expect(began('2026-11-29T23:59:59.999Z')).toBe(true);
  expect(began('2026-11-30T00:00:00.000Z')).toBe(false);
  expect(began('2026-12-02T12:00:00.000Z')).toBe(false);
});

describe('the review is due', () => {
  const rules = { day: 'Monday', at: 8 * 60 } as const;
  const workingTime: WorkingTime = {
    days: ['Tuesday', 'Wednesday', 'Thursday'],
    hours: { fromMinute: 540, untilMinute: 1_020 },
    holidays: ['2026-12-01'],
  };
  const due = (
    timeZone: string,
    given: Partial<typeof rules> | { day: 'Friday' } = {},
    time: WorkingTime | null = null,
  ) =>
    iso(
      reviewDueAtMs(reviewWeekAt(Date.parse('2026-12-02T12:00:00Z'), timeZone), { ...rules, ...given }, time),
    );

  test.each([
    ['UTC', '2026-11-30T08:00:00.000Z'],
    ['America/New_York', '2026-11-30T13:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-30T02:30:00.000Z'],
  ])('by the clock of %s', (timeZone, expected) => {
    expect(due(timeZone)).toBe(expected);
  });

  test('on another day', () => {
    expect(due('UTC', { day: 'Friday' })).toBe('2026-12-04T08:00:00.000Z');
  });

  test('on the next working day, past a holiday', () => {
    expect(due('UTC', {}, workingTime)).toBe('2026-12-02T08:00:00.000Z');
  });

  test('not at all in a week without one', () => {
    expect(due('UTC', { day: 'Friday' }, workingTime)).toBeNull();
    expect(due('UTC', {}, { ...workingTime, days: ['Tuesday'] })).toBeNull();
  });
});
