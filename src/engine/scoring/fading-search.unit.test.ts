/** The search of a stretch, by tables: how small it is cut, how often it looks, and what it may add up; and stretches of sums. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { fadeOf } from './fade.ts';
import { firstUnclear, sumsMax } from './fading-search.ts';
import { SumOver, type WayOver } from './fading-stretch.ts';

test.each([
  [1_000, 8, 160],
  [1_001, 8, 160],
  [160_000, 1_024, 44],
  [160_000, 1_025, 48],
  [160_000, 1, 8],
  [10, 1, 16_000],
])('%i payments may be added up over %i ms so often: %i', (payments, stretchMs, times) => {
  expect(sumsMax(payments, stretchMs)).toBe(times);
});

describe('the first stretch that is not shown to stay', () => {
  /** Stays everywhere but at one moment; counts how often it is asked. */
  const search = (leavesAtMs: number, fromMs: number, toMs: number, apartMs: number) => {
    let looks = 0;
    const stays = (startMs: number, endMs: number) => {
      looks++;
      return leavesAtMs < startMs || leavesAtMs > endMs;
    };
    return [firstUnclear(stays, fromMs, toMs, apartMs), looks];
  };

  test.each<[string, Parameters<typeof search>, [found: number | null, looks: number]]>([
    ['none: one look', [500, 0, 100, 1], [null, 1]],
    ['as long as it may be: one look', [60, 50, 150, 100], [50, 1]],
    ['longer: cut in two', [60, 50, 151, 100], [50, 2]],
    ['in the later half', [140, 50, 151, 100], [100, 3]],
    ['to the millisecond', [5, 0, 8, 1], [4, 5]],
  ])('%s', (_name, given, expected) => {
    expect(search(...given)).toEqual(expected);
  });

  test('is as long as it is once the tries are over', () => {
    const [found, looks] = search(0, 0, 100, -1);
    expect([found, looks]).toEqual([0, limits.fadeTriesMax + 1]);
  });

  test('is as long as it is once the sums are spent', () => {
    let looks = 0;
    const isSpent = () => looks === 3;
    const stays = () => {
      looks++;
      return false;
    };
    expect([firstUnclear(stays, 0, 1_024, 1, isSpent), looks]).toEqual([0, 3]);
  });
});

describe('a sum over a stretch', () => {
  const nothing = { from: { least: 0, most: 0 }, to: { least: 0, most: 0 } };
  const exactly = (from: number, to: number) => ({
    ...{ from: { least: from, most: from }, to: { least: to, most: to } },
  });
  const linear = fadeOf({ linear: 10_000 });
  const halving = fadeOf({ halfLife: 10_000 });
  const over = (way: Partial<WayOver> & Pick<WayOver, 'fade'>) => {
    const sum = new SumOver(true);
    sum.addWay({ gains: nothing, losses: nothing, ...way });
    return sum;
  };

  test.each([
    [null, 4, 10],
    [{ least: 4, most: 10 }, 4, 10],
    [{ least: 0, most: 7 }, 4, 7],
    [{ least: 5, most: 20 }, 5, 10],
    [{ least: 20, most: 30 }, 20, 20],
  ])('that sinks from 10 to 4, within %j, is between %i and %i', (bounds, least, most) => {
    const part = over({ fade: linear, gains: exactly(10, 4) });
    expect(new SumOver(true).with(part, bounds).around()).toEqual({ least, most });
  });

  test.each([
    ['that a bound may hold at no moment moves with the others', { least: 22.5, most: 90 }, 2.5, 10],
    ['that one may hold from above does not', { least: 22.5, most: 89 }, -57.5, 69],
    ['that one may hold from below does not', { least: 23, most: 90 }, -57, 70],
  ])('%s', (_name, bounds, least, most) => {
    const gains = over({ fade: halving, gains: exactly(90, 22.5) });
    const whole = over({ fade: halving, losses: exactly(-80, -20) }).with(gains, bounds);
    expect(whole.around()).toEqual({ least, most });
  });

  test.each([
    // Rounding takes or gives 0.4 more at the beginning than at the end.
    [{ from: { least: 9.5, most: 10.5 }, to: { least: 2.4, most: 2.6 } }, 2, 10.5],
    [{ from: { least: -10.5, most: -9.5 }, to: { least: -2.6, most: -2.4 } }, -10.5, -2],
    // And no less.
    [{ from: { least: 9.9, most: 10.1 }, to: { least: 2, most: 3 } }, 2, 10.1],
  ])('that halves is rounded on its way as at its beginning: %j', (gains, least, most) => {
    const around = over({ fade: halving, gains }).around();
    expect(around.least).toBeCloseTo(least, 9);
    expect(around.most).toBeCloseTo(most, 9);
  });
});
