/** Unions of two states, by tables: their cuts, counts and tiers, the names of episodes, and where a union is uncertain. */
import { describe, expect, test } from 'vitest';
import { newTierState } from './ladder.ts';
import {
  type ActedIn,
  emptyState,
  isBlank,
  isUnionUncertain,
  joinActedIn,
  knownUntilMs,
  type ProfileState,
  type Shift,
  type TierState,
  unionStates,
} from './profile-state.ts';
import { withNamedEpisodes, withoutOwnNames } from './tier-states.ts';

const stateOf = (more: Partial<ProfileState>): ProfileState => ({ ...emptyState(), ...more });
const tierStateOf = (more: Partial<TierState>): TierState => ({ ...newTierState(1), ...more });

const awardOf = (hash: number, isPublic?: true) => ({
  ...{ signatureId: 1, rung: 0, key: 0, atMs: 5, hash, count: 1, earned: null },
  ...(isPublic && { isPublic }),
});

test('cuts are those of both, in order', () => {
  const [one, two] = [stateOf({ cuts: [5, 9] }), stateOf({ cuts: [1, 5, 10] })];
  expect(unionStates(one, two).cuts).toEqual([1, 5, 9, 10]);
  expect(unionStates(two, one).cuts).toEqual([1, 5, 9, 10]);
});

test.each([
  [5, 3, 3],
  [3, 5, 3],
  [5, 0, 5],
  [0, 5, 5],
  [0, 0, 0],
])('sealed from %d and from %d (0: not sealed) is from %d', (one, two, sealedFromMs) => {
  const union = unionStates(stateOf({ sealedFromMs: one }), stateOf({ sealedFromMs: two }));
  expect(union.sealedFromMs).toBe(sealedFromMs);
});

test.each<[string, number, number, boolean, number]>([
  ['that of the heir', 4, 3, false, 4],
  ['that of a new heir', 0, 3, false, 0],
  ['the earlier one, where the other waits', 4, 3, true, 3],
  ['the earlier one, where that is of the heir', 2, 3, true, 2],
  ['that of the other, where it waits and the heir is new', 0, 3, true, 3],
])('the programmes it was evaluated by are %s', (_name, one, two, waits, generation) => {
  const wait = waits ? { since: '5-0', knownUntilMs: 0, actedIn: [], outline: [] } : null;
  const union = unionStates(stateOf({ generation: one }), stateOf({ generation: two, wait }));
  expect(union.generation).toBe(generation);
});

test('counts since different cuts are two, in order', () => {
  const tally = (sinceMs: number) => ({ signatureId: 1, key: 1, count: 2, sinceMs });
  const union = unionStates(stateOf({ tallies: [tally(7)] }), stateOf({ tallies: [tally(5)] }));
  expect(union.tallies).toEqual([tally(5), tally(7)]);
});

test('of an award that both have, alike but for what it earned, the heir’s counts', () => {
  const award = { signatureId: 1, rung: 0, key: 0, atMs: 5, hash: 1, count: 1, earned: 3 };
  const [heir, other] = [
    stateOf({ frozenAwards: [award] }),
    stateOf({ frozenAwards: [{ ...award, earned: 4 }] }),
  ];
  expect(unionStates(heir, other).frozenAwards).toEqual([award]);
});

describe('cuts that events of the other may reach across', () => {
  const event = (atMs: number) => ({ hash: atMs, atMs, matches: [] });
  const sealedOne = stateOf({ cuts: [50, 100], sealedFromMs: 40 });

  test.each<[string, Partial<ProfileState>, Partial<ProfileState>, boolean]>([
    ['none where neither is sealed', { matchedEvents: [event(5)] }, { matchedEvents: [event(9)] }, false],
    ['none where the other begins when the one is sealed', sealedOne, { matchedEvents: [event(100)] }, false],
    ['some where the other begins before', sealedOne, { matchedEvents: [event(99), event(101)] }, true],
    ['some where both are sealed', sealedOne, { cuts: [20], sealedFromMs: 10 }, true],
    ['some where one had some', { hasForeignCuts: true }, {}, true],
    ['some where both had some', { hasForeignCuts: true }, { hasForeignCuts: true }, true],
  ])('%s', (_name, one, other, expected) => {
    const [first, second] = [stateOf(one), stateOf(other)];
    expect(unionStates(first, second).hasForeignCuts).toBe(expected);
    expect(unionStates(second, first).hasForeignCuts).toBe(expected);
  });
});

