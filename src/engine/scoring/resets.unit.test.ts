/** Resets, by tables: what they take back, at which instant, of several the last; and those that are sealed. */
import { describe, expect, test } from 'vitest';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { refusalsOf } from './explain.ts';
import { nobody } from './person.ts';
import { emptyState, type FrozenAward } from './profile-state.ts';

const programmes = () =>
  programmesOf(`
fit: { rules: [{ id: n, label: n, who: { identity: anonymous }, points: 5 }] }
rules:
  - { id: a, label: A, when: { event: A }, points: 10, pays: once }
  - { id: w, label: W, when: { event: W }, within: 1 hour, points: 100, pays: every time }
resets:
  - { id: fit, label: To the fit, when: { event: Fit }, to: fit }
  - { id: zero, label: To zero, when: { event: Zero }, to: zero }
  - { id: again, label: Again, when: { event: Again }, to: fit }`);

const minuteMs = 60_000;

describe('a reset', () => {
  /** Minutes and names. */
  test.each<[string, [number, string][], number]>([
    [
      'takes back what came before it',
      [
        [0, 'A'],
        [1, 'Fit'],
      ],
      5,
    ],
    [
      'and what came with it',
      [
        [1, 'Fit'],
        [1, 'A'],
      ],
      5,
    ],
    [
      'not what came after it',
      [
        [1, 'Fit'],
        [2, 'A'],
      ],
      15,
    ],
    [
      'lets what is paid once be paid again',
      [
        [0, 'A'],
        [1, 'Fit'],
        [2, 'A'],
      ],
      15,
    ],
    [
      'to zero takes the fit too',
      [
        [0, 'A'],
        [1, 'Zero'],
      ],
      0,
    ],
    [
      'to zero, and behaviour after it',
      [
        [1, 'Zero'],
        [2, 'A'],
      ],
      10,
    ],
    [
      'of two the later counts',
      [
        [1, 'Zero'],
        [2, 'Fit'],
      ],
      5,
    ],
    [
      'of two the later counts, the other way round',
      [
        [1, 'Fit'],
        [2, 'Zero'],
      ],
      0,
    ],
    [
      'at one instant the last in the file',
      [
        [1, 'Fit'],
        [1, 'Zero'],
      ],
      0,
    ],
    [
      'at one instant the last in the file, of three',
      [
        [1, 'Zero'],
        [1, 'Again'],
        [1, 'Fit'],
      ],
      5,
    ],
    [
      'calls off what waits',
      [
        [1, 'W'],
        [2, 'Fit'],
      ],
      5,
    ],
    [
      'not what began after it',
      [
        [1, 'Fit'],
        [2, 'W'],
      ],
      105,
    ],
  ])('%s', (_name, events, score) => {
    const life = new Life(programmes()).wait(10 * minuteMs);
    for (const [minute, event] of events) life.track(event, {}, (10 - minute) * minuteMs);
    expect(life.wait(120 * minuteMs).score).toBe(score);
  });

  test('says what it took back, waits that had run out with it', () => {
    const life = new Life(programmes())
      .track('A')
      .track('W')
      .wait(90 * minuteMs)
      .track('Zero');
    expect(
      refusalsOf(life.evaluation.refusals)
        .map(({ rule, reason }) => [rule, reason])
        .sort(),
    ).toEqual([
      ['a', 'taken back by "To zero"'],
      ['w', 'taken back by "To zero"'],
    ]);
  });

  test('is something to compute a score from', () => {
    expect(new Life(programmes()).track('Zero').evaluation.isComputed).toBe(true);
  });
});

describe('a sealed reset', () => {
  const programme = programmes().programmes[0] as CompiledProgramme;
  const signatureIdOf = (id: string) =>
    [...programme.rules, ...programme.resets].find((one) => one.id === id)?.signatureId as number;
  const payment = (id: string, atMs: number): FrozenAward => ({
    signatureId: signatureIdOf(id),
    rung: 0,
    key: 0,
    atMs,
    hash: atMs,
    count: 1,
    earned: null,
  });

  test.each<[string, FrozenAward[], number]>([
    ['takes back what was frozen before it', [payment('a', 4), payment('zero', 5)], 0],
    ['and with it', [payment('zero', 5), payment('a', 5)], 0],
    ['not what was frozen after it', [payment('zero', 5), payment('a', 6)], 10],
    ['of two the later counts', [payment('zero', 5), payment('fit', 6)], 5],
    ['of two the later counts, in any order', [payment('fit', 6), payment('zero', 5)], 5],
    ['of two the later counts, the other way round', [payment('fit', 5), payment('zero', 6)], 0],
    ['at one instant the last in the file', [payment('zero', 5), payment('fit', 5)], 0],
    ['at one instant the last in the file, in any order', [payment('fit', 5), payment('zero', 5)], 0],
  ])('%s', (_name, frozenAwards, score) => {
    const evaluation = evaluate({ ...emptyState(), frozenAwards }, nobody, programme, 100);
    expect(evaluation).toMatchObject({ score: score * 1_000, isComputed: true });
  });

  test('takes back events at its instant that stayed', () => {
    const matched = (atMs: number) => ({
      hash: atMs,
      atMs,
      matches: [{ signatureId: signatureIdOf('a'), key: 0, number: null }],
    });
    const scoreOf = (atMs: number) =>
      evaluate(
        { ...emptyState(), frozenAwards: [payment('zero', 5)], matchedEvents: [matched(atMs)] },
        nobody,
        programme,
        100,
      ).score;
    expect([4, 5, 6].map(scoreOf)).toEqual([0, 0, 10_000]);
  });

  test('payments of no rule of the programme say nothing', () => {
    const foreign = { ...payment('a', 5), signatureId: 999 };
    const evaluation = evaluate(
      {
        ...emptyState(),
        frozenAwards: [foreign],
        tallies: [{ signatureId: 999, key: 0, count: 1, sinceMs: 0 }],
      },
      { ...nobody, isKnown: true },
      programme,
      100,
    );
    expect(evaluation).toMatchObject({ score: 0, isComputed: false });
    const frozen = { ...emptyState(), frozenAwards: [payment('a', 5)] };
    expect(evaluate(frozen, { ...nobody, isKnown: true }, programme, 100).isComputed).toBe(true);
    const reset = { ...emptyState(), frozenAwards: [payment('fit', 5)] };
    expect(evaluate(reset, { ...nobody, isKnown: true }, programme, 100).isComputed).toBe(true);
  });
});
