/** The state of a profile, by tables: matched events and their duplicates, unions, the packed form. */
import { describe, expect, test } from 'vitest';
import {
  addMatchedEvent,
  byFrozenAward,
  emptyState,
  inOrder,
  joinMatchedEvent,
  type ProfileState,
  type TierState,
  unionStates,
} from './profile-state.ts';
import { packState, standingOf, unpackState } from './state-codec.ts';

describe('matched events', () => {
  const matched = (
    hash: number,
    atMs: number,
    ...matches: [signatureId: number, key?: number, number?: number | null][]
  ) => ({
    hash,
    atMs,
    matches: matches.map(([signatureId, key = 0, number = null]) => ({ signatureId, key, number })),
  });

  test('stand in the order of time, then hash, whatever the order of arrival', () => {
    const state = emptyState();
    for (const one of [matched(3, 5), matched(1, 5), matched(2, 4), matched(4, 9), matched(5, 1)])
      expect(addMatchedEvent(state, one)).toBe(true);
    expect(state.matchedEvents.map(({ hash }) => hash)).toEqual([5, 2, 1, 3, 4]);
    expect(inOrder([matched(3, 5), matched(1, 5), matched(2, 4)]).map(({ hash }) => hash)).toEqual([2, 1, 3]);
  });

  test.each<[string, ReturnType<typeof matched>, ReturnType<typeof matched>, boolean]>([
    ['the earlier counts', matched(1, 5), matched(1, 4), true],
    ['not the later', matched(1, 4), matched(1, 5), false],
    ['the one that more rules recognised', matched(1, 5, [1]), matched(1, 5, [1], [2]), true],
    ['not the one of fewer', matched(1, 5, [1], [2]), matched(1, 5, [1]), false],
    ['the lower signatureId', matched(1, 5, [2]), matched(1, 5, [1]), true],
    ['not the higher', matched(1, 5, [1]), matched(1, 5, [2]), false],
    ['the lower key', matched(1, 5, [1, 3]), matched(1, 5, [1, 2]), true],
    ['not the higher key', matched(1, 5, [1, 2]), matched(1, 5, [1, 3]), false],
    ['the lower number', matched(1, 5, [1, 2, 9]), matched(1, 5, [1, 2, 8]), true],
    ['not the higher number', matched(1, 5, [1, 2, 8]), matched(1, 5, [1, 2, 9]), false],
    ['none is 0', matched(1, 5, [1, 2, 1]), matched(1, 5, [1, 2]), true],
    ['the second match, where the first is one', matched(1, 5, [1], [3]), matched(1, 5, [1], [2]), true],
    ['of equals the first', matched(1, 5, [1]), matched(1, 5, [1]), false],
  ])('a duplicate: %s', (_name, first, second, isTaken) => {
    const state = emptyState();
    addMatchedEvent(state, matched(9, 3));
    addMatchedEvent(state, first);
    expect(addMatchedEvent(state, second)).toBe(false);
    expect(state.matchedEvents.find(({ hash }) => hash === 1)).toBe(isTaken ? second : first);
    expect(state.matchedEvents).toHaveLength(2);
    const byHash = new Map([[1, first]]);
    joinMatchedEvent(byHash, second);
    expect(byHash.get(1)).toBe(isTaken ? second : first);
  });

  const payment = (atMs: number, more: object = {}) => ({
    signatureId: 1,
    rung: 0,
    key: 0,
    atMs,
    hash: 1,
    count: 1,
    earned: null,
    ...more,
  });

  test('a union: the greater payment, tallies added up, the tier states of both, from either side', () => {
    const tierState = {
      programme: 1,
      tier: 1,
      episode: 1,
      score: 1,
      sinceMs: 1,
      episodeAtMs: 1,
      fellFrom: 0,
      fellSinceMs: 0,
      begunAs: null,
      openActions: 0,
      shift: null,
      goneTier: null,
    };
    const heir: ProfileState = {
      ...emptyState(),
      frozenAwards: [payment(5, { count: 2 }), payment(7)],
      tallies: [
        { signatureId: 2, key: 1, count: 3, sinceMs: 0 },
        { signatureId: 1, key: 2, count: 1, sinceMs: 0 },
      ],
      tierStates: [tierState],
      asOfMs: 4,
      generation: 4,
    };
    const other: ProfileState = {
      ...emptyState(),
      frozenAwards: [payment(5), payment(3)],
      tallies: [
        { signatureId: 2, key: 1, count: 4, sinceMs: 0 },
        { signatureId: 1, key: 1, count: 1, sinceMs: 0 },
      ],
      asOfMs: 9,
      generation: 3,
      wait: { since: '7-9', knownUntilMs: 5, actedIn: [], outline: [{ fromMs: 1, toMs: 2 }] },
    };
    const union = unionStates(heir, other);
    expect(union.frozenAwards).toEqual([payment(3), payment(5, { count: 2 }), payment(7)]);
    expect(union.tallies).toEqual([
      { signatureId: 1, key: 1, count: 1, sinceMs: 0 },
      { signatureId: 1, key: 2, count: 1, sinceMs: 0 },
      { signatureId: 2, key: 1, count: 7, sinceMs: 0 },
    ]);
    // What waits has to meet the change of programmes that it waits for.
    expect(union).toMatchObject({ tierStates: [tierState], asOfMs: 4, generation: 3, wait: other.wait });
    expect(
      unionStates(
        {
          ...heir,
          wait: { since: '7-11', knownUntilMs: 4, actedIn: [], outline: [{ fromMs: 5, toMs: 6 }] },
        },
        other,
      ).wait,
    ).toEqual({
      since: '7-11',
      knownUntilMs: 5,
      actedIn: 'all' as const,
      outline: [
        { fromMs: 1, toMs: 2 },
        { fromMs: 5, toMs: 6 },
      ],
    });
    expect(unionStates(other, heir)).toMatchObject({
      frozenAwards: union.frozenAwards,
      tallies: union.tallies,
      tierStates: [tierState],
      asOfMs: 9,
      generation: 3,
      wait: other.wait,
    });
    expect(unionStates(heir, heir)).toMatchObject({ generation: 4, wait: null });
  });

  test.each(['signatureId', 'rung', 'key', 'hash', 'atMs'])(
    'payments that differ in %s are two, in its order',
    (field) => {
      const [low, high] = [payment(5, { [field]: 5 }), payment(5, { [field]: 6 })];
      const union = unionStates(
        { ...emptyState(), frozenAwards: [high] },
        { ...emptyState(), frozenAwards: [low] },
      );
      expect(union.frozenAwards).toEqual([low, high]);
      expect(byFrozenAward(low, high)).toBeLessThan(0);
    },
  );
});