test.each<[string, Partial<ProfileState>, Partial<ProfileState>, boolean]>([
  ['beside one that is not sealed', { cuts: [5], isCutShort: true }, {}, true],
  ['the later one', { cuts: [5], isCutShort: true }, { cuts: [4] }, true],
  ['the earlier one', { cuts: [5], isCutShort: true }, { cuts: [6] }, false],
  ['one of two at one time', { cuts: [5], isCutShort: true }, { cuts: [5] }, true],
  ['both', { cuts: [5], isCutShort: true }, { cuts: [6], isCutShort: true }, true],
  ['none', { cuts: [5] }, { cuts: [6] }, false],
])('a last cut at a limit counts where it is the last of both: %s', (_name, one, other, expected) => {
  const [first, second] = [stateOf(one), stateOf(other)];
  expect(unionStates(first, second).isCutShort).toBe(expected);
  expect(unionStates(second, first).isCutShort).toBe(expected);
});

describe('of two tiers', () => {
  test.each<[string, Partial<TierState>, Partial<TierState>, Partial<TierState>]>([
    [
      'the higher counts, under a number that is new to the heir',
      { tier: 1, episode: 1, sinceMs: 5 },
      { tier: 2, episode: 1, sinceMs: 7 },
      { tier: 2, episode: 2, sinceMs: 7 },
    ],
    [
      'the heir’s, where it is the higher',
      { tier: 2, episode: 1, sinceMs: 5 },
      { tier: 1, episode: 1, sinceMs: 7 },
      { tier: 2, episode: 1, sinceMs: 5 },
    ],
    [
      'the heir’s of two alike',
      { tier: 2, episode: 1, sinceMs: 5 },
      { tier: 2, episode: 1, sinceMs: 7 },
      { tier: 2, episode: 1, sinceMs: 5 },
    ],
    [
      'of two alike, only what neither did is open',
      { tier: 2, episode: 1, openActions: 6 },
      { tier: 2, episode: 1, openActions: 3 },
      { tier: 2, episode: 1, openActions: 2 },
    ],
    [
      'the higher has its own open actions',
      { tier: 1, episode: 1, openActions: 0 },
      { tier: 2, episode: 1, openActions: 3 },
      { tier: 2, episode: 2, openActions: 3 },
    ],
    [
      'the other’s, where the heir never was on the ladder',
      {},
      { episode: 3, fellFrom: 2 },
      { episode: 3, fellFrom: 2 },
    ],
    [
      'the episode began when the later of both did',
      { tier: 2, episode: 1, episodeAtMs: 5 },
      { tier: 1, episode: 1, episodeAtMs: 7 },
      { tier: 2, episode: 1, episodeAtMs: 7 },
    ],
    [
      'the episode began when the later of both did, of the other the higher tier',
      { tier: 1, episode: 1, episodeAtMs: 7 },
      { tier: 2, episode: 1, episodeAtMs: 5 },
      { tier: 2, episode: 2, episodeAtMs: 7 },
    ],
    [
      'the heir’s, of an episode that both go on with',
      { tier: 1, episode: 1, begunAs: { profile: 'p', episode: 3 } },
      { tier: 2, episode: 1, begunAs: { profile: 'p', episode: 3 } },
      { tier: 1, episode: 1, begunAs: { profile: 'p', episode: 3 } },
    ],
    [
      'the higher counts, of two episodes of one profile',
      { tier: 1, episode: 1, begunAs: { profile: 'p', episode: 3 } },
      { tier: 2, episode: 1, begunAs: { profile: 'p', episode: 4 } },
      { tier: 2, episode: 2, begunAs: { profile: 'p', episode: 4 } },
    ],
    [
      'the higher counts, of two profiles’ episodes of one number',
      { tier: 1, episode: 1, begunAs: { profile: 'p', episode: 3 } },
      { tier: 2, episode: 1, begunAs: { profile: 'q', episode: 3 } },
      { tier: 2, episode: 2, begunAs: { profile: 'q', episode: 3 } },
    ],
    [
      'the higher counts, where the heir’s episode is its own',
      { tier: 1, episode: 3 },
      { tier: 2, episode: 1, begunAs: { profile: 'p', episode: 3 } },
      { tier: 2, episode: 4, begunAs: { profile: 'p', episode: 3 } },
    ],
    ['the heir’s, where the other never was', { episode: 3, fellFrom: 2 }, {}, { episode: 3, fellFrom: 2 }],
    [
      'the episode is the higher of both',
      { tier: 2, episode: 1 },
      { tier: 1, episode: 5 },
      { tier: 2, episode: 5 },
    ],
  ])('%s', (_name, heir, other, expected) => {
    const union = unionStates(
      stateOf({ tierStates: [tierStateOf(heir)] }),
      stateOf({ tierStates: [tierStateOf(other)] }),
    );
    expect(union.tierStates).toEqual([tierStateOf(expected)]);
  });

  test('each programme has its own', () => {
    const [one, two] = [
      tierStateOf({ tier: 1, episode: 1 }),
      tierStateOf({ programme: 2, tier: 2, episode: 4 }),
    ];
    const union = unionStates(stateOf({ tierStates: [one] }), stateOf({ tierStates: [two] }));
    expect(union.tierStates).toEqual([one, two]);
  });
});

