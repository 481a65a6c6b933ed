/** Whole points and bounds to be exceeded, by tables with a virtual clock: at, just below and just above each. */
import { describe, expect, test } from 'vitest';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { boundOfTier } from '../../contract/language/language.ts';
import type { CompiledProgramme } from './compile.ts';
import { nextTierFor, reasonsOf } from './explain.ts';
import { roundingOf } from './rounding.ts';

const halfDayMs = 43_200_000;

/** Thousandths, and what each way makes of them. */
test.each([
  [0, 0, 0, 0],
  [499, 0, 0, 1_000],
  [500, 1_000, 0, 1_000],
  [501, 1_000, 0, 1_000],
  [1_000, 1_000, 1_000, 1_000],
  [-1, 0, -1_000, 0],
  [-499, 0, -1_000, 0],
  [-500, -1_000, -1_000, 0],
  [-1_500, -2_000, -2_000, -1_000],
])('%i thousandths are %i to the nearest, %i down, %i up', (exact, nearest, down, up) => {
  const [compiled] = programmesOf('{}').programmes as [CompiledProgramme];
  const by = (rounding: 'nearest' | 'down' | 'up') =>
    roundingOf({ ...compiled.programme, rounding })?.(exact);
  expect([by('nearest'), by('down'), by('up')]).toEqual([nearest, down, up]);
});

test('a programme that says nothing rounds nothing', () => {
  const [compiled] = programmesOf('{}').programmes as [CompiledProgramme];
  expect(roundingOf(compiled.programme)).toBeNull();
});

const clicks = (more: string, tier: string) =>
  new Life(
    programmesOf(`${more}
rules: [{ id: a, label: A, when: { event: A }, points: { property: n, atMost: 100 }, pays: every time }]
ladder: { contactWithin: 24 hours, tiers: [{ name: warm, ${tier} }] }`),
  ).reachable();

describe('a rounded score', () => {
  test('is what the tier judges, and its lines sum to it', () => {
    const life = clicks('rounding: nearest', 'from: 20').track('A', { n: 19.499 });
    expect([life.score, life.tier]).toEqual([19, 0]);
    life.track('A', { n: 0.001 });
    expect([life.score, life.tier]).toEqual([20, 1]);
    const { contributions, score } = life.evaluation;
    expect(contributions.reduce((sum, { value }) => sum + value, 0)).toBe(score);
    expect(reasonsOf(contributions).at(-1)).toMatchObject({
      ...{ rule: 'rounding', label: 'Rounding', points: 0.5, event: null, reason: 'rounded to whole points' },
    });
  });

  test('has no line where it is whole', () => {
    const life = clicks('rounding: down', 'from: 20').track('A', { n: 20 });
    expect(life.evaluation.contributions).toHaveLength(1);
  });

  test('comes after caps and floor, which are exact', () => {
    expect(clicks('rounding: up\ncap: { standing: 10.2 }', 'from: 20').track('A', { n: 50 }).score).toBe(11);
    expect(clicks('rounding: down\nfloor: -0.5', 'from: 20').track('A', { n: 0 }).score).toBe(0);
    expect(
      clicks('rounding: nearest\nstopsAbove: 10', 'from: 20').track('A', { n: 10.4 }).track('A', { n: 5 })
        .score,
    ).toBe(10);
  });

  test('leaves its tier at the moment at which the rounded score does', () => {
    // 40 halves to 20 in a day, and is rounded up to 20 for as long as it is above 19.
    const life = clicks('rounding: up\ndecay: { linear: 2 days }', 'from: 20').track('A', { n: 40 });
    life.wait(2 * halfDayMs);
    expect([life.score, life.tier]).toEqual([20, 1]);
    const msTo19 = (2 * 172_800_000 * 21) / 40 / 2;
    life.wait(msTo19 - 2 * halfDayMs - 3_000);
    expect([life.score, life.tier]).toEqual([20, 1]);
    life.wait(6_000);
    expect([life.score, life.tier]).toEqual([19, 0]);
    const [, fall] = life.crossings;
    expect(Math.abs((fall?.atMs ?? 0) - (life.crossings[0]?.atMs ?? 0) - msTo19)).toBeLessThan(2_200);
  });
});

describe('a tier above a score', () => {
  test.each([
    [20, 0],
    [20.001, 1],
    [19.999, 0],
  ])('with %d points', (n, tier) => {
    expect(clicks('', 'above: 20').track('A', { n }).tier).toBe(tier);
  });

  test('of whole points begins at the next', () => {
    expect(clicks('rounding: nearest', 'above: 20').track('A', { n: 20.499 }).tier).toBe(0);
    expect(clicks('rounding: nearest', 'above: 20').track('A', { n: 20.5 }).tier).toBe(1);
  });

  test('is left below it, less the hysteresis', () => {
    const life = clicks('decay: { expires: 1 day }', 'above: 20').track('A', { n: 20 }).track('A', { n: 1 });
    expect(life.tier).toBe(1);
    life.wait(2 * halfDayMs);
    expect(life.tier).toBe(0);
  });

  test('is missed by a thousandth at its bound, in the words of its file', () => {
    const life = clicks('', 'above: 20').track('A', { n: 20 });
    const [compiled] = programmesOf('ladder: { contactWithin: 24 hours, tiers: [{ name: warm, above: 20 }] }')
      .programmes as [CompiledProgramme];
    expect(nextTierFor(compiled, life.evaluation)).toEqual({
      ...{ tier: 1, tierName: 'warm', from: 20.001, above: 20, missing: 0.001 },
    });
  });

  test.each([
    [20, 20.001],
    [0, 0.001],
    [-5, -4.999],
    [1.005, 1.006],
    [20.0004, 20.001],
    [20.1, 20.101],
  ])('%d begins at %d', (above, from) => {
    expect(boundOfTier({ above })).toEqual({ from, above });
  });
});
