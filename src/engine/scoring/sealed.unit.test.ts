/** A sealed state, by tables: what is frozen and tallied in it, and that later events come to the same score. */
import { describe, expect, test } from 'vitest';
import { mondayNoonMs as nowMs } from '../../../test/support/programme.ts';
import { every, fold, horizonMs, rule, sealed, type TestEvent } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { evaluate } from './evaluate.ts';
import { gather } from './gather.ts';
import { tierOf } from './ladder.ts';
import { nobody } from './person.ts';
import { sealOld } from './seal.ts';

const { dayMs, hourMs } = limits;

describe('what is frozen', () => {
  const frozenOf = (parts: string, events: readonly TestEvent[]) =>
    sealed(parts, events).after.frozenAwards.map(({ rung, count, earned }) => [rung, count, earned]);

  test.each<[string, string, TestEvent[], unknown[]]>([
    ['a fixed worth needs no number', every, [['A', dayMs]], [[0, 1, null]]],
    [
      'a worth by the event is kept',
      `rules: [${rule('A', 'points: { property: n, atMost: 100 }, pays: every time')}]`,
      [['A', dayMs, { n: 3 }]],
      [[0, 1, 3_000]],
    ],
    [
      'what a cap cut is kept',
      `cap: { ever: 15 }\n${every}`,
      [
        ['A', 2 * dayMs],
        ['A', dayMs],
      ],
      [
        [0, 1, null],
        [0, 1, 5_000],
      ],
    ],
    [
      'what a cap refused is remembered as paid',
      `cap: { ever: 10 }\n${every}`,
      [
        ['A', 2 * dayMs],
        ['A', dayMs],
      ],
      [
        [0, 1, null],
        [0, 0, null],
      ],
    ],
    [
      'an event that was worth nothing is a payment, whatever one without a number is worth',
      `rules: [${rule('A', 'points: { property: n, otherwise: 1, atMost: 9 }, pays: every time')}]`,
      [['A', dayMs, { n: 0 }]],
      [[0, 1, 0]],
    ],
    [
      'rungs',
      `rules: [${rule('A', 'count: in a visit, rungs: [{ from: 1, points: 5 }, { from: 2, points: 7 }]')}]`,
      [
        ['A', dayMs],
        ['A', dayMs - 1],
      ],
      [[1, 1, null]],
    ],
    [
      'a count for ever',
      `rules: [${rule('A', 'count: ever, rungs: [{ from: 1, points: 5 }, { from: 2, points: 7 }]')}]`,
      [
        ['A', dayMs],
        ['A', -hourMs],
      ],
      [[0, 1, null]],
    ],
    [
      'what a reset took back is not, the reset is',
      `${every}\nresets: [{ id: r, label: r, when: { event: R }, to: zero }]`,
      [
        ['A', 2 * dayMs],
        ['R', dayMs],
      ],
      [[0, 1, null]],
    ],
    [
      'only what goes',
      every,
      [
        ['A', 2 * dayMs],
        ['A', 0],
      ],
      [[0, 1, null]],
    ],
  ])('%s', (_name, parts, events, frozen) => {
    expect(frozenOf(parts, events)).toEqual(frozen);
  });

  test('of another programme, it stays as it was', () => {
    const { after, programme } = sealed(every, [['A', dayMs]]);
    const foreign = { signatureId: 99, rung: 0, key: 0, atMs: 1, hash: 1, count: 1, earned: 5 };
    const tally = { signatureId: 99, key: 0, count: 3, sinceMs: 0 };
    const state = {
      ...after,
      matchedEvents: [{ hash: 5, atMs: horizonMs - dayMs, matches: [] }],
      frozenAwards: [...after.frozenAwards, foreign],
      tallies: [tally],
    };
    const next = sealOld(state, nobody, [programme], horizonMs, nowMs);
    expect(next.frozenAwards).toContainEqual(foreign);
    expect(next.frozenAwards).toHaveLength(2);
    expect(next.tallies).toEqual([tally]);
  });
});

