/** Sealing, by tables: which matched events go, and that the score stays. */
import { describe, expect, test } from 'vitest';
import { mondayNoonMs as nowMs, programmesOf } from '../../../test/support/programme.ts';
import { every, fold, horizonMs, rule, sealed, type TestEvent } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type CompiledProgramme, compileProgrammes, signatureNames } from './compile.ts';
import { nobody } from './person.ts';
import type { ProfileState } from './profile-state.ts';
import { sealOld } from './seal.ts';

const { dayMs, hourMs, minuteMs } = limits;
const reset = 'resets: [{ id: r, label: r, when: { event: R }, to: zero }]';

/** Several programmes of one installation. */
function programmesOfAll(...parts: string[]) {
  const all = parts.map((one) => (programmesOf(one).programmes[0] as CompiledProgramme).programme);
  const signatureIds = new Map(all.flatMap(signatureNames).map((name, index) => [name, index + 1]));
  return compileProgrammes(
    all.map((programme) => ({ programme, version: 'v' })),
    (name) => signatureIds.get(name) as number,
  );
}

describe('what goes', () => {
  test.each<[string, string, TestEvent[], number]>([
    ['a visit that ended long ago', every, [['A', dayMs]], 0],
    ['one that ended exactly at the horizon', every, [['A', 30 * minuteMs]], 0],
    ['not one that may still go on', every, [['A', 30 * minuteMs - 1]], 1],
    ['not what is younger than the horizon', every, [['A', 0]], 1],
    [
      'not one that went on past the horizon',
      every,
      [
        ['A', dayMs],
        ['A', 10 * minuteMs],
        ['A', -5 * minuteMs],
      ],
      2,
    ],
    [
      'one visit, not the next',
      every,
      [
        ['A', 40 * minuteMs],
        ['A', 10 * minuteMs],
      ],
      1,
    ],
    [
      'all of a visit or none',
      every,
      [
        ['A', 50 * minuteMs],
        ['A', 25 * minuteMs],
      ],
      2,
    ],
    [
      'not what a rolling window may still count',
      `rules: [${rule('A', 'count: in 7 days, rungs: [{ from: 2, points: 5 }]')}]`,
      [['A', 7 * dayMs - 1]],
      1,
    ],
    [
      'what it counts no more',
      `rules: [${rule('A', 'count: in 7 days, rungs: [{ from: 2, points: 5 }]')}]`,
      [['A', 7 * dayMs]],
      0,
    ],
    [
      'a rolling group that is over',
      `rules: [${rule('A', 'count: in 7 days, rungs: [{ from: 2, points: 5 }]')}]`,
      [
        ['A', 8 * dayMs],
        ['A', 7 * dayMs],
      ],
      0,
    ],
    [
      'a rolling group that is over, though its last is younger',
      `rules: [${rule('A', 'count: in 7 days, rungs: [{ from: 2, points: 5 }]')}]`,
      [
        ['A', 7 * dayMs],
        ['A', 6 * dayMs],
      ],
      0,
    ],
    [
      'not a group that may be joined',
      `rules: [${rule('A', 'count: in 7 days, rungs: [{ from: 2, points: 5 }]')}]`,
      [
        ['A', 7 * dayMs - 1],
        ['A', 6 * dayMs],
      ],
      2,
    ],
    [
      'not the month of the horizon',
      `rules: [${rule('A', 'count: in a month, rungs: [{ from: 2, points: 5 }]')}]`,
      [['A', dayMs]],
      1,
    ],
    [
      'not the day whose last visit goes on',
      `rules: [${rule('A', 'count: in a day, rungs: [{ from: 2, points: 5 }]')}]\ntimeZone: Pacific/Auckland\nvisit: { endsAfter: 2 hours }`,
      [
        // The horizon is 1:00 there.
        ['A', 12 * hourMs],
        ['A', 1.5 * hourMs],
      ],
      2,
    ],
    [
      'the month before it',
      `rules: [${rule('A', 'count: in a month, rungs: [{ from: 2, points: 5 }]')}]`,
      [['A', 10 * dayMs]],
      0,
    ],
    [
      'a count in a visit',
      `rules: [${rule('A', 'count: in a visit, rungs: [{ from: 2, points: 5 }]')}]`,
      [['A', dayMs]],
      0,
    ],
    [
      'a count for ever',
      `rules: [${rule('A', 'count: ever, rungs: [{ from: 2, points: 5 }]')}]`,
      [['A', dayMs]],
      0,
    ],
    [
      'not a first that still waits',
      `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5')}]`,
      [['A', 2 * dayMs]],
      1,
    ],
    [
      'a first that waits no more',
      `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5')}]`,
      [['A', 2 * dayMs + 1]],
      0,
    ],
    [
      'a pair',
      `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5')}]`,
      [
        ['A', 2 * dayMs],
        ['B', dayMs],
      ],
      0,
    ],
    [
      'not half a pair',
      `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5')}]`,
      [
        ['A', dayMs],
        ['B', -hourMs],
      ],
      2,
    ],
    [
      'not half a pair whose other half is where the horizon is',
      `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5')}]`,
      [
        ['A', dayMs],
        ['B', 0],
      ],
      2,
    ],
    [
      'a pair, not the next first',
      `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5')}]`,
      [
        ['A', 5 * dayMs],
        ['B', 4 * dayMs],
        ['A', dayMs],
      ],
      1,
    ],
    [
      'not an absence that waits',
      `rules: [${rule('A', 'unless: { event: B }, within: 2 days, points: 5')}]`,
      [['A', 2 * dayMs]],
      1,
    ],
    [
      'one that is over',
      `rules: [${rule('A', 'unless: { event: B }, within: 2 days, points: 5')}]`,
      [['A', 2 * dayMs + 1]],
      0,
    ],
    [
      'one called off',
      `rules: [${rule('A', 'unless: { event: B }, within: 2 days, points: 5')}]`,
      [
        ['A', 2 * dayMs],
        ['B', dayMs],
      ],
      0,
    ],
    [
      'a first before a reset',
      `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5')}]\nresets: [{ id: r, label: r, when: { event: R }, to: zero }]`,
      [
        ['A', 2 * dayMs],
        ['R', dayMs],
      ],
      0,
    ],
    [
      'a first at the instant of a reset',
      `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5')}]\nresets: [{ id: r, label: r, when: { event: R }, to: zero }]`,
      [
        ['A', dayMs],
        ['R', dayMs],
      ],
      0,
    ],
    [
      'not a first after a reset',
      `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5')}]\nresets: [{ id: r, label: r, when: { event: R }, to: zero }]`,
      [
        ['R', 2 * dayMs],
        ['A', dayMs],
      ],
      1,
    ],
    [
      'clicks taken back, which are no firsts',
      `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5, per: k')}]
suspiciousClicks: { rules: [a], message: m, links: 2, within: 10 seconds, confirmedBy: [{ when: { event: S } }], confirmWithin: 1 hour }`,
      [
        ['A', 5 * dayMs, { m: 'm', k: 'x' }],
        ['A', dayMs, { m: 'n', k: 'y' }],
        ['A', dayMs - 1, { m: 'n', k: 'z' }],
      ],
      0,
    ],
    [
      'what a window counted before a reset',
      `rules: [${rule('A', 'count: in 7 days, rungs: [{ from: 2, points: 5 }]')}]\n${reset}`,
      [
        ['A', 3 * dayMs],
        ['R', 2 * dayMs],
        ['A', dayMs],
      ],
      1,
    ],
    [
      'and at its instant',
      `rules: [${rule('A', 'count: in 7 days, rungs: [{ from: 2, points: 5 }]')}]\n${reset}`,
      [
        ['A', 2 * dayMs],
        ['R', 2 * dayMs],
        ['A', dayMs],
      ],
      1,
    ],
  ])('%s', (_name, parts, events, kept) => {
    const { before, after } = sealed(parts, events);
    expect(after.matchedEvents).toHaveLength(kept);
    if (kept === events.length) expect(after).toBe(before);
  });

  test('two windows that reach across one another keep all they hold', () => {
    const parts = `rules: [${rule('A', 'then: { event: B }, within: 3 days, points: 5')}, ${rule('C', 'then: { event: D }, within: 3 days, points: 5')}]`;
    expect(
      sealed(parts, [
        ['A', 5 * dayMs],
        ['C', 4 * dayMs],
        ['B', 3 * dayMs],
        ['D', 2 * dayMs],
      ]).after.matchedEvents,
    ).toEqual([]);
    expect(
      sealed(parts, [
        ['A', 5 * dayMs],
        ['C', 3 * dayMs],
        ['B', 2.5 * dayMs],
        ['D', -hourMs],
      ]).after.matchedEvents,
    ).toHaveLength(4);
    expect(
      sealed(parts, [
        ['A', 5 * dayMs],
        ['B', 4 * dayMs],
        ['C', 3 * dayMs],
        ['D', -hourMs],
      ]).after.matchedEvents,
    ).toHaveLength(2);
  });

  test('several counts frozen as one are frozen again as they were, for whatever the rung is worth', () => {
    const programmes = programmesOf(
      `rules: [${rule('A', 'count: in a visit, rungs: [{ from: 1, points: 5 }]')}]`,
    );
    const state = fold(programmes, [['A', 3 * dayMs]]);
    const signatureId = programmes.programmes[0]?.rules[0]?.signatureId as number;
    const frozen = {
      signatureId,
      rung: 0,
      key: 0,
      atMs: horizonMs - 9 * dayMs,
      hash: 1,
      count: 3,
      earned: null,
    };
    const { frozenAwards } = sealOld(
      { ...state, frozenAwards: [frozen] },
      nobody,
      programmes.programmes,
      horizonMs,
      nowMs,
    );
    expect(frozenAwards.map(({ count, earned }) => [count, earned])).toEqual([
      [3, null],
      [1, null],
    ]);
  });

  test('visits end as the programme with the longest says', () => {
    const parts = (id: string, gap: string) => `programme: ${id}\nvisit: { endsAfter: ${gap} }\n${every}`;
    const programmes = programmesOfAll(parts('one', '10 minutes'), parts('two', '2 hours'));
    const seal = (beforeMs: number) =>
      sealOld(fold(programmes, [['A', beforeMs]]), nobody, programmes.programmes, horizonMs, nowMs);
    expect(seal(hourMs).matchedEvents).toHaveLength(1);
    expect(seal(2 * hourMs).matchedEvents).toHaveLength(0);
    expect(seal(2 * hourMs).frozenAwards).toHaveLength(2);
  });

  test('what one programme needs stays for all, and each freezes its own once', () => {
    const programmes = programmesOfAll(
      `programme: one\nrules: [${rule('A', 'points: 10, pays: every time')}]`,
      `programme: two\nrules: [${rule('B', 'then: { event: C }, within: 2 days, points: 5')}]`,
    );
    const seal = (events: readonly TestEvent[], state?: ProfileState) =>
      sealOld(fold(programmes, events, state), nobody, programmes.programmes, horizonMs, nowMs);
    const first = seal([
      ['A', 5 * dayMs],
      ['B', 4 * dayMs],
      ['C', 3 * dayMs],
      ['B', dayMs],
    ]);
    expect([first.matchedEvents.length, first.frozenAwards.length]).toEqual([1, 2]);
    const second = seal([['A', 2 * dayMs]], first);
    expect([second.matchedEvents.length, second.frozenAwards.length]).toEqual([1, 3]);
  });

  test('a count for ever keeps no other rule from being frozen, nor the other way round', () => {
    const parts = `rules: [${rule('A', 'points: 10, pays: every time')}, ${rule('B', 'count: ever, rungs: [{ from: 1, points: 5 }]')}]`;
    const { after } = sealed(parts, [
      ['A', 2 * dayMs],
      ['B', dayMs],
    ]);
    expect(after.frozenAwards).toHaveLength(2);
  });
});
