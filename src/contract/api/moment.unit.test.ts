/** Moments of the API, by tables: one form leaves, whichever came; what is none is refused with the forms there are. */
import { expect, test } from 'vitest';
import { dayOrMomentSchema, daySchema, momentSchema } from './moment.ts';

test.each([
  ['2026-12-01T09:00:00Z', '2026-12-01T09:00:00.000Z'],
  ['2026-12-01T09:00:00+01:00', '2026-12-01T08:00:00.000Z'],
  ['2026-12-01T09:00:00', '2026-12-01T09:00:00.000Z'],
  ['2026-12-01', '2026-12-01T00:00:00.000Z'],
  [1_796_115_600_000, '2026-12-01T09:00:00.000Z'],
  [1_796_115_600, '2026-12-01T09:00:00.000Z'],
  ['1796115600', '2026-12-01T09:00:00.000Z'],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
])('%j is %s', (given, moment) => expect(momentSchema.parse(given)).toBe(moment));

test.each([
  'tomorrow',
  '0000-12-31T23:59:59Z',
  '05/11/2026',
  '2026-02-30T00:00:00Z',
  '',
  1.5,
  253_402_300_800_000,
  null,
  true,
  {},
])('%j is none', (given) => expect(momentSchema.safeParse(given).success).toBe(false));

test.each([
  ['2026-12-01', '2026-12-01'],
  ['2026-12-01T09:00:00+01:00', '2026-12-01T08:00:00.000Z'],
  ['2026-02-30', null],
  ['yesterday', null],
])('a day stays one: %j', (given, expected) => {
  const read = dayOrMomentSchema.safeParse(given);
  expect(read.success ? read.data : null).toBe(expected);
});

test.each([
  ['1899-12-31', false],
  ['1900-01-01', true],
  ['2199-12-31', true],
  ['2200-01-01', false],
  ['0000-01-01', false],
  ['9999-12-31', false],
  ['2026-02-30', false],
  ['2026-12-01T00:00:00Z', false],
])('a day within its bounds: %s', (given, isOne) => {
  const read = daySchema.safeParse(given);
  expect(read.success).toBe(isOne);
  if (!read.success)
    expect(read.error.issues[0]?.message).toBe(
      'expected a day such as "2026-12-01", from 1900-01-01 to 2199-12-31',
    );
});
