/** The rehearsal of examples, by tables: who they are of, and what an outcome lacks in words. */
import { describe, expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Example, examplesSchema } from '../../contract/language/language.ts';
import { differencesOf, expectationOf, rehearsalStartMs, rehearse } from './rehearse.ts';
import { type RehearsedMoment, rehearseMoments } from './rehearse-moments.ts';

const of = (steps: object[], expected: object = { score: 0, tier: 'none' }): Example =>
  examplesSchema.parse({ programme: 'reference', examples: [{ example: 'one', steps, expect: expected }] })
    .examples[0] as Example;

describe('who an example is of', () => {
  const programmes = programmesOf(`
rules: [{ id: a, label: a, when: { event: A }, points: 1, pays: every time }]
fit:
  rules:
    - { id: domain, label: d, who: { emailDomain: b.example }, points: 10 }
    - { id: known, label: k, who: { identity: known }, points: 100 }
    - { id: anonymous, label: n, who: { identity: anonymous }, points: 1000 }
  grades: { A: 1000, B: 100, C: 10 }`);

  test.each<[string, object[], number, string | null]>([
    ['anonymous without traits', [{ track: 'A' }], 1_001, null],
    ['anonymous with traits that name nobody', [{ identify: { title: 'Boss' } }, { track: 'A' }], 1_001, 'A'],
    ['known by an address', [{ identify: { email: 'x@b.example' } }, { track: 'A' }], 111, 'B'],
    [
      'known by an earlier address, the later being none',
      [{ identify: { email: 'x@b.example' } }, { identify: { email: 'zzz' } }, { track: 'A' }],
      111,
      'B',
    ],
    [
      'anonymous with a text that is no address',
      [{ identify: { email: 'zzz' } }, { track: 'A' }],
      1_001,
      'A',
    ],
    ['anonymous with an address that is no text', [{ identify: { email: 5 } }, { track: 'A' }], 1_001, 'A'],
  ])('%s', (_name, steps, score, grade) => {
    expect(rehearse(programmes, of(steps), limits.latenessMs)).toMatchObject({ score, grade });
  });
});

describe('what an outcome lacks', () => {
  const outcome = {
    score: 20,
    tier: 'warm',
    grade: 'B',
    points: { a: 15, b: 5 },
    refused: { a: 2 },
  };
  const met = { score: 20, tier: 'warm' };

  test.each<[string, object, string[]]>([
    ['nothing', met, []],
    ['nothing of all', { ...met, grade: 'B', points: { a: 15, b: 5 }, refused: { a: 2 } }, []],
    ['the score', { ...met, score: 21 }, ['the score is 20; expected 21']],
    ['a score that should not be', { ...met, score: null }, ['the score is 20; expected null']],
    ['the tier', { ...met, tier: 'hot' }, ['the tier is warm; expected hot']],
    ['the grade', { ...met, grade: 'A' }, ['the grade is B; expected A']],
    [
      'points: exactly those',
      { ...met, points: { a: 14, c: 1 } },
      [
        'the points of a is 15; expected 14',
        'the points of c is 0; expected 1',
        'the points of b is 5; expected 0',
      ],
    ],
    [
      'refusals: those named',
      { ...met, refused: { a: 1, b: 1 } },
      ['the refusals of a is 2; expected 1', 'the refusals of b is 0; expected 1'],
    ],
    ['no refusals of those not named', { ...met, refused: { b: 0 } }, []],
    ['several', { score: 1, tier: 'hot' }, ['the score is 20; expected 1', 'the tier is warm; expected hot']],
  ])('%s', (_name, expected, differences) => {
    const example = of([{ track: 'A' }], expected);
    expect(differencesOf(example, outcome)).toEqual(differences);
    // What it gives, taken as the expectation, is met, and expects no other parts.
    const taken = expectationOf(example, outcome);
    expect(differencesOf({ ...example, expect: taken }, outcome)).toEqual([]);
    expect(Object.keys(taken).sort()).toEqual(Object.keys(example.expect).sort());
  });
});

test('no grade is expected of an outcome that has none', () => {
  const example = of([{ track: 'A' }], { score: 20, tier: 'warm', grade: 'A' });
  const outcome = { score: 20, tier: 'warm', grade: null, points: {}, refused: {} };
  expect(expectationOf(example, outcome)).toEqual({ score: 20, tier: 'warm' });
});

describe('the moments of steps', () => {
  const programmes = programmesOf(`
rules:
  - { id: trial, label: Began a trial, when: { event: Trial }, points: 20, pays: every time, decay: { linear: 10 days } }
  - { id: once, label: Came, when: { event: Trial }, points: 5, pays: once }
ladder: { contactWithin: 1 hour, hysteresis: 0, tiers: [{ name: warm, from: 15 }, { name: hot, from: 40 }] }`);
  const momentsOf = (...steps: object[]) => rehearseMoments(programmes, of(steps).steps, limits.latenessMs);
  const { minuteMs, hourMs, dayMs } = limits;
  /** After the last step: a basket is abandoned, and points fade. */
  const laterMs = [30 * minuteMs, 2 * hourMs, dayMs, 7 * dayMs, 30 * dayMs, 90 * dayMs, 365 * dayMs];

  test('are each step, and then times at which nothing happens', () => {
    const moments = momentsOf(
      { track: 'Other' },
      { track: 'Trial', after: '1 hour' },
      { track: 'Trial', after: '1 day' },
    );
    expect(moments.map(({ offsetMs, step }) => [offsetMs, step])).toEqual([
      [0, 0],
      [hourMs, 1],
      [hourMs + dayMs, 2],
      ...laterMs.map((ms) => [hourMs + dayMs + ms, null]),
    ]);
    expect(moments.map(({ side: { score, tier, tierName } }) => [score, tier, tierName])).toEqual([
      [null, 0, 'none'],
      [25, 1, 'warm'],
      [43, 2, 'hot'],
      [42.916, 2, 'hot'],
      [42.666, 2, 'hot'],
      [39, 1, 'warm'],
      [15, 1, 'warm'],
      [5, 0, 'none'],
      [5, 0, 'none'],
      [5, 0, 'none'],
    ]);
    const [other, , third] = moments.map(({ side }) => side);
    expect(other).toMatchObject({ contributions: [], refusals: [] });
    expect(third?.contributions.map(({ rule, value }) => [rule, value])).toEqual([
      ['trial', 18],
      ['once', 5],
      ['trial', 20],
    ]);
    expect(third?.refusals.map(({ rule, reason }) => [rule, reason])).toEqual([
      ['once', 'already paid once'],
    ]);
  });

  test('show the latest reasons and refusals', () => {
    const times = limits.rehearsalReasonsMax + 10;
    const last = momentsOf({ track: 'Trial', times })[times - 1] as RehearsedMoment;
    const at = new Date(rehearsalStartMs + last.offsetMs).toISOString();
    const { contributions, refusals } = last.side;
    expect([contributions.length, refusals.length]).toEqual([
      limits.rehearsalReasonsMax,
      limits.rehearsalReasonsMax,
    ]);
    expect([contributions.at(-1)?.at, refusals.at(-1)?.at]).toEqual([at, at]);
  });

  test('of no step are those later times', () => {
    const moments = rehearseMoments(programmes, [], limits.latenessMs);
    expect(moments.map(({ offsetMs }) => offsetMs)).toEqual(laterMs);
  });
});
