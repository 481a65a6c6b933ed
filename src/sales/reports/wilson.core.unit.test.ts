/** Wilson's interval against published values and its own laws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wilsonInterval } from './wilson.core.ts';

describe('the interval of a share', () => {
  test.each([
    [0, 1, 0, 0.7935],
    [1, 1, 0.2065, 1],
    [1, 2, 0.0945, 0.9055],
    [2, 4, 0.15, 0.85],
    // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i is from %f to %f', (hits, tries, low, high) => {
    expect(wilsonInterval(hits, tries)).toEqual({ low, high });
  });

  test('of nothing is not known', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  test('holds the share, stays within 0 and 1, and mirrors the misses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tries, share) => {
          const hits = Math.round(share * tries);
          const { low, high } = wilsonInterval(hits, tries) as { low: number; high: number };
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low - 5e-5).toBeLessThanOrEqual(hits / tries);
          expect(high + 5e-5).toBeGreaterThanOrEqual(hits / tries);
          const misses = wilsonInterval(tries - hits, tries) as { low: number; high: number };
          expect(misses.low).toBeCloseTo(1 - high, 3);
        },
      ),
    );
  });
});
