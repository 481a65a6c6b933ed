/** Sums of what fades: as the sum of what stands of each payment, with two numbers around it, in all ways to fade. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import type { Contribution } from './contribution.ts';
import { valueAt } from './contribution.ts';
import { fadeOf } from './fade.ts';
import { FadingSum } from './fading-sum.ts';

const dayMs = 86_400_000;
const lengthMs = fc.constantFrom(60_000, 3_600_000, 7 * dayMs, 30 * dayMs);
const fade = fc.oneof(
  fc.constant(fadeOf('none')),
  lengthMs.map((halfLife) => fadeOf({ halfLife })),
  lengthMs.map((linear) => fadeOf({ linear })),
  lengthMs.map((expires) => fadeOf({ expires })),
  fc.tuple(fc.integer({ min: 2, max: 7 }), lengthMs).map(([steps, every]) => fadeOf({ steps, every })),
);
const earned = fc.oneof(
  fc.integer({ min: -30_000, max: 30_000 }),
  fc.constantFrom(1_000, -1_000, 1, -1, 0, 1_000_000_000, 4_000_000_000, -2_000_000_000),
);
/** Gaps that meet half-lives and ends exactly, and a millisecond off. */
const gapMs = fc.oneof(
  fc.constantFrom(0, 1, 30_000, 60_000, 3_600_000, 3_600_001, 7 * dayMs, 90 * dayMs),
  fc.integer({ min: 0, max: 2 * dayMs }),
);
const payments = fc
  .tuple(
    fc.array(fade, { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(fc.nat(2), earned, gapMs), { maxLength: 60 }),
  )
  .map(([fades, drawn]) => {
    let earnedAtMs = Date.UTC(2026, 2, 1);
    return drawn.map(([index, amount, gap]) => {
      earnedAtMs += gap;
      return { earned: amount, earnedAtMs, fade: fades[index % fades.length] } as Contribution;
    });
  });
const sumOf = (some: readonly Contribution[], atMs: number) =>
  some.reduce((sum, one) => sum + valueAt(one, atMs), 0);

describe('a sum of what fades', { timeout: lawTimeoutMs }, () => {
  test('is what stands of each payment, to the thousandth, at any times in any order', () => {
    fc.assert(
      fc.property(payments, fc.array(gapMs, { minLength: 1, maxLength: 8 }), (some, ages) => {
        const sum = new FadingSum();
        for (const one of some) sum.add(one);
        for (const age of ages) {
          const atMs = (some[0]?.earnedAtMs ?? 0) + age;
          const expected = sumOf(some, atMs);
          expect(sum.at(atMs)).toBe(expected);
          const { least, most } = sum.around(atMs);
          expect(least).toBeLessThanOrEqual(expected);
          expect(most).toBeGreaterThanOrEqual(expected);
          for (const bound of [expected - 1, expected, expected + 1])
            expect(sum.isAbove(bound, atMs)).toBe(expected > bound);
        }
      }),
      runs(500),
    );
  });

  test('is exact between payments too, as they come', () => {
    fc.assert(
      fc.property(payments, (some) => {
        const sum = new FadingSum();
        some.forEach((one, index) => {
          expect(sum.at(one.earnedAtMs)).toBe(sumOf(some.slice(0, index), one.earnedAtMs));
          sum.add(one);
        });
      }),
      runs(300),
    );
  });
});
