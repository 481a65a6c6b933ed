/** What may stand, by tables: of a rule, a group and the whole; fit beside it; and profiles that are excluded. */
import { describe, expect, test } from 'vitest';
import { by, earn, lineOf, linesOf } from '../../../test/support/earning.ts';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { plainly } from '../../../test/support/plain-evaluation.ts';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { evaluate } from './evaluate.ts';
import { reasonsOf, refusalsOf } from './explain.ts';
import { nobody } from './person.ts';
import { toThousandths } from './points.ts';
import { emptyState } from './profile-state.ts';
import { recognise } from './recognise.ts';

describe('what may stand', () => {
  test.each([
    ['a rule', `rules: [${by(', cap: { standing: 25 }')}]`, [20, 20], 25, ['by', -15, 'Cap of By so much']],
    [
      'a rule, from below',
      `rules: [${by(', cap: { standing: { atLeast: -5 } }')}]`,
      [-20],
      -5,
      ['by', 15, 'Cap of By so much'],
    ],
    [
      'a group',
      `groups: [{ id: g, label: Content, cap: { standing: 25 } }]\nrules: [${by(', group: g')}]`,
      [20, 20],
      25,
      ['g', -15, 'Cap of Content'],
    ],
    [
      'the programme',
      `cap: { standing: 25 }\nrules: [${by()}]`,
      [20, 20],
      25,
      ['programme', -15, 'Cap of the programme'],
    ],
    ['the floor', `floor: -3\nrules: [${by()}]`, [-20], -3, ['programme', 17, 'Cap of the programme']],
    [
      'the floor, above the least that may stand',
      `floor: -3\ncap: { standing: { atLeast: -10, atMost: 5 } }\nrules: [${by()}]`,
      [-20],
      -3,
      ['programme', 17, 'Cap of the programme'],
    ],
    [
      'the least that may stand, above the floor',
      `floor: -10\ncap: { standing: { atLeast: -3, atMost: 5 } }\nrules: [${by()}]`,
      [-20],
      -3,
      ['programme', 17, 'Cap of the programme'],
    ],
    [
      'the most, beside a floor',
      `floor: -10\ncap: { standing: { atLeast: -3, atMost: 5 } }\nrules: [${by()}]`,
      [20],
      5,
      ['programme', -15, 'Cap of the programme'],
    ],
  ])('%s: the difference is a line of its own', (_name, parts, given, score, [rule, value, label]) => {
    const life = earn(parts, ...given);
    expect(life.score).toBe(score);
    const caps = life.evaluation.contributions.filter(({ kind }) => kind === 'cap');
    expect(reasonsOf(caps)).toMatchObject([
      {
        rule,
        label,
        value,
        points: value,
        event: null,
        reason: (value as number) < 0 ? 'more may not stand' : 'less may not stand',
      },
    ]);
  });

  test('what stands exactly at its bound has no line', () => {
    expect(linesOf(earn(`rules: [${by(', cap: { standing: 25 }')}]`, 25)).paid).toHaveLength(1);
  });

  test('a group without a cap adds up beside rules without a group', () => {
    const life = new Life(
      programmesOf(`
cap: { standing: 100 }
groups: [{ id: g, label: G, cap: { standing: 3 } }, { id: h, label: H, cap: { day: 50 } }]
rules:
  - { id: a, label: A, when: { event: A }, points: 5, pays: every time, group: g }
  - { id: b, label: B, when: { event: A }, points: 7, pays: every time, group: h }
  - { id: c, label: C, when: { event: A }, points: 11, pays: every time }
  - { id: d, label: D, when: { event: D }, points: 11, pays: every time }`),
    );
    expect(life.track('A').score).toBe(21);
    expect(life.track('A').score).toBe(39);
  });

  const floored = `
floor: 5
fit: { rules: [{ id: f, label: Fits, who: { traits: { title: Boss } }, points: -2 }] }
rules: [${by()}]`;

  test('a floor holds nothing up where nothing was earned and no fit is known', () => {
    expect(new Life(programmesOf(floored)).score).toBe(0);
    expect(new Life(programmesOf(floored)).track('Other').evaluation.isComputed).toBe(false);
  });

  test.each([
    ['what was earned', new Life(programmesOf(floored)).track('By', { n: 1 })],
    ['a fit alone', new Life(programmesOf(floored)).identify({ email: 'a@b.example', title: 'Boss' })],
  ])('and does where there is %s', (_name, life) => {
    expect(life.evaluation).toMatchObject({ score: 5_000, isComputed: true });
  });
});

