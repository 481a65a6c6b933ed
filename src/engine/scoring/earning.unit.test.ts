/** What is earned within bounds, by tables: caps, where behaviour stops, whom a rule is for, what may stand; line by line. */
import { describe, expect, test } from 'vitest';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { evaluate } from './evaluate.ts';
import { reasonsOf, refusalsOf } from './explain.ts';
import { nobody } from './person.ts';
import { emptyState } from './profile-state.ts';

const { dayMs, hourMs } = limits;

/** Pays what the event says. */
const by = (more = '') =>
  `{ id: by, label: By so much, when: { event: By }, points: { property: n, atLeast: -100, atMost: 100 }, pays: every time${more} }`;
const lineOf = ({ rule, points, value, reason }: ReturnType<typeof reasonsOf>[number]) => [
  rule,
  points,
  value,
  reason,
];

function linesOf(life: Life) {
  const { contributions, refusals } = life.evaluation;
  return {
    paid: reasonsOf(contributions).map(lineOf),
    refused: refusalsOf(refusals).map(({ rule, reason }) => [rule, reason]),
  };
}

function earn(parts: string, ...numbers: number[]): Life {
  const life = new Life(programmesOf(parts));
  for (const n of numbers) life.wait(1).track('By', { n });
  return life;
}

describe('caps', () => {
  test.each([
    ['ever', '25 ever'],
    ['day', '25 a day'],
    ['visit', '25 a visit'],
    ['week', '25 a week'],
    ['month', '25 a month'],
  ])('%s: what meets it is cut, what comes after it is refused', (period, words) => {
    expect(linesOf(earn(`rules: [${by(`, cap: { ${period}: 25 }`)}]`, 20, 20, 20))).toEqual({
      paid: [
        ['by', 20, 20, 'every time'],
        ['by', 5, 5, `every time; 20 cut by the cap of ${words}`],
      ],
      refused: [['by', `cap: ${words}`]],
    });
  });

  test('losses are bounded from below, in words of that bound', () => {
    expect(
      linesOf(earn(`rules: [${by(', cap: { ever: { atLeast: -25, atMost: 50 } }')}]`, -20, -20, -20)),
    ).toEqual({
      paid: [
        ['by', -20, -20, 'every time'],
        ['by', -5, -5, 'every time; -20 cut by the cap of -25 ever'],
      ],
      refused: [['by', 'cap: -25 ever']],
    });
  });

  test('a sum outside its bounds is not brought back: a loss takes nothing while the sum is above, and what is worth 0 is paid', () => {
    const life = earn(`rules: [${by(', cap: { ever: { atLeast: 10, atMost: 50 } }')}]`, -5, 0, 5);
    expect(linesOf(life)).toEqual({
      paid: [
        ['by', 0, 0, 'every time'],
        ['by', 5, 5, 'every time'],
      ],
      refused: [['by', 'cap: 10 ever']],
    });
  });

  test('a cap that just fits cuts nothing', () => {
    const life = earn(`rules: [${by(', cap: { ever: 40 }')}]`, 20, 20);
    expect(linesOf(life).paid.map(([, , , reason]) => reason)).toEqual(['every time', 'every time']);
  });

  test.each([
    ['the rule before its group', ', cap: { ever: 10 }', 'cap: { ever: 20 }', '10 ever'],
    ['the group', '', 'cap: { ever: 20 }', '20 ever for Content'],
    ['the day of the group', '', 'cap: { day: 20 }', '20 a day for Content'],
  ])('%s is named as whose cap it is', (_name, own, ofGroup, words) => {
    const life = earn(
      `groups: [{ id: g, label: Content, ${ofGroup} }]\nrules: [${by(`, group: g${own}`)}]`,
      30,
      30,
    );
    expect(linesOf(life).refused).toEqual([['by', `cap: ${words}`]]);
    expect(linesOf(life).paid[0]?.[3]).toBe(`every time; 30 cut by the cap of ${words}`);
  });

  test('the programme’s cap is for everything', () => {
    const life = earn(`cap: { ever: 20 }\nrules: [${by()}]`, 30, 30);
    expect(linesOf(life).refused).toEqual([['by', 'cap: 20 ever for everything']]);
  });

  test('groups and rules do not share what is theirs alone', () => {
    const life = new Life(
      programmesOf(`
groups: [{ id: g, label: G, cap: { ever: 10 } }, { id: h, label: H, cap: { ever: 10 } }]
rules:
  - { id: a, label: A, when: { event: A }, points: 8, pays: every time, group: g }
  - { id: b, label: B, when: { event: B }, points: 8, pays: every time, group: h, cap: { ever: 7 } }
  - { id: c, label: C, when: { event: C }, points: 8, pays: every time, group: g, cap: { ever: 7 } }
`),
    );
    life.track('A').track('B').track('C');
    expect(linesOf(life).paid.map(([rule, points]) => [rule, points])).toEqual([
      ['a', 8],
      ['b', 7],
      ['c', 2],
    ]);
  });

  test('a period over, its cap begins anew', () => {
    const life = earn(`rules: [${by(', cap: { day: 10, visit: 8 }')}]`, 20)
      .wait(hourMs)
      .track('By', { n: 20 });
    life.wait(dayMs).track('By', { n: 20 });
    expect(linesOf(life).paid.map(([, points]) => points)).toEqual([8, 2, 8]);
  });

  test('in the order of time, whatever the order of arrival', () => {
    const life = new Life(programmesOf(`rules: [${by(', cap: { ever: 25 }')}]`));
    life.track('By', { n: 20 }).track('By', { n: 15 }, hourMs);
    expect(linesOf(life).paid.map(([, points]) => points)).toEqual([15, 10]);
  });

  test('at one instant, in the order of the file', () => {
    const life = new Life(
      programmesOf(`
cap: { ever: 15 }
rules:
  - { id: second, label: a, when: { event: A }, points: 10, pays: every time }
  - { id: first, label: b, when: { event: A }, points: 10, pays: every time }`),
    );
    life.track('A');
    expect(linesOf(life).paid.map(([rule, points]) => [rule, points])).toEqual([
      ['second', 10],
      ['first', 5],
    ]);
  });
});

