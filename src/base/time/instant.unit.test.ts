/** Moments, by tables: what ISO 8601 says, numbers at the bounds of their units, and what nobody should guess at. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantIn } from './instant.ts';

const noon = Date.UTC(2026, 0, 31, 12);

describe('a moment', () => {
  test.each<[unknown, number]>([
    ['2026-01-31T12:00:00.000Z', noon],
    ['2026-01-31T12:00:00Z', noon],
    ['2026-01-31T12:00Z', noon],
    ['2026-01-31T12:00:00', noon],
    ['2026-01-31 12:00:00Z', noon],
    ['2026-01-31 12:00:00 +00:00', noon],
    ['2026-01-31t12:00:00z', noon],
    [' 2026-01-31T12:00:00Z ', noon],
    ['2026-01-31T14:00:00+02:00', noon],
    ['2026-01-31T14:00:00+0200', noon],
    ['2026-01-31T14:00:00+02', noon],
    ['2026-01-31T06:30:00-05:30', noon],
    ['2026-01-31T12:00:00.57Z', noon + 570],
    ['2026-01-31T12:00:00.123456789Z', noon + 123],
    ['2026-01-31T12:00:00,5Z', noon + 500],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1) - 1],
    ['2016-12-31T23:59:60.5Z', Date.UTC(2017, 0, 1) - 1],
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['0099-12-31', new Date('0099-12-31').getTime()],
    [noon, noon],
    [noon + 0.7, noon],
    [noon / 1_000, noon],
    [String(noon), noon],
    [String(noon / 1_000), noon],
    [0, 0],
    [1e11, 1e11],
    [1e11 - 1, (1e11 - 1) * 1_000],
  ])('%j is %i', (value, expected) => expect(instantIn(value)).toBe(expected));

  test.each([
    ...[
      'yesterday',
      'yesterday 1',
      '05/11/2026',
      '11/05/2026',
      '2026/01/31',
      '31.01.2026',
      'Jan 31 2026',
      '2026',
    ],
    ...[
      'Sat, 31 Jan 2026 12:00:00 GMT',
      '2026-1-31',
      '2026-01-31T1:00:00Z',
      '2026-01-31T12Z',
      '20260131',
      '12:00:00',
    ],
    ...[
      '2026-13-01',
      '2026-00-01',
      '2026-01-00',
      '2026-02-29',
      '2100-02-29',
      '2026-04-31',
      '2026-01-31T24:00:00Z',
    ],
    ...[
      '2026-01-31T12:60:00Z',
      '2026-01-31T12:00:61Z',
      '2026-01-31T12:00:00+24:00',
      '2026-01-31T12:00:00+02:60',
    ],
    ...['2026-01-31T12:00:00.Z', '2026-01-31T12:00:00Zx', '2026-01-31Z', '', 'now', '1.7e12', '-1', '0x17'],
    ...[
      -1,
      1_764_331_200.5,
      2 ** 48,
      1e300,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      true,
      {},
      [],
      null,
      undefined,
    ],
    ...[`2026-01-31T12:00:00.${'0'.repeat(200)}Z`],
  ])('%j is none', (value) => expect(instantIn(value)).toBeNull());

  test('is what JavaScript itself writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (date) => {
          expect(instantIn(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });
});