describe('fit', () => {
  const fitting = (more: string) => `
fit:
  rules:
    - { id: boss, label: Decides, who: { traits: { title: Boss } }, points: 15 }
    - { id: known, label: Known, who: { identity: known }, points: 10 }
${more}
rules: [${by()}]
resets: [{ id: gone, label: Gone, when: { event: Gone }, to: zero }, { id: back, label: Back, when: { event: Back }, to: fit }]`;
  const boss = (more = '') =>
    new Life(programmesOf(fitting(more))).identify({ email: 'a@b.example', title: 'Boss' });

  test('each rule that holds is a line', () => {
    const { contributions, score, fit: found, countedFit } = boss().evaluation;
    expect(reasonsOf(contributions).map(lineOf)).toEqual([
      ['boss', 15, 15, 'by what is known now'],
      ['known', 10, 10, 'by what is known now'],
    ]);
    expect(contributions.map(({ kind }) => kind)).toEqual(['fit', 'fit']);
    expect([score, found, countedFit]).toMatchObject([25_000, { capped: 0 }, { thousandths: 25_000 }]);
  });

  test.each([
    ['  cap: { atMost: 20 }', 20, -5],
    ['  cap: { atLeast: 30 }', 30, 5],
    ['  cap: { atLeast: 1, atMost: 100 }', 25, 0],
  ])('its cap (%s) is a line too', (cap, score, capped) => {
    const life = boss(cap);
    expect(life.score).toBe(score);
    const lines = life.evaluation.contributions.filter(({ kind }) => kind === 'cap');
    expect(reasonsOf(lines).map((one) => [one.rule, one.label, one.value, one.reason])).toEqual(
      capped === 0 ? [] : [['fit', 'Cap of the fit', capped, 'cap of the fit']],
    );
  });

  test('not counted, it is known and no part of the score', () => {
    const { score, fit: found, contributions } = boss('  counts: false').evaluation;
    expect([score, found?.thousandths, contributions]).toEqual([0, 25_000, []]);
  });

  test('a reset to zero takes it too, one to the fit gives it back', () => {
    const life = boss().track('By', { n: 3 });
    expect(life.track('Gone').evaluation).toMatchObject({ score: 0, countedFit: null, contributions: [] });
    expect(refusalsOf(life.evaluation.refusals).map(({ reason }) => reason)).toEqual([
      'taken back by "Gone"',
    ]);
    life.wait(1);
    expect(life.track('Back').score).toBe(25);
  });

  test.each([
    [{ title: 'Boss' }, 'A'],
    [{ title: 'Clerk' }, 'C'],
  ])('a grade of what is known (%o)', (traits, grade) => {
    const life = new Life(programmesOf(fitting('  grades: { A: 25, B: 11, C: 10 }')));
    expect(life.evaluation.fit?.grade).toBe(null);
    expect(life.identify({ email: 'a@b.example', ...traits }).evaluation.fit?.grade).toBe(grade);
  });
});

describe('an excluded profile', () => {
  const parts = `
exclude: [{ id: rival, label: A rival, who: { emailDomain: rival.example } }]
rules: [${by()}, { id: once, label: Once, when: { event: By }, points: 1, pays: once }]`;

  test('scores nothing, and every refusal says why, after those it has anyway', () => {
    const life = new Life(programmesOf(parts)).identify({ email: 'a@rival.example' });
    life.track('By', { n: 5 }).wait(1).track('By', { n: 6 });
    expect(life.evaluation).toMatchObject({
      score: 0,
      isComputed: true,
      excludedBy: { id: 'rival' },
      countedFit: null,
      ...{ contributions: [], payments: [], lines: [], paid: [] },
      nextChangeAtMs: null,
      isFading: false,
    });
    expect(refusalsOf(life.evaluation.refusals).map(({ rule, reason }) => [rule, reason])).toEqual([
      ['once', 'already paid once'],
      ['by', 'excluded: A rival'],
      ['by', 'excluded: A rival'],
      ['once', 'excluded: A rival'],
    ]);
  });

  test('refusals are bounded, excluded or not', () => {
    const again = '{ id: again, label: Again, when: { event: By }, points: 1, pays: once }';
    const programmes = programmesOf(parts.replace('rules: [', `rules: [${again}, `));
    const [programme] = programmes.programmes;
    if (programme === undefined) throw new Error('no programme');
    const matchedEvents = Array.from({ length: limits.refusalsMax }, (_, index) =>
      recognise(
        programmes,
        scovilleEvent({ messageId: `${index}`, atMs: index, type: 'track', event: 'By' }),
      ),
    );
    for (const email of ['a@b.example', 'a@rival.example']) {
      const person = { ...nobody, email };
      expect(evaluate({ ...emptyState(), matchedEvents }, person, programme, 1_000).refusals).toHaveLength(
        limits.refusalsMax,
      );
    }
  });
});

test('nothing at all is no score, and nothing that changes', () => {
  const [programme] = programmesOf(`rules: [${by()}]`).programmes;
  if (programme === undefined) throw new Error('no programme');
  expect(plainly(evaluate(emptyState(), nobody, programme, 0))).toEqual({
    atMs: 0,
    score: 0,
    isComputed: false,
    excludedBy: null,
    fit: null,
    countedFit: null,
    contributions: [],
    payments: [],
    lines: [],
    paid: [],
    refusals: [],
    nextChangeAtMs: null,
    isFading: false,
  });
});

test.each([
  [0.0004, 0],
  [-0.0004, 0],
  [0.0005, 1],
  [-0.0005, -1],
  [-2.5, -2_500],
])('%d points are %d thousandths', (points, thousandths) => {
  expect(toThousandths(points)).toBe(thousandths);
});
