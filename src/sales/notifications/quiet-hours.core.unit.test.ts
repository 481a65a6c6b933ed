/** Quiet hours: over midnight, on some days, through changes of the clock. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QuietHours } from '../../contract/api/api.ts';
import { quietEndsAt } from './quiet-hours.core.ts';

const night: QuietHours = { from: '19:00', until: '08:00' };
const ends = (quiet: QuietHours, at: string, timeZone = 'Europe/London') =>
  new Date(quietEndsAt(quiet, timeZone, Date.parse(at))).toISOString();

test.each([
  ['just before', '2026-11-23T18:59:59.999Z', '2026-11-23T18:59:59.999Z'],
  ['at the beginning', '2026-11-23T19:00:00.000Z', '2026-11-24T08:00:00.000Z'],
  ['after midnight', '2026-11-24T03:00:00.000Z', '2026-11-24T08:00:00.000Z'],
  ['just before the end', '2026-11-24T07:59:59.999Z', '2026-11-24T08:00:00.000Z'],
  ['at the end', '2026-11-24T08:00:00.000Z', '2026-11-24T08:00:00.000Z'],
])('over midnight, %s', (_when, at, end) => expect(ends(night, at)).toBe(end));

test('within a day, and till midnight', () => {
  expect(ends({ from: '12:00', until: '13:00' }, '2026-11-23T12:30:00Z')).toBe('2026-11-23T13:00:00.000Z');
  expect(ends({ from: '22:00', until: '24:00' }, '2026-11-23T23:30:00Z')).toBe('2026-11-24T00:00:00.000Z');
});

test('hours belong to the day on which they begin', () => {
  const fridays: QuietHours = { ...night, days: ['Friday'] };
  // 2026-11-27 is a Friday.
  expect(ends(fridays, '2026-11-27T20:00:00Z')).toBe('2026-11-28T08:00:00.000Z');
  expect(ends(fridays, '2026-11-28T07:00:00Z')).toBe('2026-11-28T08:00:00.000Z');
  expect(ends(fridays, '2026-11-28T20:00:00Z')).toBe('2026-11-28T20:00:00.000Z');
  expect(ends(fridays, '2026-11-27T07:00:00Z')).toBe('2026-11-27T07:00:00.000Z');
});

test('days that touch are one quiet time', () => {
  const weekend: QuietHours = { from: '00:00', until: '24:00', days: ['Saturday', 'Sunday'] };
  expect(ends(weekend, '2026-11-28T10:00:00Z')).toBe('2026-11-30T00:00:00.000Z');
  const allButSunday: QuietHours = {
    from: '00:00',
    until: '24:00',
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  };
  expect(ends(allButSunday, '2026-11-23T00:00:00Z')).toBe('2026-11-29T00:00:00.000Z');
});

test('a zone of their own goes before the user’s', () => {
  const berlin: QuietHours = { ...night, timeZone: 'Europe/Berlin' };
  expect(ends(berlin, '2026-11-23T18:00:00Z', 'America/New_York')).toBe('2026-11-24T07:00:00.000Z');
});

test.each([
  // Clocks go back on 2026-10-25 at 02:00 (01:00 UTC): the night is an hour longer.
  ['a night that is longer', night, '2026-10-24T18:00:00Z', '2026-10-25T08:00:00.000Z'],
  // And forward on 2026-03-29 at 01:00: an hour shorter.
  ['a night that is shorter', night, '2026-03-28T19:00:00Z', '2026-03-29T07:00:00.000Z'],
  [
    'an end the clock leaves out',
    { from: '22:00', until: '01:30' },
    '2026-03-28T23:00:00Z',
    '2026-03-29T01:30:00.000Z',
  ],
  [
    'an end it shows twice is the first',
    { from: '22:00', until: '01:30' },
    '2026-10-24T22:00:00Z',
    '2026-10-25T00:30:00.000Z',
  ],
])('the clock is turned: %s', (_what, quiet, at, end) => expect(ends(quiet, at)).toBe(end));

test('whatever the hours: the end is not quiet, the time before it is, and nothing quiet is let through', () => {
  const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
  const two = (number: number) => String(number).padStart(2, '0');
  const text = ([hour, minute]: [number, number]) => `${two(hour)}:${two(minute)}`;
  const zones = fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'UTC');
  fc.assert(
    fc.property(time, time, zones, fc.integer({ min: 0, max: 525_600 }), (from, until, zone, minute) => {
      fc.pre(text(from) !== text(until));
      const quiet = { from: text(from), until: text(until) };
      const atMs = Date.parse('2026-01-01T00:00:00Z') + minute * 60_000;
      const endMs = quietEndsAt(quiet, zone, atMs);
      expect(endMs).toBeGreaterThanOrEqual(atMs);
      expect(quietEndsAt(quiet, zone, endMs)).toBe(endMs);
      if (endMs > atMs) expect(quietEndsAt(quiet, zone, endMs - 1)).toBe(endMs);
      // By the wall clock, read another way.
      const clock = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      const wall = clock.format(atMs);
      const isQuiet =
        quiet.from < quiet.until
          ? quiet.from <= wall && wall < quiet.until
          : quiet.from <= wall || wall < quiet.until;
      const turns =
        zone !== 'UTC' && clock.format(atMs + 7_200_000) !== clock.format(atMs + 7_200_000 + 86_400_000);
      const turned = zone !== 'UTC' && clock.format(atMs) !== clock.format(atMs - 86_400_000);
      // Around a turn the hours are as the table above has them.
      if (!turns && !turned) expect(endMs > atMs).toBe(isQuiet);
    }),
    { numRuns: 300 },
  );
});
