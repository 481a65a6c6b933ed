/** Months later on a calendar, by tables and a law: short months, clocks that change, and never earlier for a later time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarOf } from './calendar.ts';

test.each([
  ['UTC', '2026-01-15T10:00:00Z', 1, '2026-02-15T10:00:00Z'],
  ['UTC', '2026-01-28T23:59:59.999Z', 1, '2026-02-28T23:59:59.999Z'],
  ['UTC', '2026-01-29T00:00:00Z', 1, '2026-03-01T00:00:00Z'],
  ['UTC', '2026-01-31T23:00:00Z', 1, '2026-03-01T00:00:00Z'],
  ['UTC', '2028-01-29T10:00:00Z', 1, '2028-02-29T10:00:00Z'],
  ['UTC', '2026-12-31T10:00:00Z', 2, '2027-03-01T00:00:00Z'],
  ['UTC', '2026-11-30T10:00:00Z', 13, '2027-12-30T10:00:00Z'],
  // London: summer time from 29 March to 25 October 2026.
  ['Europe/London', '2026-03-15T10:00:00Z', 1, '2026-04-15T09:00:00Z'],
  ['Europe/London', '2026-02-28T23:30:00Z', 1, '2026-03-28T23:30:00Z'],
  // 29 March has 23 hours, 25 October has 25.
  ['Europe/London', '2026-01-29T23:30:00Z', 2, '2026-03-29T23:00:00Z'],
  ['Europe/London', '2026-10-25T23:30:00Z', 1, '2026-11-26T00:00:00Z'],
  ['Europe/London', '2026-09-25T22:00:00Z', 1, '2026-10-25T22:00:00Z'],
])('%s: from %s, %i months later it is %s', (timeZone, from, months, to) => {
  const later = calendarOf(timeZone).monthsAfter(Date.parse(from), months);
  expect(new Date(later).toISOString()).toBe(new Date(to).toISOString());
});

test('a later time is never so many months later at an earlier time', () => {
  const from = Date.UTC(2026, 0, 1);
  const time = fc.integer({ min: from, max: from + 800 * 86_400_000 });
  fc.assert(
    fc.property(
      time,
      fc.integer({ min: 0, max: 90_000_000 }),
      fc.integer({ min: 1, max: 48 }),
      (atMs, more, months) => {
        const { monthsAfter } = calendarOf('Europe/London');
        expect(monthsAfter(atMs + more, months)).toBeGreaterThanOrEqual(monthsAfter(atMs, months));
        expect(monthsAfter(atMs, months)).toBeGreaterThan(atMs);
      },
    ),
  );
});
