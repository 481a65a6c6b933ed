/** Frozen awards, by tables: which are merged, which stay one by one, and what the merged come to. */
import { describe, expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { fadeOf } from './fade.ts';
import { mergeFrozenAwards } from './frozen-awards.ts';
import type { FrozenAward } from './profile-state.ts';

const max = limits.frozenAwardsPerRuleMax;
const horizonMs = 1_000 * limits.dayMs;

/** Awards of the first rule, a millisecond apart. */
function frozenOf(programme: CompiledProgramme, count: number, over: Partial<FrozenAward>): FrozenAward[] {
  return Array.from({ length: count }, (_, index) => ({
    signatureId: programme.rules[0]?.signatureId as number,
    rung: 0,
    key: 5,
    atMs: index,
    hash: index,
    count: 1,
    earned: null,
    ...over,
  }));
}

const programmeOf = (more: string, parts = '') =>
  programmesOf(`rules: [{ id: a, label: a, when: { event: A }, ${more} }]\n${parts}`)
    .programmes[0] as CompiledProgramme;

const mergedOf = (programme: CompiledProgramme, awards: readonly FrozenAward[], cuts: number[] = []) =>
  mergeFrozenAwards([...awards].reverse(), [programme], { sealedUntilMs: horizonMs, cuts });

const merged = (more: string, count: number, over: Partial<FrozenAward> = {}, cuts: number[] = []) => {
  const programme = programmeOf(more);
  return mergedOf(programme, frozenOf(programme, count, over), cuts);
};

test('the oldest become one, as many as are too many', () => {
  const after = merged('points: 2, pays: every time', max + 3);
  expect(after).toHaveLength(max);
  expect(after[0]).toMatchObject({ key: 0, count: 4, earned: null, atMs: 3, hash: 3 });
  expect(after[1]).toMatchObject({ key: 5, count: 1, atMs: 4 });
  expect(after.reduce((sum, { count }) => sum + count, 0)).toBe(max + 3);
});

test('never those of both sides of a cut', () => {
  const after = merged('points: 2, pays: every time', max + 9, {}, [3, 7]);
  expect(after.slice(0, 3)).toMatchObject([
    { count: 3, atMs: 2 },
    { count: 4, atMs: 6 },
    { count: 3, atMs: 9 },
  ]);
  expect(after[3]).toMatchObject({ count: 1, atMs: 10 });
});

test('never those of two rungs', () => {
  const programme = programmeOf('count: in a visit, rungs: [{ from: 1, points: 2 }, { from: 2, points: 3 }]');
  const awards = [...frozenOf(programme, max, {}), ...frozenOf(programme, 3, { rung: 1 })];
  expect(mergedOf(programme, awards)).toHaveLength(max + 3);
});

test('merged or not, they stand in the order of time', () => {
  const programme = programmeOf('points: 2, pays: every time');
  const foreign = frozenOf(programme, 2, { signatureId: 99, atMs: max });
  const times = mergedOf(programme, [...frozenOf(programme, max + 3, {}), ...foreign]).map(
    ({ atMs }) => atMs,
  );
  expect(times).toHaveLength(max + 2);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

const fading = 'points: 2, pays: once a day, decay: { expires: 10 days }';
/** How long an award of that rule is needed: as long as it fades, its group too, after the longest month. */
const fadingMs = 41 * limits.dayMs + limits.hourMs + fadeOf({ expires: 10 * limits.dayMs }).groupMs;

describe('stay', () => {
  test.each<[string, string, Partial<FrozenAward>, number]>([
    ['exactly as many as may be', 'points: 2, pays: every time', {}, max],
    ['what is paid once by key', 'points: 2, pays: once, per: k', {}, max + 3],
    ['what is paid once without a key', 'points: 2, pays: once', { key: 0 }, max + 3],
    ['what is paid once by key, of events without it', 'points: 2, pays: once, per: k', { key: 0 }, max + 3],
    [
      'a pair by key, of events without it',
      'then: { event: B }, within: 1 day, points: 2, pays: once, per: k',
      { key: 0 },
      max + 3,
    ],
    ['an absence by key', 'within: 1 day, points: 2, per: k', {}, max + 3],
    ['an absence paid once', 'within: 1 day, points: 2', { key: 0 }, max + 3],
    ['what still fades', 'points: 2, pays: every time, decay: { halfLife: 100 days }', {}, max + 3],
    [
      'what has faded just now, by the time its rule remembers it',
      fading,
      { atMs: horizonMs - 41 * limits.dayMs },
      max + 3,
    ],
    ['what has faded at this very moment', fading, { atMs: horizonMs - fadingMs }, max + 3],
    ['what its rule remembers', 'points: 2, pays: once in 300 days', { atMs: 700 * limits.dayMs }, max + 3],
    ['what goes on for ever', 'count: ever, rungs: [{ from: 1, points: 2 }]', {}, max + 3],
    ['what is of nobody’s rule', 'points: 2, pays: every time', { signatureId: 99 }, max + 3],
    ['what is younger', 'points: 2, pays: once a day', { atMs: 969 * limits.dayMs }, max + 3],
  ])('%s', (_name, more, over, count) => {
    expect(merged(more, count, over)).toHaveLength(count);
  });

  test('resets', () => {
    const programme = programmeOf(
      'points: 2, pays: every time',
      'resets: [{ id: r, label: r, when: { event: R }, to: zero }]',
    );
    const signatureId = programme.resets[0]?.signatureId as number;
    expect(mergedOf(programme, frozenOf(programme, max + 3, { signatureId }))).toHaveLength(max + 3);
  });
});

describe('merge', () => {
  test.each<[string, string, Partial<FrozenAward>, number | null]>([
    ['of what each earned', 'points: 2, pays: every time', { earned: 5 }, 20],
    ['of the worth of rungs', 'count: in a visit, rungs: [{ from: 1, points: 2 }]', {}, null],
    ['what has faded for good', fading, {}, null],
    [
      'what has faded for longer than its rule remembers it',
      fading,
      { atMs: horizonMs - fadingMs - 1 },
      null,
    ],
    ['what is paid once a day', 'points: 2, pays: once a day', {}, null],
    ['an absence of a visit', 'within: 1 day, points: 2, per: k', { key: 0 }, null],
  ])('%s', (_name, more, over, earned) => {
    const after = merged(more, max + 3, over);
    expect(after).toHaveLength(max);
    expect(after[0]).toMatchObject({ count: 4, earned });
  });

  test.each<[string, string, Partial<FrozenAward>, number]>([
    ['what one earned and what the rule pays', 'points: 2, pays: every time', {}, 6_005],
    ['several of them as one', 'points: 2, pays: every time', { count: 3 }, 18_005],
    [
      'the worth of their rung',
      'count: in a visit, rungs: [{ from: 1, points: 2 }, { from: 2, points: 7 }]',
      { rung: 1 },
      21_005,
    ],
  ])('adding up %s', (_name, more, over, earned) => {
    const programme = programmeOf(more);
    const [first, ...rest] = frozenOf(programme, max + 3, over) as [FrozenAward, ...FrozenAward[]];
    expect(mergedOf(programme, [{ ...first, earned: 5 }, ...rest])[0]).toMatchObject({
      count: 4 * first.count,
      earned,
    });
  });
});

describe('of what fades in groups', () => {
  const alone = 3;
  const rule = 'points: 2, pays: every time, decay: { halfLife: 100 days }';
  const groupMs = fadeOf({ halfLife: 100 * limits.dayMs }).groupMs;
  const since = Math.floor((horizonMs - 300 * limits.dayMs) / groupMs) * groupMs;
  const groupedOf = (awards: readonly Partial<FrozenAward>[], more = rule, cuts: number[] = []) => {
    const programme = { ...programmeOf(more), fadingAloneMax: alone };
    const all = awards.flatMap((one, index) => frozenOf(programme, 1, { hash: index, ...one }));
    return mergeFrozenAwards(all, [programme], { sealedUntilMs: horizonMs, cuts });
  };
  const later = Array.from({ length: alone }, (_, index) => ({ atMs: horizonMs - 10 - index }));

  test('those with as many later ones become one a stretch of the grid', () => {
    const after = groupedOf([
      { atMs: since - 1 },
      { atMs: since },
      { atMs: since + groupMs - 1, earned: 700 },
      { atMs: since + groupMs },
      ...later,
    ]);
    expect(after.slice(0, -alone)).toMatchObject([
      { atMs: since - 1, count: 1, key: 5, earned: null },
      { atMs: since + groupMs - 1, count: 2, key: 0, earned: 2_700 },
      { atMs: since + groupMs, count: 1, key: 5, earned: null },
    ]);
  });

  test.each<[string, Partial<FrozenAward>[]]>([
    ['those with one later one less', later.slice(1)],
    ['where later ones were refused', [...later.slice(1), { atMs: horizonMs - 1, count: 0 }]],
    ['where later ones are of no rule', [...later.slice(1), { atMs: horizonMs - 1, signatureId: 99 }]],
  ])('stay alone: %s', (_name, after) => {
    expect(groupedOf([{ atMs: since }, { atMs: since + 1 }, ...after.slice(1)])).toHaveLength(
      1 + after.length,
    );
  });

  test.each([
    ['of a rule that is worth nothing', 'points: 0'],
    ['of an event that was worth nothing', 'points: 2'],
    ['of an event that was worth nothing by its number', 'points: { property: n, atMost: 9 }'],
  ])('payments of nothing %s, as any others', (_name, points) => {
    const nothing = later.map((one) => ({ ...one, earned: 0 }));
    const worthless = rule.replace('points: 2', points);
    expect(groupedOf([{ atMs: since }, { atMs: since + 1 }, ...nothing], worthless)).toHaveLength(1 + alone);
  });

  test('what was refused goes, and the latest payment stands for all', () => {
    const refused = { count: 0, key: 5 };
    const [one, both, none] = [
      [{ atMs: since }, { atMs: since + 1, ...refused }],
      [{ atMs: since }, { atMs: since + 1, earned: 700 }, { atMs: since + 2, ...refused }],
      [
        { atMs: since, ...refused },
        { atMs: since + 1, ...refused },
      ],
    ].map((older) => groupedOf([...older, ...later]).slice(0, -alone));
    expect(one).toMatchObject([{ atMs: since, count: 1, key: 5, earned: null }]);
    expect(both).toMatchObject([{ atMs: since + 1, count: 2, key: 0, earned: 2_700 }]);
    expect(none).toMatchObject([{ atMs: since + 1, count: 0, key: 0, earned: null }]);
  });

  test('one that stands for many counts as many', () => {
    const many = [{ atMs: since }, { atMs: since + 1 }, { atMs: since + groupMs, count: alone }];
    expect(groupedOf(many)).toMatchObject([{ count: 2 }, { count: alone }]);
  });

  test('never those that the rule remembers one by one', () => {
    const rolling = 'points: 2, pays: once in 400 days, decay: { halfLife: 100 days }';
    const both = [{ atMs: since }, { atMs: since + 1 }, ...later];
    expect(groupedOf(both, rolling)).toHaveLength(both.length);
    const forEver = 'points: 2, pays: once, per: k, decay: { halfLife: 100 days }';
    expect(groupedOf(both, forEver)).toHaveLength(both.length);
  });

  test('never those of both sides of a cut', () => {
    const both = [{ atMs: since }, { atMs: since + 1 }, ...later];
    expect(groupedOf(both, rule, [since + 1])).toHaveLength(both.length);
    expect(groupedOf(both, rule, [since])).toHaveLength(both.length - 1);
  });
});

describe('of a profile at its limit', () => {
  const mergedAtLimit = (more: string, count: number, over: Partial<FrozenAward>) => {
    const programme = programmeOf(more);
    const awards = frozenOf(programme, count, over);
    return mergeFrozenAwards(awards, [programme], { sealedUntilMs: horizonMs, cuts: [], isAtLimit: true });
  };
  const young = { atMs: horizonMs - 1 };

  test.each<[string, string, Partial<FrozenAward>]>([
    ['what still fades', 'points: 2, pays: every time, decay: { halfLife: 100 days }', young],
    ['what its rule remembers for a while', 'points: 2, pays: once in 300 days', young],
    ['what is younger', 'points: 2, pays: every time', young],
  ])('merge too: %s', (_name, more, over) => {
    const after = mergedAtLimit(more, max + 3, over);
    expect(after).toHaveLength(max);
    expect(after.reduce((sum, { count }) => sum + count, 0)).toBe(max + 3);
  });

  test('but what still fades only within a stretch of its grid', () => {
    const fading = 'points: 2, pays: every time, decay: { halfLife: 100 days }';
    const { groupMs } = fadeOf({ halfLife: 100 * limits.dayMs });
    const since = Math.floor((horizonMs - limits.dayMs) / groupMs) * groupMs;
    const programme = programmeOf(fading);
    const awards = [
      ...frozenOf(programme, max, {}).map((one) => ({ ...one, atMs: since + 1 + one.atMs })),
      ...frozenOf(programme, 2, { atMs: since }),
      ...frozenOf(programme, 2, { atMs: since - 1 }),
    ];
    const after = mergeFrozenAwards(awards, [programme], {
      sealedUntilMs: horizonMs,
      cuts: [],
      isAtLimit: true,
    });
    expect(after.map(({ count }) => count)).toEqual([2, 3, ...Array(max - 1).fill(1)]);
  });

  test.each<[string, string, Partial<FrozenAward>, number]>([
    ['what was refused goes', 'points: 2, pays: every time', { count: 0 }, 0],
    ['what paid nothing stays', 'points: 2, pays: every time', { earned: 0 }, 3],
    ['what earned least stays', 'points: 2, pays: every time', { earned: 1 }, 3],
    ['what the rule pays stays', 'points: 2, pays: every time', {}, 3],
    ['what is paid once stays, though it was refused', 'points: 2, pays: once, per: k', { count: 0 }, 3],
    ['what goes on for ever stays', 'count: ever, rungs: [{ from: 1, points: 2 }]', { count: 0 }, 3],
    ['what is of nobody’s rule stays', 'points: 2, pays: every time', { count: 0, signatureId: 99 }, 3],
    ['what is paid once stays one by one', 'points: 2, pays: once, per: k', {}, max + 3],
    [
      'what is of nobody’s rule stays one by one',
      'points: 2, pays: every time',
      { signatureId: 99 },
      max + 3,
    ],
  ])('%s', (_name, more, over, count) => {
    expect(mergedAtLimit(more, Math.max(3, count), over)).toHaveLength(count);
  });

  test('elsewhere, what was refused stays', () => {
    expect(merged('points: 2, pays: every time', 3, { count: 0 })).toHaveLength(3);
  });
});
