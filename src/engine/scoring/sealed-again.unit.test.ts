/** A state sealed again and again, by tables: the cuts that stay known, the counts between them, marks, resets, payments of nothing. */
import { describe, expect, test } from 'vitest';
import { mondayNoonMs as nowMs, programmesOf } from '../../../test/support/programme.ts';
import { every, fold, horizonMs, rule, sealed, type TestEvent } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { passesOver } from './cut.ts';
import { evaluate } from './evaluate.ts';
import { nobody } from './person.ts';
import { emptyState, type ProfileState } from './profile-state.ts';
import { sealGathered, sealOld } from './seal.ts';

const { dayMs, hourMs, minuteMs } = limits;
const reset = 'resets: [{ id: r, label: r, when: { event: R }, to: zero }]';
const third = `rules: [${rule('A', 'points: 1, pays: every 3rd time')}]`;
const daysBefore = (days: number) => horizonMs - days * dayMs;

/** Seals events into what a state had. */
function sealInto(parts: string, events: readonly TestEvent[], had: Partial<ProfileState>, fromMs = 0) {
  const programmes = programmesOf(parts);
  const state = fold(programmes, events, { ...emptyState(), ...had });
  return sealOld(state, nobody, programmes.programmes, horizonMs, nowMs, fromMs);
}

describe('the cuts that stay known', () => {
  /** Cuts, the first event, the first day of the history: days before the horizon. */
  test.each<[string, number[], number, number, number[]]>([
    ['the first', [], 0, 1_000, [0]],
    ['in place of one that is close to the first event', [8], 40 - 1 / dayMs, 1_000, [0]],
    ['besides one that is far enough from it', [8], 40, 1_000, [8, 0]],
    ['in place of one that is close to the one before', [50, 20], 100, 1_000, [50, 0]],
    ['besides one that is far enough from that', [60, 20], 100, 1_000, [60, 20, 0]],
    ['not those before the history', [60, 20], 100, 30, [20, 0]],
    ['one where the history begins', [60, 20], 100, 20, [20, 0]],
    ['the new one, whatever the history', [60, 20], 100, -1, [0]],
  ])('%s', (_name, cuts, sealedFrom, historyFrom, after) => {
    const had = { cuts: cuts.map(daysBefore), sealedFromMs: daysBefore(sealedFrom) };
    const { cuts: found } = sealInto(every, [['B', dayMs]], had, daysBefore(historyFrom));
    expect(found.map((cutMs) => (horizonMs - cutMs) / dayMs)).toEqual(after);
  });

  test.each([
    ['later ones', 5],
    ['the same', 10],
  ])('the first event that stays is where the new one is; %s are not kept', (_name, minutes) => {
    const cutMs = horizonMs - 10 * minuteMs;
    const had = { cuts: [daysBefore(60), horizonMs - minutes * minuteMs], sealedFromMs: daysBefore(99) };
    const events: TestEvent[] = [
      ['B', dayMs],
      ['B', 10 * minuteMs],
    ];
    expect(sealInto(every, events, had).cuts).toEqual([daysBefore(60), cutMs]);
  });

  test('the time of the earliest event is that of the first sealing', () => {
    expect(sealInto(every, [['B', dayMs]], {}).sealedFromMs).toBe(daysBefore(1));
    const had = { cuts: [daysBefore(60)], sealedFromMs: daysBefore(99) };
    expect(sealInto(every, [['B', dayMs]], had).sealedFromMs).toBe(daysBefore(99));
  });
});

describe('counts between cuts', () => {
  const tally = (since: number, count: number) => ({
    signatureId: (programmesOf(third).programmes[0] as CompiledProgramme).rules[0]?.signatureId as number,
    key: 0,
    count,
    sinceMs: since === 0 ? 0 : daysBefore(since),
  });

  test.each([
    ['are kept apart', [60, 20], [tally(60, 3), tally(20, 3)]],
    ['are added up where the cut between them goes', [50, 20], [tally(50, 6)]],
    ['are added up before the first cut', [20], [tally(0, 6)]],
  ])('%s', (_name, cuts, after) => {
    const had = {
      cuts: cuts.map(daysBefore),
      sealedFromMs: daysBefore(cuts.length > 1 ? 100 : 30),
      tallies: [tally(cuts.length > 1 ? (cuts[0] as number) : 0, 3), tally(20, 2)],
    };
    expect(sealInto(third, [['A', dayMs]], had).tallies).toEqual(after);
  });
});

