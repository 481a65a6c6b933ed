/** What compilation finds in a programme, by tables: what its score depends on, which caps count, how long a rule remembers. */
import { describe, expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type CompiledProgramme, compileProgrammes, signatureNames } from './compile.ts';

const { dayMs, hourMs, minuteMs } = limits;

const programmeOf = (parts: string) => programmesOf(parts).programmes[0] as CompiledProgramme;
/** A rule; `words` are its own, and pay every time where they do not say otherwise. */
const rule = (id: string, words = 'points: 1, pays: every time') =>
  `{ id: ${id}, label: ${id}, when: { event: A }, ${words} }`;
const plain = rule('plain');
const personal = rule('personal', 'points: 1, pays: every time, who: { identity: known }');
const capped = rule('capped', 'points: 1, pays: every time, cap: { day: 5 }');
const held = rule('held', 'points: 1, pays: every time, cap: { standing: 5 }');
const grouped = rule('grouped', 'points: 1, pays: every time, group: g');
const groups = (cap: string) => `groups: [{ id: g, label: G, cap: { ${cap} } }]`;
const rules = (...of: string[]) => `rules: [${of.join(', ')}]`;
const fit = 'fit: { rules: [{ id: f, label: F, who: { identity: known }, points: 1 }] }';
const exclude = 'exclude: [{ id: x, label: X, who: { identity: anonymous } }]';

describe('what a score depends on', () => {
  test.each<[string, string, string[]]>([
    ['nothing but events', rules(plain, plain.replaceAll('plain', 'other')), []],
    ['a fit', `${rules(plain)}\n${fit}`, ['readsPerson']],
    ['who is excluded', `${rules(plain)}\n${exclude}`, ['readsPerson']],
    ['one rule of two is for certain people', rules(plain, personal), ['readsPerson']],
    ['one rule of two is capped', rules(capped, plain), ['capsEarnings']],
    ['one group is capped', `${rules(plain, grouped)}\n${groups('day: 5')}`, ['capsEarnings']],
    ['the whole is capped', `${rules(plain)}\ncap: { ever: 5 }`, ['capsEarnings']],
    ['what one rule may hold', rules(plain, held), ['capsStanding']],
    ['what a group may hold', `${rules(grouped)}\n${groups('standing: 5')}`, ['capsStanding']],
    ['what the whole may hold', `${rules(plain)}\ncap: { standing: 5 }`, ['capsStanding']],
    ['the least the whole may hold', `${rules(plain)}\nfloor: 0`, ['capsStanding']],
    ['a bound at which behaviour stops earning', `${rules(plain)}\nstopsAbove: 5`, []],
    [
      'a bound, and one rule of two for certain people',
      `${rules(plain, personal)}\nstopsAbove: 5`,
      ['freezesByPerson', 'readsPerson'],
    ],
    [
      'a cap on one rule, and another for certain people',
      rules(capped, personal),
      ['capsEarnings', 'freezesByPerson', 'readsPerson'],
    ],
    [
      'what public keys earn, and one rule of two for certain people',
      `${rules(plain, personal)}\npublicPointsPerHour: 100000`,
      ['freezesByPerson', 'readsPerson'],
    ],
    ['a cap on one rule and a fit', `${rules(capped)}\n${fit}`, ['capsEarnings', 'readsPerson']],
  ])('%s', (_name, parts, expected) => {
    const compiled = programmeOf(parts);
    const flags = ['capsEarnings', 'capsStanding', 'freezesByPerson', 'readsPerson'] as const;
    expect(flags.filter((flag) => compiled[flag])).toEqual(expected);
  });
});

/** A hundred payments of one hour reach what public keys may earn in it: 10,000 points. */
describe('that the person decides what a few payments by public keys earn', () => {
  const pays = (points: string) => rule('pays', `points: ${points}, pays: every time`);
  test.each([
    ['100', false],
    ['101', true],
    ['{ property: n, atMost: 100, otherwise: 100 }', false],
    ['{ property: n, atMost: 101 }', true],
    ['{ property: n, atMost: 1, otherwise: 101 }', true],
  ])('a rule of %s points: %s', (points, expected) => {
    expect(programmeOf(rules(pays(points), personal)).freezesByPerson).toBe(expected);
  });

  test.each([
    [100, false],
    [101, true],
  ])('a highest rung of %d points: %s', (points, expected) => {
    const counting = `count: in a visit, rungs: [{ from: 1, points: 1 }, { from: 2, points: ${points} }]`;
    expect(programmeOf(rules(rule('counting', counting), personal)).freezesByPerson).toBe(expected);
  });
});

