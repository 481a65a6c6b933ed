/** What a profile is at first after Redis has lost it: its links, and the tiers that sales has applied. */
import { describe, expect, test } from 'vitest';
import { Installation, programmesOf } from '../../../test/support/programme.ts';
import { profileIdOf } from '../../base/kernel/kernel.ts';
import type { KeptTier } from '../../contract/api/api.ts';
import { emptyState, newTierState, packState, type TierState } from '../scoring/scoring.ts';
import { type LostProfile, restoredRecord } from './lost-profile.core.ts';
import { eraOf, packRecord, unpackRecord, withEra, withoutEra } from './profile-record.ts';

const installation = new Installation();
const clicksOf = (points: number) =>
  installation.programmes(
    `rules:\n  - { id: click, label: Click, when: { event: Clicked }, points: ${points}, pays: every time }`,
  );
const programmes = programmesOf(`rules:
  - { id: click, label: Click, when: { event: Clicked }, points: 30, pays: every time }
ladder:
  contactWithin: 24 hours
  tiers: [{ name: cool, from: 10 }, { name: warm, from: 20 }, { name: hot, from: 80 }]
`);
const programme = programmes.programmes[0]?.programme.programme ?? '';
const options = {
  programmes,
  generation: 4,
  activatedMs: 3_000,
  earlier: [],
  idOf: () => 9,
  openedMs: 5_000,
  openedAt: '4999-2',
  isArchived: false,
};
const [device, address, user] = ['a:phone', 'e:ada@example.com', 'u:ada'].map(profileIdOf) as [
  string,
  string,
  string,
];

const tierOf = (profile: string, atMs: number, tierName: string, state: Partial<TierState>): KeptTier => ({
  ...{ profile, programme, atMs, tierName, isKnown: true },
  state: { ...newTierState(1), ...state },
});
const linkOf = (child: string, parent: string, acceptedAtMs: number) => ({
  ...{ child, parent, acceptedAtMs },
  childKey: null,
  parentKey: null,
});
const lostOf = (change: Partial<LostProfile>): LostProfile => ({
  link: null,
  links: [],
  tiers: [],
  ...change,
});
const tiersAfter = (lost: LostProfile, stored: Buffer | null = null) => {
  const record = unpackRecord(restoredRecord(user, stored, lost, options));
  return record.kind === 'state' ? record.state.tierStates : [];
};