describe('a click in a count that goes on for ever', () => {
  const clicks = `${third}
suspiciousClicks: { rules: [a], message: m, links: 2, within: 10 seconds, confirmedBy: [{ when: { event: S } }], confirmWithin: 1 hour }`;
  const twoLinks: TestEvent[] = [
    ['A', dayMs, { m: 'n' }],
    ['A', dayMs - 1, { m: 'n' }],
  ];

  test.each<[string, TestEvent[], number[]]>([
    ['is counted where nothing is suspicious', [['A', dayMs, { m: 'n' }]], [1]],
    ['is not where it was taken back', twoLinks, []],
    ['is where a human sign confirmed it', [...twoLinks, ['S', dayMs - hourMs]], [2]],
    ['is where another was taken back', [['A', 9 * dayMs, { m: 'o' }], ...twoLinks], [1]],
  ])('%s', (_name, events, counts) => {
    const { after } = sealed(clicks, events);
    expect(after.matchedEvents).toEqual([]);
    expect(after.tallies.map(({ count }) => count)).toEqual(counts);
  });
});

test('what was gathered just before is sealed to the same', () => {
  const programmes = programmesOf(`${third}\n${reset}`);
  const state = fold(programmes, [
    ['R', 9 * dayMs],
    ['A', 3 * dayMs],
    ['Z', 2 * dayMs],
    ['A', hourMs],
    ['A', -hourMs],
  ]);
  for (const fromMs of [0, daysBefore(1)]) {
    const passes = passesOver(state, programmes.programmes, nowMs);
    const after = sealGathered(state, nobody, passes, { horizonMs, nowMs, historyFromMs: fromMs });
    expect(after.matchedEvents).toHaveLength(1);
    expect(after).toEqual(sealOld(state, nobody, programmes.programmes, horizonMs, nowMs, fromMs));
  }
});

describe('what was frozen before', () => {
  const sealedTwice = (parts: string, first: readonly TestEvent[], second: readonly TestEvent[]) => {
    const { programmes, programme, after } = sealed(parts, first);
    const again = sealOld(fold(programmes, second, after), nobody, [programme], horizonMs, nowMs);
    const rulesAndResets = [...programme.rules, ...programme.resets];
    const names = again.frozenAwards.map(
      ({ signatureId }) => rulesAndResets.find((one) => one.signatureId === signatureId)?.id ?? 'mark',
    );
    return { programme, again, names };
  };

  test('a mark stays one', () => {
    expect(sealedTwice(third, [['A', 2 * dayMs]], [['A', dayMs]]).names).toEqual(['mark']);
  });

  test('a mark is made though there are awards of another programme', () => {
    const foreign = { signatureId: 99, rung: 0, key: 0, atMs: 1, hash: 1, count: 1, earned: 5 };
    const { frozenAwards } = sealInto(third, [['A', dayMs]], { frozenAwards: [foreign] });
    expect(frozenAwards.map(({ signatureId }) => signatureId)).toHaveLength(2);
  });

  test('a reset stays, and what it took back stays so', () => {
    const { programme, again, names } = sealedTwice(
      `${every}\n${reset}`,
      [
        ['A', 3 * dayMs],
        ['R', 2 * dayMs],
      ],
      [['A', dayMs]],
    );
    expect(names).toEqual(['r', 'a']);
    expect(evaluate(again, nobody, programme, nowMs).score).toBe(10_000);
  });

  test('a reset restarts a count that was sealed before', () => {
    const { again } = sealedTwice(
      `${third}\n${reset}`,
      [
        ['A', 4 * dayMs],
        ['A', 3 * dayMs],
      ],
      [['R', dayMs]],
    );
    expect(again.tallies).toEqual([]);
  });

  test('several awards as one stay what the rule pays', () => {
    const { programme, after } = sealed(every, [['A', 2 * dayMs]]);
    const several = after.frozenAwards.map((one) => ({ ...one, count: 3 }));
    const { frozenAwards } = sealInto(every, [['A', dayMs]], { ...after, frozenAwards: several });
    expect(frozenAwards).toMatchObject([
      { signatureId: programme.rules[0]?.signatureId, count: 3, earned: null },
      { count: 1, earned: null },
    ]);
  });

  test('awards are kept few', () => {
    const { after } = sealed(every, [['A', 2 * dayMs]]);
    const many = Array.from({ length: limits.frozenAwardsPerRuleMax + 3 }, (_, index) => ({
      ...(after.frozenAwards[0] as (typeof after.frozenAwards)[number]),
      atMs: daysBefore(400) + index,
      hash: index,
    }));
    const { frozenAwards } = sealInto(every, [['B', dayMs]], { ...after, frozenAwards: many });
    expect(frozenAwards).toHaveLength(limits.frozenAwardsPerRuleMax);
  });
});

