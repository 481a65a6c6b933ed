/** What sums may come to over a stretch of time, by tables: within bounds, in proportion, and with what rounding gives and takes. */
import { describe, expect, test } from 'vitest';
import { fadeOf } from './fade.ts';
import { SumOver, type WayOver } from './fading-stretch.ts';

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