describe('where behaviour stops earning', () => {
  test.each([
    ['at the bound it still earns, above it not', 100, [50, 50, 50, 50], [50, 50, 50], 1],
    ['losses count, and make room', 100, [100, 50, -50, 10, 1], [100, 50, -50, 10], 1],
    ['what is worth nothing is not refused', 10, [20, 0], [20, 0], 0],
    ['a bound below zero stops the first gain', -5, [10], [], 1],
    ['a bound of zero does not', 0, [10, 10], [10], 1],
  ])('%s', (_name, bound, given, paid, refused) => {
    const life = earn(`stopsAbove: ${bound}\nrules: [${by()}]`, ...given);
    expect(linesOf(life).paid.map(([, points]) => points)).toEqual(paid);
    expect(linesOf(life).refused).toEqual(
      Array.from({ length: refused }, () => ['by', `behaviour stops earning above ${bound}`]),
    );
  });

  test('a loss and a gain at the bound: what stands decides, not what was gained', () => {
    const life = earn(`stopsAbove: 100\nrules: [${by()}]`, 100, 20, -20, 5, 1);
    expect(linesOf(life).paid.map(([, points]) => points)).toEqual([100, 20, -20, 5]);
  });

  test('what has faded makes room', () => {
    const life = earn(`stopsAbove: 10\nrules: [${by(', decay: { linear: 10 days }')}]`, 20).track('By', {
      n: 20,
    });
    expect(life.score).toBe(20);
    life.wait(5 * dayMs).track('By', { n: 20 });
    expect(life.score).toBe(30);
  });
});

describe('whom a rule is for', () => {
  const parts = `
rules:
  - { id: boss, label: For bosses, when: { event: A }, points: 5, pays: every time, who: { traits: { title: Boss } } }
  - { id: all, label: For all, when: { event: A }, points: 1, pays: every time }`;

  test.each([
    [
      'Boss',
      [
        ['all', 1],
        ['boss', 5],
      ],
      [],
    ],
    ['Clerk', [['all', 1]], [['boss', 'not for this profile']]],
  ])('a %s', (title, paid, refused) => {
    const life = new Life(programmesOf(parts)).identify({ email: 'a@b.example', title }).track('A');
    expect(
      linesOf(life)
        .paid.map(([rule, points]) => [rule, points])
        .sort(),
    ).toEqual(paid);
    expect(linesOf(life).refused).toEqual(refused);
  });
});

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
      contributions: [],
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
    const life = new Life(programmesOf(parts));
    for (let index = 0; index < limits.refusalsMax + 5; index++) life.track('By', { n: 1 });
    expect(life.evaluation.refusals).toHaveLength(limits.refusalsMax);
    life.identify({ email: 'a@rival.example' });
    expect(life.evaluation.refusals).toHaveLength(limits.refusalsMax);
  });
});

test('nothing at all is no score, and nothing that changes', () => {
  const [programme] = programmesOf(`rules: [${by()}]`).programmes;
  if (programme === undefined) throw new Error('no programme');
  expect(evaluate(emptyState(), nobody, programme, 0)).toEqual({
    score: 0,
    isComputed: false,
    excludedBy: null,
    fit: null,
    countedFit: null,
    contributions: [],
    refusals: [],
    nextChangeAtMs: null,
    isFading: false,
  });
});
