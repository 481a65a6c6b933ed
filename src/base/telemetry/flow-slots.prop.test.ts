/** Slots of several processes come to one, in any order; and a quantile lies between the bounds of its buckets. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bucketSums,
  countsBetween,
  mergedSlots,
  noCounts,
  quantileOf,
  type Slot,
  withCounts,
} from './flow-slots.core.ts';

const of = (slot: number, accepted: number, lag: number | null = null): Slot => ({
  slot,
  flows: { ...noCounts.flows, accepted },
  hops: { ...noCounts.hops, scored: accepted === 0 ? [] : [accepted, 0] },
  waiting: lag === null ? null : { lag, historyLag: lag + 1 },
});

const slots = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 9 }), fc.nat(50), fc.option(fc.nat(50)))
    .map(([slot, accepted, lag]) => of(slot, accepted, lag)),
  { maxLength: 12 },
);

test('processes are merged in any order, with none of their counts lost, and every slot is there', () => {
  fc.assert(
    fc.property(slots, slots, (one, other) => {
      const merged = mergedSlots([one, other], 9, 10);
      expect(merged).toEqual(mergedSlots([other, one], 9, 10));
      expect(merged.map(({ slot }) => slot)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const sum = (all: readonly Slot[]) => all.reduce((total, { flows }) => total + flows.accepted, 0);
      expect(sum(merged)).toBe(sum([...one, ...other]));
      const lags = [...one, ...other].map(({ waiting }) => waiting?.lag ?? 0);
      expect(Math.max(0, ...merged.map(({ waiting }) => waiting?.lag ?? 0))).toBe(Math.max(0, ...lags));
    }),
  );
});

test('counts go into their slot, and only the latest slots are kept', () => {
  let kept: Slot[] = [];
  for (const slot of [1, 1, 2, 4]) kept = withCounts(kept, of(slot, 5, slot), 3);
  expect(kept).toEqual([of(2, 5, 2), of(4, 5, 4)]);
  expect(withCounts([of(1, 5, 9)], of(1, 2, 3), 3)).toEqual([
    { ...of(1, 7, 9), hops: { ...noCounts.hops, scored: [7, 0] } },
  ]);
});

test('what came between two counts is their difference; a hop without any has no buckets', () => {
  const before = { flows: { ...noCounts.flows, scored: 3 }, hops: { ...noCounts.hops, scored: [1, 2] } };
  const now = { flows: { ...noCounts.flows, scored: 8 }, hops: { ...noCounts.hops, scored: [1, 7] } };
  expect(countsBetween(before, now)).toEqual({
    flows: { ...noCounts.flows, scored: 5 },
    hops: { ...noCounts.hops, scored: [0, 5] },
  });
  expect(countsBetween(now, now)).toEqual(noCounts);
});

test.each<[number[], number, number | null]>([
  [[], 0.5, null],
  [[0, 0, 0], 0.5, null],
  [[10, 0, 0], 0.5, 0.5],
  [[10, 0, 0], 1, 1],
  [[5, 5, 0], 0.5, 1],
  [[5, 5, 0], 0.75, 1.5],
  // Beyond the last bound nothing is known but that.
  [[0, 0, 4], 0.5, 2],
])('the quantile of %j at %d', (counts, quantile, value) =>
  expect(quantileOf(counts, [1, 2], quantile)).toBe(value),
);

test('a greater part lies below a greater value, within the bounds', () => {
  const bounds = [0.1, 1, 10];
  fc.assert(
    fc.property(
      fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (counts, quantile) => {
        const value = quantileOf(counts, bounds, quantile);
        if (value === null) return expect(bucketSums([counts]).every((count) => count === 0)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(10);
        expect(quantileOf(counts, bounds, 1)).toBeGreaterThanOrEqual(value);
      },
    ),
  );
});
