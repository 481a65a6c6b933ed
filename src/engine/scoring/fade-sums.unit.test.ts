/** Sums of what fades, by tables: exact where a rounding is a close thing, and how near the two numbers around a sum are. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { fadeOf } from './fade.ts';

const { dayMs, hourMs, minuteMs } = limits;
const firstMs = Date.UTC(2026, 0, 5, 3, 17);

const fades = {
  linear: fadeOf({ linear: 10 * dayMs }),
  halving: fadeOf({ halfLife: hourMs }),
  expiring: fadeOf({ expires: 10 * dayMs }),
  steady: fadeOf('none'),
};
type Payment = readonly [earned: number, atMs: number];

function sumOf(fade: (typeof fades)[keyof typeof fades], payments: readonly Payment[]) {
  const sum = fade.newSum();
  for (const [earned, atMs] of payments) sum.add(earned, atMs);
  return sum;
}
/** What stands of each payment, rounded by itself, halves away from 0. */
function exactly(
  fade: (typeof fades)[keyof typeof fades],
  payments: readonly Payment[],
  atMs: number,
): number {
  let sum = 0;
  for (const [earned, earnedAtMs] of payments)
    sum += Math.sign(earned) * Math.round(Math.abs(earned) * fade.share(atMs - earnedAtMs));
  return sum + 0;
}

describe('what halves again and again is exact', () => {
  /** Odd amounts an hour apart: at each full hour some stand at a half. */
  const odd = Array.from(
    { length: 90 },
    (_, index): Payment => [(index % 4 === 3 ? -1 : 1) * (2 * index + 1), firstMs + index * hourMs],
  );
  const lastMs = odd.at(-1)?.[1] ?? 0;

  test.each([
    ['at full hours', 0],
    ['after a time between two', 17 * minuteMs + 13_337],
    ['after a time long before', -200 * hourMs],
    ['after a time long after', 200 * hourMs + 1],
  ])('%s', (_name, firstAskedMs) => {
    const sum = sumOf(fades.halving, odd);
    sum.at(lastMs + firstAskedMs);
    for (let hour = -100; hour < 130; hour++)
      for (const nudgeMs of [0, 1, 7 * minuteMs]) {
        const atMs = lastMs + hour * hourMs + nudgeMs;
        expect(sum.at(atMs)).toBe(exactly(fades.halving, odd, atMs));
      }
  });

  test('of the largest amounts', () => {
    const large = [999_999_999, 1_000_000_000, 1_000_000_001, -4_000_000_001, 2 ** 40 + 1].map(
      (earned, index): Payment => [earned, firstMs + index * 61_001],
    );
    const sum = sumOf(fades.halving, large);
    for (let index = 0; index < 400; index++) {
      const atMs = firstMs + 300_000 + index * 271_003;
      expect(sum.at(atMs)).toBe(exactly(fades.halving, large, atMs));
    }
  });

  /** Found by search: what stands is so near to a half that a product of the amount as of another time rounds to the other side. */
  test.each([
    ['just below a half', 2_147_241_749, 9_408_866, 44_182_637, 350_846_223],
    ['just above a half', 2_144_609_313, 4_089_748, 47_959_401, 975_811_062],
    ['far from it, of a large amount', 3_114_895_255, 93_691, 46_668_765, 3_059_208_363],
    ['far from it, of the largest amounts', 3_279_235_061_264, 1_577_685, 35_193_932, 2_420_178_549_910],
  ])('where a product is not: %s', (_name, earned, ageMs, firstAskedMs, expected) => {
    const sum = sumOf(fades.halving, [[earned, firstMs]]);
    sum.at(firstMs + firstAskedMs);
    expect(sum.at(firstMs + ageMs)).toBe(expected);
    expect(exactly(fades.halving, [[earned, firstMs]], firstMs + ageMs)).toBe(expected);
  });

  test('though payments are added between', () => {
    const sum = fades.halving.newSum();
    odd.forEach(([earned, atMs], index) => {
      sum.add(earned, atMs);
      const askedMs = atMs + 90 * minuteMs;
      expect(sum.at(askedMs)).toBe(exactly(fades.halving, odd.slice(0, index + 1), askedMs));
    });
  });
});

describe('the two numbers around a sum', () => {
  const payments = Array.from(
    { length: 100 },
    (_, index): Payment => [
      (index % 5 === 4 ? -1 : 1) * (1_000 + 37 * index),
      firstMs + index * 11 * minuteMs,
    ],
  );
  const lastMs = payments.at(-1)?.[1] ?? 0;

  /** When they are asked for after the last payment, ms, and how far apart they may be at most. */
  test.each<[keyof typeof fades, number, number]>([
    ['steady', 0, 0],
    ['expiring', 0, 0],
    ['expiring', 10 * dayMs - 3 * hourMs, 0],
    ['linear', 0, 100.1],
    ['linear', 5 * dayMs, 100.1],
    ['linear', 10 * dayMs - 3 * hourMs, 17.1],
    ['linear', 11 * dayMs, 0.1],
    ['linear', -5 * hourMs, 73.1],
    ['halving', 0, 100.1],
    ['halving', 1, 100.1],
    ['halving', 29 * hourMs, 95.1],
    ['halving', 31 * hourMs, 0.1],
    ['halving', -5 * hourMs, 0],
  ])('%s, %d ms after the last payment, are at most %d apart', (name, afterMs, apart) => {
    const atMs = lastMs + afterMs;
    const exact = exactly(fades[name], payments, atMs);
    const { least, most } = sumOf(fades[name], payments).around(atMs);
    expect([least <= exact, exact <= most]).toEqual([true, true]);
    expect(most - least).toBeLessThanOrEqual(apart);
  });

  test('hold the sum between them though all but the first payment came long after it', () => {
    const yearMs = 365 * dayMs;
    const fade = fadeOf({ linear: minuteMs });
    const late = Array.from(
      { length: 20 },
      (_, index): Payment => [4_000_000_001 + index * 1_234_567, firstMs + 20 * yearMs + index * 2_719],
    );
    const sum = sumOf(fade, [[1_000, firstMs], ...late]);
    for (let ageMs = 0; ageMs < 2 * minuteMs; ageMs += 777) {
      const atMs = firstMs + 20 * yearMs + ageMs;
      const exact = exactly(fade, late, atMs);
      const { least, most } = sum.around(atMs);
      expect([least <= exact, exact <= most]).toEqual([true, true]);
    }
  });

  test.each(['steady', 'expiring', 'linear', 'halving'] as const)('%s, of nothing are 0', (name) => {
    const sum = sumOf(fades[name], []);
    expect([sum.at(firstMs), sum.around(firstMs)]).toEqual([0, { least: 0, most: 0 }]);
  });
});