describe('a reset whose event stays', () => {
  const count = 'count: in a visit, rungs: [{ from: 1, points: 5 }]';

  test.each<[string, string, TestEvent[]]>([
    ['is not frozen, nor is what it took back', every, [['A', 2 * dayMs]]],
    ['nor a count that it took back', `rules: [${rule('A', count)}]`, [['A', 2 * dayMs]]],
    ['nor an earlier reset', every, [['R', 2 * dayMs]]],
  ])('%s', (_name, parts, old) => {
    const { programme, after } = sealed(`${parts}\n${reset}`, [...old, ['R', -hourMs]]);
    expect(after.matchedEvents).toHaveLength(1);
    expect(after.frozenAwards.map(({ signatureId }) => signatureId)).toEqual([programme.signatureId]);
  });
});

test('a reset is frozen with its event, which a rule may recognise too', () => {
  const { programme, after } = sealed(
    `rules: [${rule('R', 'points: 10, pays: every time')}]\n${reset.replace('id: r, label: r', 'id: back, label: back')}`,
    [['R', dayMs]],
  );
  expect(after.frozenAwards.map(({ signatureId }) => signatureId)).toEqual([
    programme.resets[0]?.signatureId,
  ]);
});

test('a payment is remembered as long as an event that is not sealed needs it', () => {
  const parts = `
    visit: { endsAfter: 10 minutes }
    rules:
      - ${rule('A', 'points: 10, pays: once in 2 days, per: k, decay: { halfLife: 5 hours }')}
      - { id: pair, label: Pair, when: { event: B }, then: { event: C }, within: 1 day, points: 1 }`;
  const programmes = programmesOf(parts);
  const programme = { ...(programmes.programmes[0] as CompiledProgramme), fadingAloneMax: 1 };
  // The last A is refused for the first, 26 hours before. It stays, since a C may yet follow the B of its time.
  const events: TestEvent[] = [
    ['A', 2 * dayMs + 1, { k: 'a' }],
    ['A', 36 * hourMs],
    ['A', 22 * hourMs, { k: 'a' }],
    ['B', 22 * hourMs],
  ];
  const before = fold(programmes, events);
  const after = sealOld(before, nobody, [programme], horizonMs, nowMs);
  expect(after.matchedEvents).toHaveLength(2);
  const paid = (state: ProfileState) =>
    evaluate(state, nobody, programme, nowMs).contributions.map(({ source, hash, earned }) => [
      source.id,
      hash,
      earned,
    ]);
  expect(paid(after)).toEqual(paid(before));
});

test.each<[string, string, number]>([
  ['a payment of nothing goes on to hold a floor', 'points: { property: n, otherwise: 1, atMost: 9 }', 5],
  ['what a cap refused goes on to hold none', 'points: { property: n, atMost: 9 }, cap: { day: 0 }', 0],
])('%s', (_name, points, score) => {
  const n = score === 0 ? 7 : 0;
  const parts = `floor: 5\nrules: [${rule('A', `${points}, pays: every time`)}]`;
  const { after, scoreOf } = sealed(parts, [['A', dayMs, { n }]]);
  expect(after.matchedEvents).toEqual([]);
  expect(scoreOf(after)).toBe(score * 1_000);
});