describe('of two shifts', () => {
  const shift = (score: number, isExcluded: boolean, fallsAtMs: number | null) => ({
    score,
    isExcluded,
    fallsAtMs,
  });

  test.each<[string, Shift | null, Shift | null, Shift | null]>([
    ['none, of none', null, null, null],
    ['the only one', shift(5, true, 7), null, shift(5, true, 7)],
    ['the higher score and the later fall', shift(5, false, 9), shift(6, false, 8), shift(6, false, 9)],
    ['both of one', shift(6, false, 9), shift(5, false, 8), shift(6, false, 9)],
    ['never a fall, where one never falls', shift(6, false, null), shift(5, false, 8), shift(6, false, null)],
    ['an exclusion, where one is excluded', shift(0, true, 9), shift(5, false, 8), shift(5, true, 9)],
    ['an exclusion of both', shift(0, true, null), shift(0, true, null), shift(0, true, null)],
  ])('%s', (_name, one, other, expected) => {
    for (const [heirs, others] of [
      [one, other],
      [other, one],
    ] as const) {
      const of = (given: Shift | null) =>
        stateOf({ tierStates: [tierStateOf({ tier: 1, episode: 1, shift: given })] });
      expect(unionStates(of(heirs), of(others)).tierStates[0]?.shift).toEqual(expected);
    }
    // Also where the heir never was on the ladder.
    const off = stateOf({ tierStates: [tierStateOf({ shift: one })] });
    const on = stateOf({ tierStates: [tierStateOf({ tier: 1, episode: 1, shift: other })] });
    expect(unionStates(off, on).tierStates[0]?.shift).toEqual(expected);
  });
});

test.each<[ActedIn, ActedIn, ActedIn]>([
  [[], [], []],
  [[2], [10], [2, 10]],
  [
    [2, 10],
    [3, 10],
    [2, 3, 10],
  ],
  ['all', [2], 'all'],
  ['all', [], 'all'],
  ['all', 'all', 'all'],
])('what happened in %j and in %j happened in %j', (one, other, expected) => {
  expect([joinActedIn(one, other), joinActedIn(other, one)]).toEqual([expected, expected]);
});

describe('the last event that a state knows', () => {
  const event = (atMs: number) => ({ hash: atMs, atMs, matches: [] });
  const span = (fromMs: number, toMs: number) => ({ fromMs, toMs });

  test.each<[string, Partial<ProfileState>, number]>([
    ['none, where it was never evaluated', { matchedEvents: [event(5)], asOfMs: 0 }, 0],
    ['none but that it was evaluated, of nothing', {}, 1],
    ['a recognised one', { matchedEvents: [event(5), event(9)] }, 9],
    ['one that no rule recognised', { outline: [span(2, 3), span(5, 9)] }, 9],
    ['the later of both', { matchedEvents: [event(20)], outline: [span(5, 9)] }, 20],
    ['the later of both, not recognised', { matchedEvents: [event(7)], outline: [span(5, 9)] }, 9],
    ['a sealed one', { cuts: [5, 30], matchedEvents: [event(20)] }, 30],
  ])('%s, whatever the clock', (_name, more, expected) => {
    expect(knownUntilMs(stateOf({ asOfMs: 2, ...more }))).toBe(expected);
  });
});

describe('the name of an episode', () => {
  const own = tierStateOf({ tier: 1, episode: 3 });
  const elsewhere = { ...own, begunAs: { profile: 'other', episode: 9 } };

  test('is that of the profile it began on; none where there is no episode', () => {
    const off = tierStateOf({});
    expect(withNamedEpisodes([own, elsewhere, off], 'mine')).toEqual([
      { ...own, begunAs: { profile: 'mine', episode: 3 } },
      elsewhere,
      off,
    ]);
  });

  test('is not stored where the episode is the profile’s own', () => {
    const named = (profile: string, episode: number) => ({ ...own, begunAs: { profile, episode } });
    const others = [named('other', 3), named('mine', 2), named('other', 2), own];
    expect(withoutOwnNames([named('mine', 3), ...others], 'mine')).toEqual([own, ...others]);
  });
});

