/** Which bound a score reaches as it fades, by tables: floors, fits, and gains and losses as of different times. */
import { describe, expect, test } from 'vitest';
import { programmesOf, mondayNoonMs as startMs } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, valueAt } from './contribution.ts';
import { type Fade, fadeOf } from './fade.ts';
import { FadingScore } from './fading-score.ts';
import { fitOf } from './fit.ts';
import { nobody, type Person } from './person.ts';

const { dayMs } = limits;
const rules = 'rules: [{ id: a, label: a, when: { event: A }, points: 10, pays: every time }]';
const fit = 'fit: { rules: [{ id: boss, label: Boss, who: { traits: { title: Boss } }, points: 1 }] }';
const boss: Person = { traits: { title: 'Boss' }, email: null, isKnown: true, canBeContacted: false };

const programmeOf = (parts: string) => programmesOf(parts).programmes[0] as CompiledProgramme;
/** The same in all of these programmes. */
const signatureId = programmeOf(rules).rules[0]?.signatureId as number;
const paid = (points: number, days: number, fade: Fade = fadeOf('none')) =>
  ({ signatureId, earned: points * 1_000, earnedAtMs: startMs + days * dayMs, fade }) as Contribution;

/** The highest whole points it reaches, with gains as of a day and losses as of another. */
function pointsOf(score: FadingScore, gainsDay: number, lossesDay = gainsDay): number {
  const reaches = (points: number) =>
    score.reaches(points * 1_000, startMs + gainsDay * dayMs, startMs + lossesDay * dayMs);
  const all = Array.from({ length: 201 }, (_, index) => index - 100);
  const reached = all.filter(reaches);
  // Whatever is reached, all below it is too.
  expect(reached).toEqual(all.slice(0, reached.length));
  return reached.at(-1) ?? Number.NEGATIVE_INFINITY;
}

describe('a floor', () => {
  test.each<[string, string, Contribution[], Person | null, number]>([
    ['holds up what was earned', '', [paid(2, 0)], null, 5],
    ['holds up what was lost', '', [paid(-2, 0)], null, 5],
    ['holds up a fit', fit, [], boss, 5],
    ['holds nothing up where nothing was earned', '', [], null, 0],
    ['holds nothing up for a fit that says nothing', fit, [], nobody, 0],
    ['is nothing to a score above it', fit, [paid(6, 0)], boss, 7],
  ])('%s', (_name, parts, payments, person, points) => {
    const programme = programmeOf(`cap: { standing: { atLeast: 5 } }\n${rules}\n${parts}`);
    const known =
      person === null ? null : fitOf(programme.fit as NonNullable<CompiledProgramme['fit']>, person);
    expect(pointsOf(new FadingScore(programme, payments, known), 1)).toBe(points);
  });
});

describe('gains and losses', () => {
  const expiring = fadeOf({ expires: 10 * dayMs });
  const linear = fadeOf({ linear: 10 * dayMs });
  const programme = programmeOf(rules);

  test.each<[string, Contribution[], number, number, number]>([
    ['are of one time', [paid(10, 0, expiring), paid(-4, 0, expiring)], 5, 5, 6],
    ['are each of its own time: losses gone', [paid(10, 0, expiring), paid(-4, 0, expiring)], 5, 10, 10],
    ['are each of its own time: gains gone', [paid(10, 0, expiring), paid(-4, 0, expiring)], 10, 5, -4],
    [
      'count from when they were earned, in any order',
      [paid(20, 9, expiring), paid(10, 0, expiring)],
      12,
      12,
      20,
    ],
    ['fade in a line, in any order', [paid(20, 9, linear), paid(10, 0, linear)], 9, 9, 21],
    ['of nothing are nothing', [], 0, 0, 0],
  ])('%s', (_name, payments, gainsDay, lossesDay, points) => {
    expect(pointsOf(new FadingScore(programme, payments, null), gainsDay, lossesDay)).toBe(points);
  });
});

describe('over a stretch', () => {
  const halving = fadeOf({ halfLife: 10 * dayMs });
  const linear = fadeOf({ linear: 10 * dayMs });
  const programme = programmeOf(rules);

  test.each<[string, Contribution[], number, number, [least: number, most: number]]>([
    [
      'gains and losses that halve alike are their sum',
      [paid(90, 0, halving), paid(-80, 0, halving)],
      0,
      20,
      [2.5, 10],
    ],
    [
      'also in fades of their own',
      [paid(90, 0, halving), paid(-80, 0, fadeOf({ halfLife: 10 * dayMs }))],
      0,
      10,
      [5, 10],
    ],
    // In between it is 50, as high as only the ends of each show.
    ['in a line, each is for itself', [paid(100, 10, linear), paid(-100, 5, linear)], 10, 20, [-50, 100]],
    [
      'other half-lives, each for itself',
      [paid(80, 0, halving), paid(-80, 0, fadeOf({ halfLife: 20 * dayMs }))],
      0,
      20,
      [-60, 40],
    ],
    ['earned within it, each for itself', [paid(80, 10, halving), paid(-80, 0, halving)], 0, 10, [0, 40]],
  ])('%s', (_name, payments, from, to, [least, most]) => {
    const over = new FadingScore(programme, payments, null).over(
      startMs + from * dayMs,
      startMs + to * dayMs,
    );
    expect(over.least / 1_000).toBeCloseTo(least, 2);
    expect(over.most / 1_000).toBeCloseTo(most, 2);
  });
});

describe('of many payments', () => {
  const ways = [
    fadeOf({ linear: 10 * dayMs }),
    fadeOf({ halfLife: dayMs }),
    fadeOf({ expires: 3 * dayMs }),
    fadeOf('none'),
  ];
  const many = Array.from({ length: 100 }, (_, index) =>
    paid((index % 5 === 4 ? -1 : 1) * (1.001 + index / 10), index / 24, ways[index % 4]),
  );
  const thousandthsAt = (days: number, isOf: (one: Contribution) => boolean) =>
    many.filter(isOf).reduce((sum, one) => sum + valueAt(one, startMs + days * dayMs), 0);
  const programme = programmeOf(`${rules}\n${fit}`);
  const score = new FadingScore(
    programme,
    // Of one rule they come in order; of several, they do not.
    many.toSorted((a, b) => a.earned - b.earned),
    fitOf(programme.fit as NonNullable<CompiledProgramme['fit']>, boss),
  );

  test('that never fade, it reaches its very score', () => {
    const steady = new FadingScore(
      programme,
      Array.from({ length: 100 }, (_, index) => paid(1, index)),
      null,
    );
    expect(pointsOf(steady, 5)).toBe(100);
  });

  test.each([
    [5, 5],
    [5, 9],
    [9, 5],
    [13, 30],
  ])(
    'with gains as of day %d and losses as of day %d: to the thousandth, and two numbers close around it',
    (gainsDay, lossesDay) => {
      const [gainsAtMs, lossesAtMs] = [startMs + gainsDay * dayMs, startMs + lossesDay * dayMs];
      const exact =
        1_000 +
        thousandthsAt(gainsDay, ({ earned }) => earned > 0) +
        thousandthsAt(lossesDay, ({ earned }) => earned < 0);
      for (const bound of [exact - 1, exact, exact + 1])
        expect(score.reaches(bound, gainsAtMs, lossesAtMs)).toBe(bound <= exact);
      const [least, most] = [score.least(gainsAtMs, lossesAtMs), score.most(gainsAtMs, lossesAtMs)];
      expect([least <= exact, exact <= most]).toEqual([true, true]);
      // Each rounding is by half a thousandth at most.
      expect(most - least).toBeLessThan(many.length + 1);
    },
  );
});
