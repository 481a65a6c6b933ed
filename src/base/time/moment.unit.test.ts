/** Edges of periods: whole days and weeks with today as the last, anything else to the millisecond. */
import { describe, expect, test } from 'vitest';
import { edgeOfPeriodIn, momentIn, startOfDaysMs } from './moment.ts';

const nowMs = Date.parse('2026-11-30T15:20:00Z');
const iso = (ms: number) => new Date(ms).toISOString();

describe('an edge of a period', () => {
  test.each([
    ['1d', '2026-11-30T00:00:00.000Z'],
    ['30d', '2026-11-01T00:00:00.000Z'],
    ['30 days', '2026-11-01T00:00:00.000Z'],
    ['2w', '2026-11-17T00:00:00.000Z'],
    ['12h', '2026-11-30T03:20:00.000Z'],
    ['1.5 days', '2026-11-29T03:20:00.000Z'],
    ['2026-11-01T12:00:00Z', '2026-11-01T12:00:00.000Z'],
  ])('%s is %s', (given, at) => expect(iso(edgeOfPeriodIn(given, nowMs))).toBe(at));

  test.each([
    ['1d', '2026-11-29T00:00:00.000Z'],
    ['2w', '2026-11-16T00:00:00.000Z'],
  ])('%s at midnight ends with the day before: it is %s', (given, at) =>
    expect(iso(edgeOfPeriodIn(given, Date.parse('2026-11-30T00:00:00.000Z')))).toBe(at),
  );

  test('of 30 days is where rule health begins its 30 days', () =>
    expect(edgeOfPeriodIn('30d', nowMs)).toBe(startOfDaysMs(30, nowMs)));
});

test('a moment is as long ago as it says', () =>
  expect(iso(momentIn('30d', nowMs))).toBe('2026-10-31T15:20:00.000Z'));
