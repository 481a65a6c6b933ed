/** Logistic regression against what is known without it: the odds of a table, the slope at the answer, rules that always come together. */
import { describe, expect, test } from 'vitest';
import { plantedLeads } from '../../../../test/support/planted-leads.ts';
import { tableOf } from './lead-sample.core.ts';
import { chanceOf, fitLogistic, logOddsOf, surpriseOf, type Table } from './logistic.core.ts';
import { middleOf, resampledWeights } from './resampling.core.ts';

const weak = 1e-6;

/** So many rows with the column and without it, won and not. */
function fourfold(withWon: number, withLost: number, withoutWon: number, withoutLost: number): Table {
  const rows = (count: number, has: boolean) =>
    Array.from({ length: count }, () => (has ? { columns: [0], values: [1] } : { columns: [], values: [] }));
  return {
    width: 1,
    rows: [
      ...rows(withWon, true),
      ...rows(withLost, true),
      ...rows(withoutWon, false),
      ...rows(withoutLost, false),
    ],
    won: [
      ...Array<1>(withWon).fill(1),
      ...Array<0>(withLost).fill(0),
      ...Array<1>(withoutWon).fill(1),
      ...Array<0>(withoutLost).fill(0),
    ],
  };
}

describe('one column', () => {
  test('has the ratio of the odds as its slope', () => {
    const { intercept, slopes } = fitLogistic(fourfold(30, 10, 20, 40), { penalties: [weak] });
    expect(intercept).toBeCloseTo(Math.log(20 / 40), 4);
    expect(slopes[0]).toBeCloseTo(Math.log(30 / 10 / (20 / 40)), 4);
  });

  test('weighs as if rows came that often', () => {
    const table = fourfold(1, 1, 1, 1);
    const { slopes } = fitLogistic(table, { penalties: [weak], weights: [30, 10, 20, 40] });
    expect(slopes[0]).toBeCloseTo(Math.log(6), 4);
  });

  test('stays finite where all rows with it are won', () => {
    const { slopes } = fitLogistic(fourfold(30, 0, 20, 40), { penalties: [0.25] });
    expect(slopes[0]).toBeGreaterThan(2);
    expect(slopes[0]).toBeLessThan(8);
  });

  test('is drawn to 0 by its penalty, never past it', () => {
    const slopes = [weak, 1, 100, 10 ** 6].map(
      (penalty) => fitLogistic(fourfold(30, 10, 20, 40), { penalties: [penalty] }).slopes[0] as number,
    );
    expect(slopes).toEqual(slopes.toSorted((a, b) => b - a));
    expect(slopes.at(-1)).toBeGreaterThan(0);
  });
});

test('nothing near the answer is better', () => {
  const { samples } = plantedLeads(21, { truths: [1, -1, 0.3], today: [1, 1, 1], leads: 200 });
  const table = tableOf(samples, [0, 1, 2]);
  const penalties = [1, 1, 1];
  const fitted = fitLogistic(table, { penalties });
  const lossOf = (slopes: readonly number[], intercept: number) =>
    surpriseOf({ slopes, intercept }, table) + slopes.reduce((sum, slope) => sum + slope ** 2 / 2, 0);
  const best = lossOf(fitted.slopes, fitted.intercept);
  for (const by of [-0.01, 0.01]) {
    expect(lossOf(fitted.slopes, fitted.intercept + by)).toBeGreaterThan(best);
    fitted.slopes.forEach((_, changed) => {
      expect(
        lossOf(
          fitted.slopes.map((slope, index) => (index === changed ? slope + by : slope)),
          fitted.intercept,
        ),
      ).toBeGreaterThan(best);
    });
  }
});

test('two columns that always come together share what they are worth', () => {
  const single = fourfold(30, 10, 20, 40);
  const rows = single.rows.map(({ columns }) =>
    columns.length === 0 ? { columns, values: [] } : { columns: [0, 1], values: [1, 1] },
  );
  const { slopes } = fitLogistic({ ...single, width: 2, rows }, { penalties: [0.01, 0.01] });
  expect(slopes[0]).toBeCloseTo(slopes[1] as number, 6);
  expect((slopes[0] as number) + (slopes[1] as number)).toBeCloseTo(Math.log(6), 1);
});

test('chances are between 0 and 1, however large the odds', () => {
  const fitted = { intercept: 0, slopes: [1] };
  for (const value of [-5_000, -1, 0, 1, 5_000]) {
    const row = { columns: [0], values: [value] };
    expect(logOddsOf(fitted, row)).toBe(value);
    expect(chanceOf(value)).toBeGreaterThanOrEqual(0);
    expect(chanceOf(value)).toBeLessThanOrEqual(1);
    expect(surpriseOf(fitted, { width: 1, rows: [row], won: [1] })).toBeLessThan(Number.POSITIVE_INFINITY);
  }
});

test('resampled weights are 1 on average, the same for a group, and repeat with their seed', () => {
  const groups = [0, 1, 0, 2, 3];
  const sets = [...resampledWeights(groups, 3, 5)];
  for (const weights of sets) {
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(groups.length, 9);
    expect(weights[0]).toBe(weights[2]);
    expect(Math.min(...weights)).toBeGreaterThan(0);
  }
  expect(sets[0]).not.toEqual(sets[1]);
  expect([...resampledWeights(groups, 3, 5)]).toEqual(sets);
});

test('the middle leaves as many values out on either side', () => {
  const values = Array.from({ length: 100 }, (_, index) => 99 - index);
  expect(middleOf(values, 0.95)).toEqual({ low: 2, high: 97 });
  expect(middleOf([3], 0.95)).toEqual({ low: 3, high: 3 });
});