describe('of two programmes', () => {
  const compiled = (...parts: string[]) => {
    const sources = parts.map((one, index) => ({
      programme: programmeOf(`programme: p${index}\n${one}`).programme,
      version: 'v',
    }));
    const names = sources.flatMap(({ programme }) => signatureNames(programme));
    return compileProgrammes(sources, (name) => names.indexOf(name));
  };

  test.each([
    ['none reads it', [rules(plain), rules(plain)], false],
    ['one reads it', [rules(plain), rules(personal)], true],
  ])('whether the person is read, where %s', (_name, parts, expected) => {
    expect(compiled(...parts).readsPerson).toBe(expected);
  });

  test('each knows its own signatures alone, by their ids', () => {
    const { programmes } = compiled(rules(plain), rules(personal));
    expect(programmes.map(({ signatureId }) => signatureId)).toEqual([0, 2]);
    expect(programmes.map(({ bySignatureId }) => Object.keys(bySignatureId))).toEqual([['1'], ['3']]);
  });
});

test('caps count from the rule’s own to its group’s to the programme’s to that of public keys; standing ones apart', () => {
  const own = grouped.replace('group: g', 'group: g, cap: { day: 5, standing: 9 }');
  const { rules: found } = programmeOf(`${rules(own, plain)}\n${groups('week: 10')}\ncap: { ever: 20 }`);
  const capsOf = (index: number) =>
    found[index]?.earningCaps.map(({ words, period, bounds }) => [words, period, bounds.most]);
  expect(capsOf(0)).toEqual([
    ['', 'day', 5_000],
    [' for G', 'week', 10_000],
    [' for everything', 'ever', 20_000],
    [' from public keys', 'hour', 10_000_000],
  ]);
  expect(capsOf(1)).toEqual([
    [' for everything', 'ever', 20_000],
    [' from public keys', 'hour', 10_000_000],
  ]);
});

describe('a rule', () => {
  /** A month of 31 days, in which the clocks go back by an hour. */
  const monthMs = 31 * dayMs + hourMs;
  test.each([
    ['points: 1, pays: every time', hourMs],
    ['points: 1, pays: once a visit', hourMs],
    ['points: 1, pays: once a day', monthMs],
    ['points: 1, pays: once a week', monthMs],
    ['points: 1, pays: once a month', monthMs],
    ['points: 1, pays: once a quarter', 92 * dayMs + hourMs],
    ['points: 1, pays: every time, cap: { quarter: 5 }', 92 * dayMs + hourMs],
    ['points: 1, pays: every time, cap: { visit: 5, ever: 9, standing: 7 }', hourMs],
    ['points: 1, pays: every time, cap: { day: 5 }', monthMs],
    ['points: 1, pays: every time, cap: { week: 5 }', monthMs],
    ['points: 1, pays: every time, cap: { month: 5 }', monthMs],
    ['points: 1, pays: once in 30 days', 30 * dayMs],
    ['points: 1, pays: once in 30 days, cap: { day: 5 }', monthMs],
    ['points: 1, pays: once in 40 days', 40 * dayMs],
    ['points: 1, pays: every time, coolDown: 50 days', 50 * dayMs],
    ['points: 1, pays: once in 60 days, coolDown: 50 days', 60 * dayMs],
    ['points: 1, then: { event: B }, within: 2 days', 2 * dayMs + hourMs],
    [
      'points: 1, pays: once in 40 days, unless: { event: B }, within: 30 minutes',
      40 * dayMs + 30 * minuteMs,
    ],
    ['count: in a month, rungs: [{ from: 2, points: 1 }]', hourMs],
  ])('%s: needs an award for so long', (words, expected) => {
    expect(programmeOf(rules(rule('r', words))).rules[0]?.memoryMs).toBe(expected);
  });

  test.each([
    ['points: 1, pays: every time', false],
    ['points: 1, pays: every 2nd time', true],
    ['points: 1, pays: once', false],
    ['count: ever, rungs: [{ from: 2, points: 1 }]', true],
    ['count: in a visit, rungs: [{ from: 2, points: 1 }]', false],
  ])('%s: counts for ever: %s', (words, expected) => {
    expect(programmeOf(rules(rule('r', words))).rules[0]?.countsForEver).toBe(expected);
  });

  test('is paid at its own event, a sequence at its second', () => {
    const { rules: found, bySignatureId } = programmeOf(
      rules(plain, rule('sequence', 'points: 1, then: { event: B }, within: 2 days')),
    );
    expect(found.map(({ paysAt }) => [bySignatureId[paysAt]?.of, bySignatureId[paysAt]?.role])).toEqual([
      [0, 'when'],
      [1, 'then'],
    ]);
  });

  test('has rungs where it counts', () => {
    const counting = rule('counting', 'count: in a visit, rungs: [{ from: 2, points: 0.5 }]');
    expect(programmeOf(rules(plain, counting)).rules.map(({ rungs }) => rungs)).toEqual([
      [],
      [{ from: 2, thousandths: 500 }],
    ]);
  });
});