describe('a profile that Redis has lost', () => {
  test('is a link where it became part of another, and a state that waits where not', () => {
    const linked = restoredRecord(device, null, lostOf({ link: linkOf(device, user, 0) }), options);
    expect(unpackRecord(linked)).toEqual({ kind: 'link', parent: user });
    expect(restoredRecord(device, linked, lostOf({}), options)).toEqual(linked);
    expect(unpackRecord(restoredRecord(user, null, lostOf({}), options))).toMatchObject({
      kind: 'state',
      state: { wait: { since: '4999-2' }, generation: 4, asOfMs: 5_000, tierStates: [] },
    });
  });

  test('stays as it is where its bytes cannot be read: it must not stop its partition', () => {
    const unreadable = Buffer.from('no state');
    expect(restoredRecord(user, unreadable, lostOf({}), options)).toBe(unreadable);
  });

  test('keeps the tier that was applied, by its name, and the number of its episode', () => {
    const applied = tierOf(user, 100, 'warm', { tier: 1, episode: 3, score: 30_000 });
    expect(tiersAfter(lostOf({ tiers: [applied] }))).toMatchObject([
      { programme: 9, tier: 2, episode: 3, begunAs: null },
    ]);
    const removed = tierOf(user, 100, 'mild', { tier: 5, episode: 3 });
    expect(tiersAfter(lostOf({ tiers: [removed] }))).toMatchObject([{ tier: 3, episode: 3 }]);
  });

  test.each<[string, readonly (number | undefined)[], boolean, number]>([
    ['the latest of its tiers', [2, 3, undefined], false, 3],
    ['the active programmes, where its tiers are of later ones', [7], false, 4],
    ['the active programmes, where no tier says so', [undefined], false, 4],
    ['the latest of its tiers, archived too', [2, 3], true, 3],
    ['the first, where it was archived and no tier says so', [], true, 1],
  ])('is of the generation of %s', (_what, generations, isArchived, generation) => {
    const tiers = generations.map((one, index) => {
      const tier = tierOf(user, 100 + index, 'warm', { tier: 2, episode: 1 });
      return { ...tier, programme: `programme ${index}`, state: { ...tier.state, generation: one } };
    });
    const record = unpackRecord(restoredRecord(user, null, lostOf({ tiers }), { ...options, isArchived }));
    const gone = isArchived ? { gone: 'archived', actedIn: [] } : { gone: 'lost', actedIn: 'all' };
    // One that may not have met the active programmes did by itself what it did since they came.
    const knownUntilMs = isArchived || generation === 4 ? 5_000 : 3_000;
    const wait = { knownUntilMs, ...gone };
    expect(record).toMatchObject({ state: { generation, laddersGeneration: 4, wait } });
    expect(tiersAfter(lostOf({ tiers }))).not.toContainEqual(expect.objectContaining({ generation: 2 }));
  });

  test.each<[string, [generation: number, points: number][], number]>([
    ['all, where nobody remembers others', [], 4],
    [
      'those of the latest generation with others',
      [
        [1, 10],
        [2, 20],
      ],
      2,
    ],
    [
      'those before generations with the same',
      [
        [2, 20],
        [3, 30],
      ],
      2,
    ],
    ['all, where all that are remembered are the same', [[3, 30]], 4],
  ])('without tiers is taken to have met %s', (_what, known, generation) => {
    const earlier = known.map(([number, points]) => ({ generation: number, programmes: clicksOf(points) }));
    const given = { ...options, programmes: clicksOf(30), earlier };
    const knownUntilMs = generation === 4 ? 5_000 : 3_000;
    expect(unpackRecord(restoredRecord(user, null, lostOf({}), given))).toMatchObject({
      state: { generation, wait: { knownUntilMs, gone: 'lost' } },
    });
    const early = { ...given, openedMs: 2_000 };
    expect(unpackRecord(restoredRecord(user, null, lostOf({}), early))).toMatchObject({
      state: { wait: { knownUntilMs: 2_000 } },
    });
  });

  test('forgets a tier of Redis that was not applied, and knows a later one', () => {
    const state = { ...emptyState(), tierStates: [{ ...newTierState(9), tier: 1, episode: 1 }] };
    expect(tiersAfter(lostOf({}), packState(state))).toEqual([]);
    const applied = tierOf(user, 100, 'hot', { tier: 3, episode: 2 });
    expect(tiersAfter(lostOf({ tiers: [applied] }), packState(state))).toMatchObject([
      { tier: 3, episode: 2 },
    ]);
  });

  test('goes on with the episode of an address that became part of it, unless its own was applied later', () => {
    const links = [linkOf(address, user, 200)];
    const ofAddress = tierOf(address, 100, 'hot', { tier: 3, episode: 4 });
    expect(tiersAfter(lostOf({ links, tiers: [ofAddress] }))).toMatchObject([
      { tier: 3, episode: 4, begunAs: { profile: address, episode: 4 } },
    ]);
    const fellSince = tierOf(user, 300, 'none', {
      tier: 0,
      episode: 5,
      begunAs: { profile: address, episode: 4 },
    });
    expect(tiersAfter(lostOf({ links, tiers: [ofAddress, fellSince] }))).toMatchObject([
      { tier: 0, episode: 5 },
    ]);
    const before = tierOf(user, 150, 'cool', { tier: 1, episode: 6 });
    expect(tiersAfter(lostOf({ links, tiers: [ofAddress, before] }))).toMatchObject([
      { tier: 3, episode: 7, begunAs: { profile: address, episode: 4 } },
    ]);
  });

  test('does not go on with what a device reached while nobody was known: that is still to be notified', () => {
    const ofDevice = { ...tierOf(device, 300, 'hot', { tier: 3, episode: 4 }), isKnown: false };
    expect(tiersAfter(lostOf({ links: [linkOf(device, user, 200)], tiers: [ofDevice] }))).toEqual([]);
  });

  test('a state names the era it was written in, from the second on; a link never does', () => {
    const packed = packState(emptyState());
    expect(withEra(packed, 1)).toEqual(packed);
    const stored = withEra(packed, 70_000);
    expect([eraOf(stored), eraOf(packed)]).toEqual([70_000, 1]);
    expect(withoutEra(stored)).toEqual(packed);
    expect(unpackRecord(stored)).toEqual(unpackRecord(packed));
    const link = packRecord({ kind: 'link', parent: user });
    expect(withEra(link, 5)).toEqual(link);
  });
});
