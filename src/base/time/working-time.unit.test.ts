/** Deadlines in working time, by a table a reader can follow on a calendar, and against a slow minute-by-minute count. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WorkingTime } from './working-hours.ts';
import { deadlineAfter, momentBefore } from './working-time.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const office: WorkingTime = {
  days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  hours: { fromMinute: 540, untilMinute: 1_050 },
  holidays: ['2026-12-25'],
};
const due = (start: string, deadline: Parameters<typeof deadlineAfter>[1], zone = 'Europe/London') =>
  new Date(deadlineAfter(Date.parse(start), deadline, office, zone)).toISOString();
const hours = (count: number) => ({ workingMs: count * hourMs });

describe('a deadline', () => {
  test.each([
    ['by the clock', '2026-11-20T16:00:00Z', { clockMs: 24 * hourMs }, '2026-11-21T16:00:00.000Z'],
    ['within one day', '2026-11-23T09:00:00Z', hours(8.5), '2026-11-23T17:30:00.000Z'],
    [
      'one minute more is the next morning',
      '2026-11-23T09:00:00Z',
      { workingMs: 8.5 * hourMs + minuteMs },
      '2026-11-24T09:01:00.000Z',
    ],
    ['over a week-end', '2026-11-20T16:30:00Z', hours(4), '2026-11-23T12:00:00.000Z'],
    ['begun at night', '2026-11-23T22:00:00Z', hours(1), '2026-11-24T10:00:00.000Z'],
    ['begun on a Sunday', '2026-11-22T12:00:00Z', hours(1), '2026-11-23T10:00:00.000Z'],
    ['over Christmas and its week-end', '2026-12-24T17:00:00Z', hours(1), '2026-12-28T09:30:00.000Z'],
    [
      'over the change of clocks, by the wall clock',
      '2026-03-27T17:00:00Z',
      hours(1),
      '2026-03-30T08:30:00.000Z',
    ],
    ['one working day', '2026-11-20T16:00:00Z', { workingDays: 1 }, '2026-11-23T17:30:00.000Z'],
    [
      'two working days from a Saturday',
      '2026-11-21T16:00:00Z',
      { workingDays: 2 },
      '2026-11-24T17:30:00.000Z',
    ],
  ])('%s', (_name, start, deadline, expected) => {
    expect(due(start, deadline)).toBe(expected);
  });

  test('a calendar without working time is said to have none', () => {
    const never = { ...office, hours: { fromMinute: 0, untilMinute: 0 } };
    expect(() => deadlineAfter(0, hours(1), never, 'UTC')).toThrow(RangeError);
  });

  test('counts as many minutes of work as it was given, around both changes of clocks', () => {
    const inOffice = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/London',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const isWorked = (atMs: number) => {
      const parts = Object.fromEntries(inOffice.formatToParts(atMs).map(({ type, value }) => [type, value]));
      const minute = Number(parts['hour']) * 60 + Number(parts['minute']);
      return !['Sat', 'Sun'].includes(parts['weekday'] ?? '') && minute >= 540 && minute < 1_050;
    };
    const start = fc
      .tuple(fc.constantFrom('2026-03-27T00:00:00Z', '2026-10-23T00:00:00Z'), fc.nat(4 * 24 * 60))
      .map(([day, minutes]) => Date.parse(day) + minutes * minuteMs);
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 1_500 }), (startMs, minutes) => {
        const dueMs = deadlineAfter(startMs, { workingMs: minutes * minuteMs }, office, 'Europe/London');
        let worked = 0;
        for (let atMs = startMs; atMs < dueMs; atMs += minuteMs) if (isWorked(atMs)) worked++;
        expect(worked).toBe(minutes);
        expect(isWorked(dueMs - minuteMs)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a moment before', () => {
  const before = (end: string, deadline: Parameters<typeof momentBefore>[1]) =>
    new Date(momentBefore(Date.parse(end), deadline, office, 'Europe/London')).toISOString();
  test.each([
    ['by the clock', '2026-11-21T16:00:00Z', { clockMs: 24 * hourMs }, '2026-11-20T16:00:00.000Z'],
    ['a whole day', '2026-11-23T17:30:00Z', hours(8.5), '2026-11-23T09:00:00.000Z'],
    [
      'of a day and a minute',
      '2026-11-24T09:01:00Z',
      { workingMs: 8.5 * hourMs + minuteMs },
      '2026-11-23T09:00:00.000Z',
    ],
    ['over a week-end', '2026-11-23T12:00:00Z', hours(4), '2026-11-20T16:30:00.000Z'],
    ['an end at night', '2026-11-23T22:00:00Z', hours(1), '2026-11-23T16:30:00.000Z'],
    ['over Christmas', '2026-12-28T09:30:00Z', hours(1), '2026-12-24T17:00:00.000Z'],
    ['a working day', '2026-11-23T10:00:00Z', { workingDays: 1 }, '2026-11-20T09:00:00.000Z'],
  ])('%s', (_name, end, time, expected) => expect(before(end, time)).toBe(expected));

  test('is where as much work lies between as was asked for, whenever that is', () => {
    const ends = fc
      .integer({ min: 0, max: 40 * 24 * 60 })
      .map((minutes) => Date.parse('2026-03-10T00:00:00Z') + minutes * minuteMs);
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 3_000 }), (endMs, minutes) => {
        const time = { workingMs: minutes * minuteMs };
        const beganMs = momentBefore(endMs, time, office, 'Europe/London');
        const backMs = deadlineAfter(beganMs, time, office, 'Europe/London');
        expect(backMs).toBeLessThanOrEqual(endMs);
        // Nothing was worked from there to the end asked for: one minute more would end after it.
        const moreMs = deadlineAfter(
          beganMs,
          { workingMs: (minutes + 1) * minuteMs },
          office,
          'Europe/London',
        );
        expect(moreMs).toBeGreaterThan(endMs);
      }),
      { numRuns: 300 },
    );
  });

  test('a calendar without working time is said to have none', () => {
    const never = { ...office, hours: { fromMinute: 0, untilMinute: 0 } };
    expect(() => momentBefore(0, hours(1), never, 'UTC')).toThrow(RangeError);
  });
});