describe('the packed form', () => {
  const state: ProfileState = {
    matchedEvents: [
      { hash: 2 ** 47 + 5, atMs: 1_700_000_000_000, matches: [] },
      { hash: 6, atMs: 1_700_000_000_000, matches: [{ signatureId: 1, key: 0, number: null }] },
      {
        hash: 7,
        atMs: 1_700_000_000_300,
        matches: [
          { signatureId: 200, key: 2 ** 39 + 1, number: -1.5 },
          { signatureId: 300, key: 0, number: 3 },
          { signatureId: 301, key: 4, number: null },
        ],
      },
    ],
    frozenAwards: [
      { signatureId: 1, rung: 2, key: 3, atMs: 1_600_000_000_000, hash: 9, count: 130, earned: null },
      { signatureId: 2, rung: 0, key: 0, atMs: 1_600_000_000_001, hash: 10, count: 1, earned: -129 },
      { signatureId: 3, rung: 0, key: 0, atMs: 1_600_000_000_002, hash: 11, count: 1, earned: 0 },
    ],
    tallies: [
      { signatureId: 1, key: 5, count: 20_000, sinceMs: 0 },
      { signatureId: 1, key: 5, count: 7, sinceMs: 1_600_000_100_000 },
    ],
    cuts: [1_600_000_100_000, 1_650_000_000_000],
    sealedFromMs: 1_500_000_000_000,
    isCutShort: true,
    sealsFullHour: false,
    hasForeignCuts: true,
    outline: [
      { fromMs: 1_700_000_000_000, toMs: 1_700_000_000_000 },
      { fromMs: 1_700_000_001_000, toMs: 1_700_000_001_300 },
    ],
    refusedEvents: [
      {
        hash: 2 ** 47 + 5,
        atMs: 1_700_000_000_000,
        matches: [{ signatureId: 1, key: 3, number: 2 }],
        sign: 'head',
      },
      {
        hash: 6,
        atMs: 1_700_000_000_000,
        matches: [{ signatureId: 1, key: 0, number: null }],
        sign: 'scanner',
      },
    ],
    tierStates: [
      {
        programme: 1,
        tier: 2,
        episode: 3,
        score: -5,
        sinceMs: 4,
        episodeAtMs: 5,
        fellFrom: 0,
        fellSinceMs: 0,
        begunAs: null,
        openActions: 0,
        shift: null,
        goneTier: null,
      },
      {
        programme: 2,
        tier: 0,
        episode: 3,
        score: 7,
        sinceMs: 4,
        episodeAtMs: 5,
        fellFrom: 2,
        fellSinceMs: 6,
        begunAs: { profile: 'AbCdEf-_01234567', episode: 300 },
        openActions: 5,
        shift: null,
        goneTier: null,
      },
      {
        programme: 3,
        tier: 0,
        episode: 0,
        score: 0,
        sinceMs: 0,
        episodeAtMs: 0,
        fellFrom: 0,
        fellSinceMs: 0,
        begunAs: null,
        openActions: 0,
        shift: null,
        goneTier: null,
      },
    ],
    asOfMs: 1_700_000_000_999,
    generation: 300,
    laddersGeneration: 300,
    wait: null,
  };

  /** Its events or awards, some of them marked as of a public key. */
  const marked = (list: 'matchedEvents' | 'frozenAwards', ...positions: number[]) => ({
    [list]: state[list].map((one, index) => (positions.includes(index) ? { ...one, isPublic: true } : one)),
  });

  test('gives back what was packed, and says its generation and since when it waits', () => {
    const outline = [{ fromMs: 5, toMs: 9 }];
    const knownUntilMs = 1_600_000_000_000;
    const wait = { since: '1700000000000-70000', knownUntilMs, actedIn: 'all' as const, outline };
    for (const more of [
      {},
      { wait, laddersGeneration: 301 },
      { wait: { ...wait, actedIn: [] } },
      { wait: { ...wait, actedIn: [3, 300] } },
    ]) {
      const given = { ...state, ...more };
      for (const packed of [packState(given), packState(given, 'compact')]) {
        expect(unpackState(packed)).toEqual(given);
        expect(standingOf(packed)).toEqual({
          generation: 300,
          laddersGeneration: given.laddersGeneration,
          sealsFullHour: false,
          waitsSince: given.wait?.since ?? null,
        });
      }
    }
  });

  const [onLadder] = state.tierStates as [TierState, ...TierState[]];

  test.each<[string, Partial<ProfileState>]>([
    ['cuts from the beginning of time', { cuts: [0, 5, 9] }],
    [
      'an outline from the beginning of time',
      {
        outline: [
          { fromMs: 0, toMs: 0 },
          { fromMs: 5, toMs: 9 },
          { fromMs: 20, toMs: 20 },
        ],
      },
    ],
    ['no refused events', { refusedEvents: [] }],
    ['neither seal nor outline', { cuts: [], sealedFromMs: 0, outline: [] }],
    ['a tier without an episode', { tierStates: [{ ...onLadder, episode: 0 }] }],
    [
      'a shift below the ladder',
      {
        tierStates: [
          { ...onLadder, tier: 0, episode: 0, shift: { score: 60_000, isExcluded: false, fallsAtMs: null } },
        ],
      },
    ],
    [
      'a shift below zero',
      {
        tierStates: [
          {
            ...onLadder,
            openActions: 3,
            shift: { score: -7, isExcluded: true, fallsAtMs: 1_700_000_000_000 },
          },
        ],
      },
    ],
    ['a tier that is gone', { tierStates: [{ ...onLadder, goneTier: 35_000 }] }],
    ['a full hour of public keys', { sealsFullHour: true }],
    ['marks of public keys', { ...marked('matchedEvents', 0, 2), ...marked('frozenAwards', 1) }],
    ['marks of all events', marked('matchedEvents', 0, 1, 2)],
    ['a mark of one award', marked('frozenAwards', 0)],
    ['open actions of an episode of its own', { tierStates: [{ ...onLadder, openActions: 5 }] }],
  ])('gives back %s', (_name, more) => {
    const given = { ...state, ...more };
    given.tallies = given.tallies.filter(({ sinceMs }) => sinceMs === 0);
    for (const form of ['plain', 'compact'] as const)
      expect(unpackState(packState(given, form))).toEqual(given);
  });

  test('takes few bytes', () => {
    expect(packState(emptyState())).toHaveLength(12);
    expect(packState({ ...emptyState(), matchedEvents: state.matchedEvents.slice(0, 1) })).toHaveLength(
      12 + 6 + 6 + 1,
    );
    // A browser's events, all of one mark: five bytes.
    const marks = packState({ ...state, ...marked('matchedEvents', 0, 1, 2) });
    expect(marks).toHaveLength(packState(state).length + 5);
    expect(packState(state)).toHaveLength(190 + 2 + 7 + 6 + 1 + 6 + 6 + 12 + 2 + 1 + 12 + 42);
  });

  test('a long one has room, and is its own', () => {
    const events = Array.from({ length: 8_000 }, (_, index) => ({
      hash: index,
      atMs: index,
      matches: [{ signatureId: 1, key: 1, number: null }],
    }));
    const packed = packState({ ...emptyState(), matchedEvents: events });
    packState(state);
    expect(unpackState(packed).matchedEvents).toEqual(events);
  });

  test('other bytes are refused', () => {
    const packed = packState(state);
    expect(() => unpackState(Buffer.from([9, ...packed.subarray(1)]))).toThrow(/9/);
    for (const other of [3, 31, 64, 127])
      expect(() => unpackState(Buffer.from([other, ...packed.subarray(1)]))).toThrow(`version ${other};`);
    expect(() => unpackState(packed.subarray(0, 7))).toThrow('profile state is cut short');
    expect(() => standingOf(packed.subarray(0, 3))).toThrow('profile state is cut short');
    expect(() => unpackState(Buffer.concat([packed, Buffer.of(0)]))).toThrow(
      `profile state of ${packed.length + 1} bytes ends at ${packed.length}`,
    );
  });
});