describe('what is tallied', () => {
  test.each<[string, string, TestEvent[], unknown[]]>([
    ['nothing of a rule that pays each time', every, [['A', dayMs]], []],
    [
      'every third time',
      `rules: [${rule('A', 'points: 1, pays: every 3rd time')}]`,
      [
        ['A', 2 * dayMs],
        ['A', dayMs],
        ['A', 0],
      ],
      [2],
    ],
    [
      'a count for ever',
      `rules: [${rule('A', 'count: ever, rungs: [{ from: 2, points: 1 }]')}]`,
      [['A', dayMs]],
      [1],
    ],
    [
      'each key by itself',
      `rules: [${rule('A', 'count: ever, rungs: [{ from: 2, points: 1 }], per: k')}]`,
      [
        ['A', 3 * dayMs, { k: 'a' }],
        ['A', 2 * dayMs, { k: 'a' }],
        ['A', dayMs, { k: 'b' }],
      ],
      [2, 1],
    ],
    [
      'not what came before a reset or with it',
      `rules: [${rule('A', 'points: 1, pays: every 3rd time')}]\nresets: [{ id: r, label: r, when: { event: R }, to: zero }]`,
      [
        ['A', 3 * dayMs],
        ['A', 2 * dayMs],
        ['R', 2 * dayMs],
        ['A', dayMs],
      ],
      [1],
    ],
  ])('%s', (_name, parts, events, counts) => {
    expect(sealed(parts, events).after.tallies.map(({ count }) => count)).toEqual(counts);
  });

  test('a second sealing adds up', () => {
    const { programmes, programme, after } = sealed(
      `rules: [${rule('A', 'points: 1, pays: every 3rd time')}]`,
      [
        ['A', 3 * dayMs],
        ['A', 2 * dayMs],
      ],
    );
    const more = fold(programmes, [['A', dayMs]], after);
    const twice = sealOld(more, nobody, [programme], horizonMs, nowMs);
    expect(twice.tallies.map(({ count }) => count)).toEqual([3]);
    // The award, and the mark of what was sealed before and had paid nothing yet.
    expect(twice.frozenAwards.map(({ signatureId }) => signatureId)).toEqual([
      programme.signatureId,
      programme.rules[0]?.signatureId,
    ]);
  });

  test('a score of 0 stays computed, and stays on a ladder that begins at 0', () => {
    const { programme, before, after, scoreOf } = sealed(
      `rules: [${rule('A', 'points: 1, pays: every 3rd time')}]\nladder: { contactWithin: 24 hours, tiers: [{ name: cold, from: 0 }] }`,
      [['A', 2 * dayMs]],
    );
    expect(after.matchedEvents).toEqual([]);
    for (const state of [before, after]) {
      const evaluation = evaluate(state, nobody, programme, nowMs);
      expect(evaluation).toMatchObject({ isComputed: true, score: 0 });
      expect(tierOf(programme.programme.ladder, evaluation)).toBe(1);
    }
    expect(scoreOf(after)).toBe(0);
  });
});

