/** Points that go in equal steps, by tables with a virtual clock: at each step, just before it, and when a tier is left. */
import { describe, expect, test } from 'vitest';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { reasonsOf } from './explain.ts';
import { fadeOf } from './fade.ts';
import { SteppingSum } from './stepping-sum.ts';

const { dayMs } = limits;
const weekMs = 7 * dayMs;
const life = (points: number, from = 100) =>
  new Life(
    programmesOf(`decay: { steps: 4, every: 7 days }
rules: [{ id: a, label: A, when: { event: A }, points: ${points}, pays: every time }]
ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: ${from} }] }`),
  ).reachable();

describe('20 points in four weekly steps', () => {
  test.each([
    [0, 20],
    [weekMs - 1, 20],
    [weekMs, 15],
    [2 * weekMs - 1, 15],
    [2 * weekMs, 10],
    [4 * weekMs - 1, 5],
    [4 * weekMs, 0],
    [400 * weekMs, 0],
  ])('after %i ms are %i', (ms, points) => {
    expect(life(20).track('A').wait(ms).score).toBe(points);
  });

  test('leave their tier at the step, to the millisecond', () => {
    const one = life(20, 12)
      .track('A')
      .track('A')
      .wait(5 * weekMs);
    expect(one.crossings.map(({ atMs, to }) => [atMs - mondayNoonMs, to])).toEqual([
      [0, 1],
      [3 * weekMs, 0],
    ]);
  });

  test('say how they went', () => {
    expect(reasonsOf(life(20).track('A').wait(weekMs).evaluation.contributions)).toMatchObject([
      { points: 20, value: 15, reason: 'every time; 20 × 0.75 (in 4 steps of 7 days)' },
    ]);
  });

  test('are a loss that goes as well', () => {
    expect(
      life(-20)
        .track('A')
        .wait(3 * weekMs).score,
    ).toBe(-5);
  });

  test('are rounded to thousandths at each step by themselves', () => {
    const thirds = fadeOf({ steps: 3, every: dayMs });
    expect([0, 1, 2, 3].map((step) => thirds.share(step * dayMs))).toEqual([1, 2 / 3, 1 / 3, 0]);
    const sum = new SteppingSum(3, dayMs);
    for (const earned of [10, 10, -10]) sum.add(earned, 0);
    expect([0, 1, 2, 3].map((step) => sum.at(step * dayMs))).toEqual([10, 7, 3, 0]);
    expect(sum.around(dayMs)).toEqual({ least: 7, most: 7 });
  });

  test('of payments at several times are each at their own step', () => {
    const sum = new SteppingSum(2, 10);
    for (const atMs of [0, 5, 10, 30]) sum.add(4, atMs);
    expect([0, 9, 10, 15, 20, 25, 30].map((atMs) => sum.at(atMs))).toEqual([16, 16, 14, 12, 8, 6, 4]);
  });
});
