/** Counts, by tables: by key, period and window; how many a rule may keep; and what is frozen and tallied of them. */
import { describe, expect, test } from 'vitest';
import { dayMinutes, keyOf, pointsOf, scored, type TestEvent } from '../../../test/support/awards.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { refusalsOf } from './explain.ts';
import type { FrozenAward, Tally } from './profile-state.ts';

const twice = 'rungs: [{ from: 2, points: 5 }, { from: 3, points: 8 }]';

describe('counts', () => {
  test.each<[string, string, TestEvent[], number]>([
    [
      'of a visit',
      `count: in a visit, ${twice}`,
      [
        ['A', 0],
        ['A', 1],
        ['A', 40],
        ['A', 41],
        ['A', 42],
      ],
      13,
    ],
    [
      'of a visit, by key',
      `count: in a visit, ${twice}, per: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'y'],
        ['A', 2, 'x'],
        ['A', 40, 'y'],
      ],
      5,
    ],
    [
      'of a visit, without the key',
      `count: in a visit, ${twice}, per: k`,
      [
        ['A', 0, 'x'],
        ['A', 1],
        ['A', 2],
        ['A', 40],
      ],
      5,
    ],
    [
      'of a day',
      `count: in a day, ${twice}`,
      [
        ['A', 0],
        ['A', 719],
        ['A', 720],
      ],
      5,
    ],
    [
      'of a day, by key',
      `count: in a day, ${twice}, per: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'y'],
        ['A', 100, 'x'],
        ['A', 720, 'y'],
        ['A', 721],
      ],
      5,
    ],
    [
      'of a week',
      `count: in a week, ${twice}`,
      [
        ['A', 0],
        ['A', 6 * dayMinutes],
        ['A', 7 * dayMinutes],
      ],
      5,
    ],
    [
      'of a month',
      `count: in a month, ${twice}`,
      [
        ['A', 0],
        ['A', 19 * dayMinutes],
        ['A', 20 * dayMinutes],
      ],
      5,
    ],
    [
      'of a month, not of days',
      `count: in a month, ${twice}`,
      [
        ['A', 0],
        ['A', 30 * dayMinutes],
      ],
      0,
    ],
    [
      'of a quarter',
      `count: in a quarter, ${twice}`,
      [
        ['A', 0],
        ['A', 78 * dayMinutes],
        ['A', 79 * dayMinutes],
      ],
      5,
    ],
    [
      'of a window',
      `count: in 60 minutes, ${twice}`,
      [
        ['A', 0],
        ['A', 59.9],
        ['A', 60],
        ['A', 61],
      ],
      10,
    ],
    [
      'of a window, by key',
      `count: in 60 minutes, ${twice}, per: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'y'],
        ['A', 2, 'x'],
        ['A', 3],
      ],
      5,
    ],
    [
      'of a window, its third',
      `count: in 60 minutes, ${twice}`,
      [
        ['A', 0],
        ['A', 1],
        ['A', 2],
      ],
      8,
    ],
    [
      'of a window, not those of before it',
      'count: in 60 minutes, rungs: [{ from: 3, points: 5 }]',
      [
        ['A', 0],
        ['A', 50],
        ['A', 70],
        // Two are too few: the third begins no count that would end before the last.
        ['A', 115],
        ['A', 120],
      ],
      5,
    ],
    [
      'of different values in a window, not of one that comes again',
      'count: in 60 minutes, rungs: [{ from: 2, points: 5 }], distinct: k',
      [
        ['A', 0, 'x'],
        ['A', 50, 'x'],
        ['A', 70, 'y'],
      ],
      5,
    ],
    [
      'of different values in a window, not of one from before it',
      'count: in 60 minutes, rungs: [{ from: 2, points: 5 }], distinct: k',
      [
        ['A', 0, 'x'],
        ['A', 61, 'y'],
        ['A', 100, 'y'],
        ['A', 125, 'z'],
      ],
      5,
    ],
    [
      'of a window, beyond the last rung',
      `count: in 60 minutes, ${twice}`,
      [
        ['A', 0],
        ['A', 1],
        ['A', 2],
        ['A', 3],
      ],
      8,
    ],
    [
      'different values of a window',
      `count: in 60 minutes, ${twice}, distinct: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'x'],
        ['A', 2],
        ['A', 3, 'y'],
      ],
      5,
    ],
    [
      'different values of a visit',
      `count: in a visit, ${twice}, distinct: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'x'],
        ['A', 2],
        ['A', 3, 'y'],
        ['A', 50, 'z'],
      ],
      5,
    ],
    [
      'different values of a day',
      `count: in a day, ${twice}, distinct: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'y'],
        ['A', 720, 'z'],
      ],
      5,
    ],
    [
      'for ever, by key',
      `count: ever, ${twice}, per: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'y'],
        ['A', 90_000, 'x'],
        ['A', 90_001],
      ],
      5,
    ],
  ])('%s', (_name, more, events, points) => {
    expect(pointsOf(more, events)).toBe(points);
  });

  test.each<[string, string, Partial<FrozenAward>[], Partial<Tally>[], TestEvent[], number]>([
    ['several frozen as one', `count: in a visit, ${twice}`, [{ count: 3 }], [], [], 15],
    ['what was earned of them', `count: in a visit, ${twice}`, [{ count: 3, earned: 7_000 }], [], [], 7],
    ['a rung that was removed: the last', `count: in a visit, ${twice}`, [{ rung: 9 }], [], [], 8],
    [
      'one for ever is replaced by a higher',
      `count: ever, ${twice}`,
      [{ rung: 0 }],
      [{ count: 2 }],
      [['A', 0]],
      8,
    ],
    [
      'not by the same',
      `count: ever, rungs: [{ from: 2, points: 5 }, { from: 9, points: 8 }]`,
      [{ rung: 0 }],
      [{ count: 2 }],
      [['A', 0]],
      5,
    ],
    ['nor beyond the last', `count: ever, ${twice}`, [{ rung: 1 }], [{ count: 3 }], [['A', 0]], 8],
    ['a tally alone', `count: ever, ${twice}`, [], [{ count: 1 }], [['A', 0]], 5],
    ['several rungs at once', `count: ever, ${twice}`, [], [{ count: 7 }], [['A', 0]], 8],
    [
      'values not there are tallied as none',
      `count: ever, ${twice}, distinct: k`,
      [],
      [{ key: 0, count: 7 }],
      [['A', 0, 'x']],
      0,
    ],
    [
      'another visit than the frozen one',
      `count: in a visit, ${twice}`,
      [{}],
      [],
      [
        ['A', 0],
        ['A', 1],
      ],
      10,
    ],
  ])('frozen: %s', (_name, more, frozen, tallies, events, points) => {
    expect(pointsOf(more, events, frozen, tallies)).toBe(points);
  });

  test('one for ever stays as it was earned while no higher is reached', () => {
    const more = 'count: ever, rungs: [{ from: 2, points: 5 }, { from: 9, points: 8 }]';
    const { contributions } = scored(more, [['A', 0]], [{ rung: 0, hash: 77, atMs: 5 }], [{ count: 2 }]);
    expect(contributions).toMatchObject([{ hash: 77, atMs: 5, rung: 0 }]);
  });

  test('a count is said by the rung it reached', () => {
    const reasonsAt = (...minutes: number[]) =>
      scored(
        `count: in a visit, ${twice}`,
        minutes.map((minute) => ['A', minute]),
      ).contributions.map(({ reason }) => reason);
    expect(reasonsAt(0, 1)).toEqual(['2 in one visit']);
    expect(reasonsAt(0, 1, 2)).toEqual(['3 in one visit']);
  });

  test('a value tallied is not another', () => {
    const tallies = [{ key: keyOf('x') }];
    expect(pointsOf(`count: ever, ${twice}, distinct: k`, [['A', 0, 'x']], [], tallies)).toBe(0);
    expect(pointsOf(`count: ever, ${twice}, distinct: k`, [['A', 0, 'y']], [], tallies)).toBe(5);
    expect(pointsOf(`count: ever, ${twice}, per: k`, [['A', 0, 'x']], [], tallies)).toBe(5);
    expect(pointsOf(`count: ever, ${twice}, per: k`, [['A', 0, 'y']], [], tallies)).toBe(0);
  });
});

test('a contribution has the key of its match', () => {
  const { contributions } = scored('points: 1, pays: once, per: k', [['A', 0, 'x']]);
  expect(contributions.map(({ key }) => key)).toEqual([keyOf('x')]);
});

describe('bounds', () => {
  const many = (length: number): TestEvent[] => Array.from({ length }, (_, index) => ['A', 0, `k${index}`]);

  test.each([
    [
      'counts',
      'count: ever, rungs: [{ from: 1, points: 1 }], per: k',
      limits.groupsPerRuleMax,
      `limit: ${limits.groupsPerRuleMax} counts of this rule`,
    ],
    [
      'payments once',
      'points: 1, pays: once, per: k',
      limits.ruleKeysMax,
      `limit: ${limits.ruleKeysMax} payments of this rule`,
    ],
  ])('%s', (_name, more, max, reason) => {
    const { score, refusals } = scored(more, many(max + limits.refusalsMax + 1));
    expect(score).toBe(max * 1_000);
    expect(refusals).toHaveLength(limits.refusalsMax);
    expect(new Set(refusalsOf(refusals).map((one) => one.reason))).toEqual(new Set([reason]));
  });

  test('what is frozen counts among what is paid once', () => {
    const frozen = [{ key: 1 }, { key: 2 }];
    const { score } = scored('points: 1, pays: once, per: k', many(limits.ruleKeysMax), frozen);
    expect(score).toBe(limits.ruleKeysMax * 1_000);
  });

  test('a count that has its claim may still rise', () => {
    const events: TestEvent[] = [
      ['A', -1, 'k0'],
      ...many(limits.groupsPerRuleMax).slice(1),
      ['A', 1, 'k0'],
      ['A', 2, 'k1'],
    ];
    const { score, refusals } = scored(
      'count: ever, rungs: [{ from: 1, points: 1 }, { from: 2, points: 3 }], per: k',
      events,
    );
    expect([score, refusals]).toEqual([(limits.groupsPerRuleMax + 4) * 1_000, []]);
  });

  test('payments each time have none', () => {
    const { score, refusals } = scored('points: 1, pays: every time', many(limits.ruleKeysMax + 5));
    expect([score, refusals]).toEqual([(limits.ruleKeysMax + 5) * 1_000, []]);
  });

  test('nor have those once a day, of a key', () => {
    expect(pointsOf('points: 1, pays: once a day, per: k', many(limits.ruleKeysMax + 5))).toBe(
      limits.ruleKeysMax + 5,
    );
  });
});