describe('after it', () => {
  const reset =
    'resets: [{ id: r, label: r, when: { event: R }, to: zero }, { id: f, label: f, when: { event: F }, to: fit }]';

  test.each<[string, string, TestEvent[], TestEvent[], number]>([
    [
      'what is paid once is paid once',
      `rules: [${rule('A', 'points: 10, pays: once')}]`,
      [['A', dayMs]],
      [['A', -dayMs]],
      10,
    ],
    [
      'per key',
      `rules: [${rule('A', 'points: 10, pays: once, per: k')}]`,
      [['A', dayMs, { k: 'a' }]],
      [
        ['A', -dayMs, { k: 'a' }],
        ['A', -dayMs, { k: 'b' }],
      ],
      20,
    ],
    [
      'once a month',
      `rules: [${rule('A', 'points: 10, pays: once a month')}]`,
      [['A', dayMs]],
      [['A', -dayMs]],
      10,
    ],
    [
      'once in ten days',
      `rules: [${rule('A', 'points: 10, pays: once in 10 days')}]`,
      [['A', 5 * dayMs]],
      [
        ['A', -5 * dayMs + 1],
        ['A', -5 * dayMs],
      ],
      20,
    ],
    [
      'once a visit',
      `rules: [${rule('A', 'points: 10, pays: once a visit')}]`,
      [['A', dayMs]],
      [
        ['A', 0],
        ['A', -1],
      ],
      20,
    ],
    [
      'a cool-down goes on',
      `rules: [${rule('A', 'points: 10, pays: every time, coolDown: 3 days')}]`,
      [['A', dayMs]],
      [
        ['A', -2 * dayMs + 1],
        ['A', -2 * dayMs],
      ],
      20,
    ],
    [
      'every third time',
      `rules: [${rule('A', 'points: 10, pays: every 3rd time')}]`,
      [
        ['A', 3 * dayMs],
        ['A', 2 * dayMs],
      ],
      [['A', -dayMs]],
      10,
    ],
    [
      'a count goes on',
      `rules: [${rule('A', 'count: ever, rungs: [{ from: 1, points: 1 }, { from: 3, points: 10 }]')}]`,
      [
        ['A', 3 * dayMs],
        ['A', 2 * dayMs],
      ],
      [['A', -dayMs]],
      10,
    ],
    [
      'different values',
      `rules: [${rule('A', 'count: ever, distinct: k, rungs: [{ from: 2, points: 10 }]')}]`,
      [['A', dayMs, { k: 'a' }]],
      [['A', -dayMs, { k: 'a' }]],
      0,
    ],
    [
      'another value',
      `rules: [${rule('A', 'count: ever, distinct: k, rungs: [{ from: 2, points: 10 }]')}]`,
      [['A', dayMs, { k: 'a' }]],
      [['A', -dayMs, { k: 'b' }]],
      10,
    ],
    [
      'a cap goes on',
      `rules: [${rule('A', 'points: 10, pays: every time, cap: { ever: 15 }')}]`,
      [['A', dayMs]],
      [['A', -dayMs]],
      15,
    ],
    [
      'a visit’s cap does not',
      `rules: [${rule('A', 'points: 10, pays: every time, cap: { visit: 15 }')}]`,
      [
        ['A', 2 * dayMs],
        ['A', dayMs],
      ],
      [
        ['A', 0],
        ['A', -1],
      ],
      35,
    ],
    [
      'a reset takes back what is frozen',
      `${every}\n${reset}`,
      [['A', dayMs]],
      [
        ['R', -dayMs],
        ['A', -2 * dayMs],
      ],
      10,
    ],
    [
      'a frozen reset stays',
      `${every}\n${reset}`,
      [
        ['A', 2 * dayMs],
        ['R', dayMs],
      ],
      [['A', -dayMs]],
      10,
    ],
    [
      'of two frozen the later counts',
      `fit: { rules: [{ id: n, label: n, who: { identity: anonymous }, points: 5 }] }\n${every}\n${reset}`,
      [
        ['R', 2 * dayMs],
        ['F', dayMs],
      ],
      [['A', -dayMs]],
      15,
    ],
    [
      'and the other way round',
      `fit: { rules: [{ id: n, label: n, who: { identity: anonymous }, points: 5 }] }\n${every}\n${reset}`,
      [
        ['F', 2 * dayMs],
        ['R', dayMs],
      ],
      [['A', -dayMs]],
      10,
    ],
    [
      'an absence paid once',
      `rules: [${rule('A', 'unless: { event: B }, within: 1 hour, points: 10')}]`,
      [['A', dayMs]],
      [['A', -dayMs]],
      10,
    ],
    [
      'a pair paid once a month',
      `rules: [${rule('A', 'then: { event: B }, within: 1 hour, points: 10, pays: once a month')}]`,
      [
        ['A', dayMs],
        ['B', dayMs - 1],
      ],
      [
        ['A', -dayMs],
        ['B', -dayMs - 1],
      ],
      10,
    ],
  ])('%s', (_name, parts, old, arriving, score) => {
    const { programmes, after, scoreOf } = sealed(parts, old);
    expect(after.matchedEvents).toEqual([]);
    expect(scoreOf(fold(programmes, arriving, after))).toBe(score * 1_000);
    expect(scoreOf(fold(programmes, [...old, ...arriving]))).toBe(score * 1_000);
  });
});

describe('what a sealed state says', () => {
  test('a payment of it is of no visit: each of those is sealed whole', () => {
    const { programme, after } = sealed(every, [['A', dayMs]]);
    expect(gather(after, programme, nowMs).awards.map(({ visit }) => visit)).toEqual([-1]);
  });

  test.each<[string, string, number]>([
    ['what a cap refused is no line', `cap: { ever: 10 }\n${every}`, 1],
    ['what is worth nothing is', `rules: [${rule('A', 'points: 0, pays: every time')}]`, 2],
  ])('%s', (_name, parts, lines) => {
    const { programme, after } = sealed(parts, [
      ['A', 2 * dayMs],
      ['A', dayMs],
    ]);
    expect(after.frozenAwards).toHaveLength(2);
    expect(evaluate(after, nobody, programme, nowMs).contributions).toHaveLength(lines);
  });

  test('where nothing is bounded, what a rule for certain people would pay is kept for any person', () => {
    const { programme, after } = sealed(
      `rules: [${rule('A', 'points: 10, pays: every time, who: { traits: { title: Boss } }')}]`,
      [['A', dayMs]],
    );
    const boss = { ...nobody, traits: { title: 'Boss' } };
    expect(evaluate(after, boss, programme, nowMs).score).toBe(10_000);
    expect(evaluate(after, nobody, programme, nowMs).score).toBe(0);
  });
});
