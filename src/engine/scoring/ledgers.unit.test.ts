/** What a rule claims, by tables: frozen awards, pairs, absences by key. */
import { describe, expect, test } from 'vitest';
import { keyOf, pointsOf, scored, type TestEvent } from '../../../test/support/awards.ts';
import type { FrozenAward } from './profile-state.ts';

describe('payments', () => {
  test.each<[string, string, Partial<FrozenAward>[], TestEvent[], number]>([
    ['several frozen as one', 'points: 2, pays: every time', [{ count: 3 }], [], 6],
    ['what was earned of them', 'points: 2, pays: every time', [{ count: 3, earned: 5_000 }], [], 5],
    ['once, from two sides', 'points: 2, pays: once', [{}, {}], [], 2],
    ['once, several as one, from two sides', 'points: 2, pays: once', [{ count: 2 }, { count: 3 }], [], 10],
    [
      'once each key, from two sides',
      'points: 2, pays: once, per: k',
      [{ key: 5 }, { key: 6 }, { key: 5 }],
      [],
      4,
    ],
    ['once a day, from two sides', 'points: 2, pays: once a day', [{}, {}], [['A', 0]], 4],
    [
      'once a visit: another visit',
      'points: 2, pays: once a visit',
      [{}],
      [
        ['A', 0],
        ['A', 1],
      ],
      4,
    ],
    [
      'once a visit: two others',
      'points: 2, pays: once a visit',
      [{}],
      [
        ['A', 0],
        ['A', 40],
      ],
      6,
    ],
    [
      'nothing of a visit’s cap is used in others',
      'points: 2, pays: every time, cap: { visit: 3 }',
      [{}],
      [
        ['A', 0],
        ['A', 40],
      ],
      6,
    ],
    [
      'nothing of a visit’s cap is used by a sealed count',
      'count: in a visit, rungs: [{ from: 1, points: 2 }], cap: { visit: 3 }',
      [{}],
      [
        ['A', 0],
        ['A', 40],
      ],
      6,
    ],
    ['an absence once', 'within: 1 hour, points: 2', [{}], [['A', 0]], 2],
    [
      'an absence cools down from when it was paid',
      'within: 1 hour, points: 2, pays: every time, coolDown: 2 hours',
      [{}],
      [
        ['A', 60],
        ['A', 119.9],
        ['A', 320],
      ],
      4,
    ],
    ['an absence of a visit is no other’s', 'within: 1 hour, points: 2, per: k', [{}], [['A', 0]], 4],
    ['two absences of visits', 'within: 1 hour, points: 2, per: k', [{}, {}], [], 4],
    [
      'an absence by key',
      'within: 1 hour, points: 2, per: k',
      [{ key: keyOf('x') }],
      [
        ['A', 0, 'x'],
        ['A', 0, 'y'],
      ],
      4,
    ],
  ])('%s', (_name, more, frozen, events, points) => {
    expect(pointsOf(more, events, frozen)).toBe(points);
  });
});

describe('pairs', () => {
  const pair = 'then: { event: B }, within: 1 hour, points: 2';

  test('a second at the very instant of a first is none of it', () => {
    const events: TestEvent[] = [
      ['A', 0],
      ['A', 70],
      ['B', 70],
    ];
    expect(pointsOf(pair, events)).toBe(0);
  });

  test.each<[string, string, TestEvent[], number]>([
    [
      'in time',
      pair,
      [
        ['A', 0],
        ['B', 60],
      ],
      2,
    ],
    [
      'too late',
      pair,
      [
        ['A', 0],
        ['B', 60.01],
      ],
      0,
    ],
    [
      'at one instant',
      pair,
      [
        ['A', 0],
        ['B', 0],
      ],
      0,
    ],
    [
      'at one instant, an earlier first',
      pair,
      [
        ['A', 0],
        ['A', 1],
        ['B', 1],
      ],
      2,
    ],
    [
      'each first once',
      pair,
      [
        ['A', 0],
        ['B', 1],
        ['B', 2],
      ],
      2,
    ],
    [
      'the earlier first for the second',
      pair,
      [
        ['A', 0],
        ['A', 1],
        ['B', 2],
        ['B', 3],
      ],
      4,
    ],
    [
      'the other way round',
      pair,
      [
        ['B', 0],
        ['A', 1],
      ],
      0,
    ],
    [
      'by key',
      `${pair}, per: k`,
      [
        ['A', 0, 'x'],
        ['A', 0, 'x'],
        ['B', 1, 'y'],
        ['B', 2, 'x'],
        ['B', 3],
      ],
      2,
    ],
  ])('%s', (_name, more, events, points) => {
    expect(pointsOf(more, events)).toBe(points);
  });
});

describe('absences', () => {
  const wait = 'unless: { event: B }, within: 1 hour, points: 2, pays: every time';
  test.each<[string, string, TestEvent[], number]>([
    [
      'each that ran out',
      wait,
      [
        ['A', 0],
        ['A', 61],
        ['A', 200],
      ],
      6,
    ],
    [
      'a new match begins again, at the bound too',
      wait,
      [
        ['A', 0],
        ['A', 60],
        ['B', 120],
      ],
      0,
    ],
    [
      'ended at the bound',
      wait,
      [
        ['A', 0],
        ['B', 60],
      ],
      0,
    ],
    [
      'ended too late',
      wait,
      [
        ['A', 0],
        ['B', 60.01],
      ],
      2,
    ],
    [
      'at one instant it is ended',
      wait,
      [
        ['A', 5],
        ['B', 5],
      ],
      0,
    ],
    [
      'by key',
      `${wait}, per: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'y'],
        ['B', 2, 'x'],
      ],
      2,
    ],
    [
      'an end without a key ends all',
      `${wait}, per: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'y'],
        ['B', 2],
      ],
      0,
    ],
    [
      'also what begins at its instant',
      `${wait}, per: k`,
      [
        ['A', 2, 'x'],
        ['B', 2],
      ],
      0,
    ],
    [
      'in whichever order they came at it',
      `${wait}, per: k`,
      [
        ['B', 2],
        ['A', 2, 'x'],
      ],
      0,
    ],
    [
      'not what begins later',
      `${wait}, per: k`,
      [
        ['A', 0, 'x'],
        ['B', 2],
        ['A', 3, 'x'],
      ],
      2,
    ],
    [
      'without a key, each visit its own',
      `${wait}, per: k`,
      [
        ['A', 0],
        ['A', 1],
        ['A', 50],
      ],
      4,
    ],
    [
      'without keys at all, an end without a key is one',
      wait,
      [
        ['A', 0],
        ['B', 1],
        ['A', 2],
      ],
      2,
    ],
  ])('%s', (_name, more, events, points) => {
    expect(pointsOf(more, events)).toBe(points);
  });

  test.each(['x', 'y'])('at one instant the lower hash is paid, whichever began again since: %s', (again) => {
    const { contributions, refusals } = scored(`${wait}, per: k, coolDown: 2 days`, [
      ['A', 0, 'x'],
      ['A', 0, 'y'],
      ['A', 300, again],
    ]);
    const hashAt = (one: { atMs: number; hash: number | null }) => [one.atMs, one.hash];
    const [atMs, paid] = hashAt(contributions[0] as (typeof contributions)[number]);
    const refused = refusals.find((one) => one.atMs === atMs)?.hash;
    expect(paid).toBeLessThan(refused as number);
  });
});