describe('a union is uncertain', () => {
  const event = (atMs: number) => ({ hash: atMs, atMs, matches: [] });
  const sealedOne = stateOf({ cuts: [50, 100], sealedFromMs: 40, matchedEvents: [event(120)] });

  test.each<[string, Partial<ProfileState>, boolean]>([
    ['where one has an event from before the other’s seal', { matchedEvents: [event(99), event(130)] }, true],
    ['not where its first is where that seal ends', { matchedEvents: [event(100)] }, false],
    ['not where it has none', {}, false],
    [
      'where its first sealed event is from before it',
      { cuts: [150], sealedFromMs: 99, matchedEvents: [event(160)] },
      true,
    ],
    [
      'where it is sealed until after the other begins',
      { cuts: [150], sealedFromMs: 100, matchedEvents: [] },
      true,
    ],
    [
      'where it was sealed before the other began, from before that one’s seal',
      { cuts: [40], sealedFromMs: 20 },
      true,
    ],
  ])('%s', (_name, more, isUncertain) => {
    const one = stateOf(more);
    expect([isUnionUncertain(one, sealedOne), isUnionUncertain(sealedOne, one)]).toEqual([
      isUncertain,
      isUncertain,
    ]);
  });

  test('not of two that were never sealed', () => {
    const state = stateOf({ matchedEvents: [event(5)] });
    expect(isUnionUncertain(state, state)).toBe(false);
  });
});

describe('a state that remembers nothing', () => {
  const matched = { hash: 1, atMs: 1, matches: [] };
  const frozen = { signatureId: 1, rung: 0, key: 0, atMs: 1, hash: 1, count: 1, earned: null };
  test.each<[string, Partial<ProfileState>, boolean]>([
    ['one that was evaluated', { asOfMs: 5, generation: 3 }, true],
    ['on no tier', { tierStates: [tierStateOf({})] }, true],
    ['on no tier of two ladders', { tierStates: [tierStateOf({}), tierStateOf({ programme: 2 })] }, true],
    ['on a tier', { tierStates: [tierStateOf({ tier: 1 })] }, false],
    ['on a tier of the second ladder', { tierStates: [tierStateOf({}), tierStateOf({ tier: 2 })] }, false],
    ['an event', { matchedEvents: [matched] }, false],
    ['an outline', { outline: [{ fromMs: 1, toMs: 2 }] }, false],
    ['a refused event', { refusedEvents: [{ ...matched, sign: 'head' }] }, false],
    ['an award', { frozenAwards: [frozen] }, false],
    ['a tally', { tallies: [{ signatureId: 1, key: 0, count: 1, sinceMs: 0 }] }, false],
    ['a cut', { cuts: [1] }, false],
    ['a wait', { wait: { since: '1-0', knownUntilMs: 0, actedIn: [], outline: [] } }, false],
  ])('%s: %j, %s', (_name, more, expected) => {
    expect(isBlank(stateOf(more))).toBe(expected);
  });
});

test.each<[string, Partial<ProfileState>, Partial<ProfileState>, boolean]>([
  ['of one', { sealsFullHour: true }, {}, true],
  ['of none', {}, {}, false],
  [
    'filled together',
    { frozenAwards: [awardOf(1), awardOf(2, true)] },
    { frozenAwards: [awardOf(3, true)] },
    true,
  ],
  [
    'of public awards of one alone',
    { frozenAwards: [awardOf(1, true)] },
    { frozenAwards: [awardOf(2)] },
    false,
  ],
  ['of no public award', { frozenAwards: [awardOf(1)] }, { frozenAwards: [awardOf(2)] }, false],
])('a full hour of public keys %s', (_name, one, other, expected) => {
  expect(unionStates(stateOf(one), stateOf(other)).sealsFullHour).toBe(expected);
  expect(unionStates(stateOf(other), stateOf(one)).sealsFullHour).toBe(expected);
});

test('of two records of one event at one time, that of a server counts, whichever comes first', () => {
  const event = { hash: 1, atMs: 5, matches: [] };
  const page = { ...event, isPublic: true as const };
  for (const [one, other] of [
    [event, page],
    [page, event],
  ] as const)
    expect(
      unionStates(stateOf({ matchedEvents: [one] }), stateOf({ matchedEvents: [other] })).matchedEvents,
    ).toEqual([event]);
});
