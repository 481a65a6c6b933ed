/** What a batch does to a profile in the corners: changed ladders, full states, histories out of reach, sealed profiles that become one. */
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { foldInto } from '../../../test/support/fold.ts';
import { Installation, mondayNoonMs } from '../../../test/support/programme.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import type { LedgerEntry, TierUpdate } from '../../contract/api/api.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import {
  type CompiledProgramme,
  type CompiledProgrammes,
  emptyState,
  evaluate,
  nobody,
  type ProfileState,
  packState,
} from '../scoring/scoring.ts';
import { parseBatch } from './batch.ts';
import { type Decision, decideBatch, decideTimers } from './decide.core.ts';
import type { DecideOptions } from './folded-profile.ts';
import { unpackRecord } from './profile-record.ts';
import { rebuilt } from './rebuild.core.ts';

const { dayMs, minuteMs } = limits;
const startMs = mondayNoonMs;
const id = profileIdOf('u:x');
const idOf = (ms: number) => `${ms}-0`;

let made = 0;
const happened = (event: string, atMs: number, key = 'u:x'): ScovilleEvent =>
  scovilleEvent({ messageId: `d${made++}`, atMs, type: 'track', event } as never, key);
const rule = (name: string, event: string, points: number, more = '') =>
  `  - { id: ${name}, label: ${name}, when: { event: ${event} }, points: ${points}, pays: every time${more} }\n`;
const tiers = (...of: [name: string, from: number][]) =>
  `ladder: { contactWithin: 24 hours, tiers: [${of.map(([name, from]) => `{ name: ${name}, from: ${from} }`).join(', ')}] }`;

/** One profile in a store of its own. */
class Profile {
  #packed: Buffer | null = null;
  #identity: string | null = JSON.stringify({ keys: ['u:x'], traits: {} });
  readonly records: TierUpdate[] = [];
  readonly ledger: LedgerEntry[] = [];
  dueAtMs: number | null = null;

  events(
    events: ScovilleEvent[],
    options: DecideOptions,
    history: ScovilleEvent[] | null | undefined = undefined,
  ) {
    const entry = { id: idOf(options.nowMs), field: 'e' as const, json: JSON.stringify(events) };
    return this.#write(decideBatch(parseBatch([entry], '0-0'), this.#loaded(history), options));
  }

  merge(state: ProfileState, options: DecideOptions) {
    const given = {
      to: id,
      toKey: 'u:x',
      state: packState(state).toString('base64'),
      identity: { keys: ['a:device'], traits: {} },
      acceptedAtMs: options.nowMs,
    };
    const entry = { id: idOf(options.nowMs), field: 's' as const, json: JSON.stringify([given]) };
    return this.#write(decideBatch(parseBatch([entry], '0-0'), this.#loaded(undefined), options));
  }

  /** `history`: what is read of it where the profile is stale; null where it is out of reach. */
  reevaluate(options: DecideOptions, history: ScovilleEvent[] | null | undefined = undefined) {
    return this.#write(decideTimers([id], idOf(options.nowMs), this.#loaded(history), options));
  }

  get state(): ProfileState {
    const record = unpackRecord(this.#packed as Buffer);
    if (record.kind !== 'state') throw new Error('a link');
    return record.state;
  }

  score({ programmes }: CompiledProgrammes, nowMs: number): number {
    return evaluate(this.state, nobody, programmes[0] as CompiledProgramme, nowMs).score / 1_000;
  }

  #loaded(history: ScovilleEvent[] | null | undefined) {
    return {
      profiles: new Map([[id, this.#packed]]),
      identities: new Map([[id, this.#identity]]),
      histories: new Map(history === undefined ? [] : [[id, history && { events: history, beginsAtMs: 0 }]]),
    };
  }

  #write(decision: Decision): Decision {
    const { commit } = decision;
    this.#packed = commit.profiles.get(id) ?? this.#packed;
    this.#identity = commit.identities.get(id) ?? this.#identity;
    this.records.push(...commit.tierUpdates.map((json) => JSON.parse(json)));
    if (commit.ledger !== null) this.ledger.push(...JSON.parse(commit.ledger));
    this.dueAtMs = commit.timers.get(id) ?? (commit.spent.includes(id) ? null : this.dueAtMs);
    return decision;
  }
}

const installation = new Installation();
const under = (
  programmes: CompiledProgrammes,
  nowMs: number,
  change: Partial<DecideOptions> = {},
): DecideOptions => ({
  programmes,
  partitions: 3,
  nowMs,
  latenessMs: 7 * dayMs,
  hash: 'h',
  hasPast: true,
  historyFromMs: 0,
  sinceMs: 0,
  signaturesSinceMs: 0,
  earlier: [],
  signatureSinceMs: () => 0,
  ...change,
});
const foldOf = (programmes: CompiledProgrammes, events: readonly ScovilleEvent[]) => {
  const state = emptyState();
  for (const event of events) foldInto(state, programmes, event);
  return state;
};
const shown = (records: readonly TierUpdate[]) =>
  records.map(({ from, to, tierName, actions }) => [from, to, tierName, actions.length]);

describe('a changed ladder', () => {
  const two = installation.programmes(`rules:\n${rule('a', 'A', 60)}${tiers(['warm', 20], ['hot', 50])}`);
  const change = (programmes: CompiledProgrammes) =>
    under(programmes, startMs + minuteMs, {
      sinceMs: startMs + 1,
      earlier: [{ sinceMs: 0, programmes: two }],
    });
  const hot = () => {
    const profile = new Profile();
    profile.events([happened('A', startMs)], under(two, startMs));
    profile.records.length = 0;
    return profile;
  };

  test('with a tier put in below does not report the tier again that was reached', () => {
    const three = installation.programmes(
      `rules:\n${rule('a', 'A', 60)}${tiers(['cool', 5], ['warm', 20], ['hot', 50])}`,
    );
    const profile = hot();
    profile.reevaluate(change(three));
    expect(shown(profile.records)).toEqual([[3, 3, 'hot', 0]]);
  });

  test.each([
    ['the score is still on it', 60, [[1, 1, 'warm', 0]]],
    ['the score is below it', 5, [[1, 0, 'none', 0]]],
  ])('with fewer tiers takes the profile along: %s', (_how, points, expected) => {
    const one = installation.programmes(`rules:\n${rule('a', 'A', points)}${tiers(['warm', 20])}`);
    const profile = hot();
    profile.reevaluate(change(one));
    expect(shown(profile.records)).toEqual(expected);
  });

  test('with fewer tiers, the old one not known any more: no error, and it falls', () => {
    const one = installation.programmes(`rules:\n${rule('a', 'A', 5)}${tiers(['warm', 20])}`);
    const profile = hot();
    profile.reevaluate({ ...change(one), earlier: [] });
    expect(shown(profile.records)).toEqual([[1, 0, 'none', 0]]);
  });
});

describe('a profile at its limit', () => {
  const programmes = installation.programmes(
    `rules:\n${rule('a', 'A', 1)}  - { id: three, label: three, when: { event: B }, count: in a day, rungs: [{ from: 3, points: 5 }] }\n`,
  );
  const eventsMax = limits.profileEventsMax;
  const accepted = (event: string, atMs: number) => ({ ...happened(event, atMs), acceptedAtMs: atMs });
  const many = (count: number, event = 'A') =>
    Array.from({ length: count }, (_, index) => accepted(event, startMs + index * 1_000));
  const foldIn = (profile: Profile, events: ScovilleEvent[], size: number) => {
    const refused = { limit: 0, duplicate: 0 };
    for (let index = 0; index < events.length; index += size) {
      const batch = events.slice(index, index + size);
      const { counts } = profile.events(batch, under(programmes, batch.at(-1)?.acceptedAtMs ?? 0));
      refused.limit += counts.refused['profile-limit'];
      refused.duplicate += counts.refused.duplicate;
    }
    return refused;
  };

  test.each([
    ['one below it', eventsMax - 1, eventsMax - 1],
    ['at it', eventsMax, eventsMax],
    ['one above it: the older half is sealed', eventsMax + 1, eventsMax / 2 + 1],
  ])('%s', (_name, count, remembered) => {
    const profile = new Profile();
    expect(foldIn(profile, many(count), 512)).toEqual({ limit: 0, duplicate: 0 });
    expect(profile.state.matchedEvents).toHaveLength(remembered);
    expect(profile.state.isCutShort).toBe(count > eventsMax);
    expect(profile.score(programmes, startMs + dayMs)).toBe(count);
    expect(profile.state.frozenAwards.length).toBeLessThanOrEqual(limits.frozenAwardsPerRuleMax);
  });

  test('goes on to score; what comes again, or late for the sealed part, is refused', () => {
    const profile = new Profile();
    const events = many(eventsMax + 10);
    foldIn(profile, events, 512);
    expect(foldIn(profile, [events[0] as ScovilleEvent, accepted('A', startMs + 500)], 2)).toEqual({
      limit: 2,
      duplicate: 0,
    });
    expect(foldIn(profile, [events.at(-1) as ScovilleEvent], 1)).toEqual({ limit: 0, duplicate: 1 });
    expect(foldIn(profile, [accepted('A', startMs + 2 * dayMs)], 1)).toEqual({ limit: 0, duplicate: 0 });
    expect(profile.score(programmes, startMs + 2 * dayMs)).toBe(eventsMax + 11);
  });

  test('has the same score however it was cut into batches, and after a rebuild', () => {
    const events = many(eventsMax + 900).flatMap((event, index) =>
      index % 700 === 0 ? [event, accepted('B', event.atMs + 1)] : [event],
    );
    const nowMs = startMs + 2 * dayMs;
    const scores = [97, 500].map((size) => {
      const profile = new Profile();
      foldIn(profile, events, size);
      return profile.score(programmes, nowMs);
    });
    const again = rebuilt(emptyState(), { events, beginsAtMs: 0 }, nobody, under(programmes, nowMs));
    const [programme] = programmes.programmes;
    scores.push(evaluate(again, nobody, programme as CompiledProgramme, nowMs).score / 1_000);
    expect(new Set(scores).size).toBe(1);
    expect(again.isCutShort).toBe(true);
  });

  test('what no rule recognises takes the room of its visits alone', () => {
    const profile = new Profile();
    foldIn(profile, [...many(3 * eventsMax, 'Unknown'), accepted('A', startMs + 3 * eventsMax * 1_000)], 512);
    expect(profile.state).toMatchObject({ isCutShort: false, outline: [{ fromMs: startMs }] });
    expect(profile.state.matchedEvents).toHaveLength(1);
    expect(profile.score(programmes, startMs + 2 * dayMs)).toBe(1);
  });

  test('a robot that never pauses is sealed as it goes on', () => {
    const profile = new Profile();
    const robot = Array.from({ length: 60 * 72 }, (_, index) =>
      accepted('A', startMs + index * 20 * minuteMs),
    );
    foldIn(profile, robot, 72);
    expect(profile.state.matchedEvents.length).toBeLessThanOrEqual(9 * 72);
    expect(profile.state.cuts.length).toBeLessThanOrEqual(4);
    expect(profile.score(programmes, startMs + 61 * dayMs)).toBe(robot.length);
  });

  test('is as small after a rebuild as before', () => {
    const changed = installation.programmes(`rules:\n${rule('a', 'A', 1)}${rule('b', 'B', 1)}`);
    const profile = new Profile();
    const all: ScovilleEvent[] = [];
    for (let day = 0; day < 300; day++) {
      const events = Array.from({ length: 15 }, (_, index) =>
        happened('A', startMs + day * dayMs + index * 1_000),
      );
      all.push(...events);
      profile.events(events, under(programmes, startMs + day * dayMs + 15_000));
    }
    const before = profile.state.matchedEvents.length;
    const nowMs = startMs + 300 * dayMs;
    profile.reevaluate(under(changed, nowMs, { sinceMs: nowMs - 1, signaturesSinceMs: nowMs - 1 }), all);
    expect(profile.state.matchedEvents.length).toBeLessThanOrEqual(before);
    expect(profile.score(changed, nowMs)).toBe(all.length);
  });
});

describe('a stale profile', () => {
  const old = installation.programmes(`rules:\n${rule('a', 'A', 60)}${tiers(['warm', 20], ['hot', 50])}`);
  const wider = installation.programmes(
    `rules:\n  - { id: a, label: a, when: { event: [A, B] }, points: 60, pays: every time }\n${tiers(['warm', 20], ['hot', 50])}`,
  );
  const sinceMs = startMs + minuteMs;
  const changed = (nowMs: number) =>
    under(wider, nowMs, { sinceMs, signaturesSinceMs: sinceMs, earlier: [{ sinceMs: 0, programmes: old }] });

  test('whose history is out of reach neither falls nor rises, and is re-evaluated', () => {
    const profile = new Profile();
    const event = happened('A', startMs);
    profile.events([event], under(old, startMs));
    profile.reevaluate(changed(sinceMs + 1), null);
    expect(profile.dueAtMs).toBe(sinceMs + 1 + limits.staleRetryMs);
    profile.events([happened('B', sinceMs + 2)], changed(sinceMs + 2), null);
    expect(profile.records).toHaveLength(1);
    profile.reevaluate(changed(sinceMs + minuteMs), [event]);
    expect(profile.records.map(({ from, to, episode }) => [from, to, episode])).toEqual([
      [0, 2, 1],
      [2, 2, 1],
    ]);
    expect(profile.score(wider, sinceMs + minuteMs)).toBe(120);
  });

  test('notes in the ledger what the change did, once', () => {
    const profile = new Profile();
    const event = happened('A', startMs);
    profile.events([event], under(old, startMs));
    profile.reevaluate(changed(sinceMs + 1), [event]);
    profile.reevaluate(changed(sinceMs + 2));
    const sum = profile.ledger.reduce(
      (total, { kind, points }) => total + (kind === 'paid' ? points : kind === 'taken back' ? -points : 0),
      0,
    );
    expect(sum).toBe(60);
  });

  test('that is merged waits with its heir until both are rebuilt', () => {
    const one = installation.programmes(`rules:\n${rule('a', 'A', 1)}`);
    const more = installation.programmes(`rules:\n${rule('a', 'A', 1)}${rule('b', 'B', 50)}`);
    const options = (nowMs: number) => under(more, nowMs, { sinceMs, signaturesSinceMs: sinceMs });
    const profile = new Profile();
    const own = happened('A', startMs);
    const childs = happened('B', startMs, 'a:device');
    profile.events([own], under(one, startMs));
    profile.reevaluate(options(sinceMs + 1), [own]);
    profile.merge({ ...foldOf(one, [childs]), asOfMs: sinceMs - 3_000 }, options(sinceMs + 100));
    expect(profile.state.waitsToBeRebuilt).toBe(true);
    expect(profile.dueAtMs).toBe(sinceMs + 100 + limits.rebuildSoonMs);
    profile.reevaluate(options(sinceMs + 5_000), [own, childs]);
    expect(profile.state.waitsToBeRebuilt).toBe(false);
    expect(profile.score(more, sinceMs + 5_000)).toBe(51);
  });
});

describe('sealed profiles that become one', () => {
  const oldMs = startMs + 40 * dayMs;
  const bounded: [string, string, number[], number[]][] = [
    [
      'paid once a day',
      'rules:\n  - { id: a, label: a, when: { event: A }, points: 10, pays: once a day }',
      [0],
      [3_600_000],
    ],
    ['under one cap', `cap: { ever: 10 }\nrules:\n${rule('a', 'A', 10)}`, [0], [3_600_000]],
    [
      'counted for ever',
      'rules:\n  - { id: a, label: a, when: { event: A }, count: ever, rungs: [{ from: 2, points: 10 }, { from: 4, points: 15 }] }',
      [0, 1],
      [3_600_000, 3_600_001],
    ],
    [
      'paid once in 7 days',
      'rules:\n  - { id: a, label: a, when: { event: A }, points: 10, pays: once in 7 days }',
      [20 * dayMs],
      [0],
    ],
  ];

  test.each(bounded)(
    '%s: the score of the union of their events, and no crossing before that is known',
    (_how, parts, heirs, childs) => {
      const programmes = installation.programmes(`${parts}\n${tiers(['warm', 20])}`);
      const profile = new Profile();
      const own = heirs.map((afterMs) => happened('A', startMs + afterMs));
      const given = childs.map((afterMs) => happened('A', startMs + afterMs, 'a:device'));
      const acceptedAs = (events: ScovilleEvent[]) =>
        events.map((event) => ({ ...event, acceptedAtMs: event.atMs }));
      profile.events(acceptedAs(own), under(programmes, startMs + Math.max(...heirs)));
      profile.events([{ ...happened('Z', oldMs), acceptedAtMs: oldMs }], under(programmes, oldMs));
      const state = foldOf(programmes, given);
      profile.merge({ ...state, asOfMs: oldMs }, under(programmes, oldMs + 1));
      profile.reevaluate(under(programmes, oldMs + 5_000), [...acceptedAs(own), ...acceptedAs(given)]);
      const whole = foldOf(programmes, [...own, ...given]);
      const wanted = evaluate(
        whole,
        nobody,
        programmes.programmes[0] as CompiledProgramme,
        oldMs + 5_000,
      ).score;
      expect(profile.score(programmes, oldMs + 5_000)).toBe(wanted / 1_000);
      if (wanted < 20_000) expect(profile.records).toEqual([]);
    },
  );
});

test('an event is of the earliest time that the state or the history knows, and recognised as now', () => {
  const programmes = installation.programmes(`rules:\n${rule('a', 'A', 10)}`);
  const nowMs = startMs + dayMs;
  const later = happened('A', startMs + 7);
  for (const [earlierMs, matches] of [
    [startMs, []],
    [startMs + 9, []],
  ] as const) {
    const state = { ...emptyState(), matchedEvents: [{ hash: later.hash, atMs: earlierMs, matches }] };
    const { matchedEvents } = rebuilt(
      state,
      { events: [later], beginsAtMs: 0 },
      nobody,
      under(programmes, nowMs),
    );
    expect(matchedEvents).toMatchObject([{ hash: later.hash, atMs: Math.min(earlierMs, later.atMs) }]);
    expect(matchedEvents[0]?.matches).toHaveLength(1);
  }
});

test('a late event that does not count drops no award frozen before the history begins', () => {
  const programmes = installation.programmes(`rules:\n${rule('a', 'A', 10)}`);
  const nowMs = startMs + 20 * dayMs;
  const frozenAwards = { signatureId: 0, rung: 0, key: 0, atMs: startMs, hash: 1, count: 1, earned: null };
  const cuts = [startMs + dayMs];
  const state = { ...emptyState(), frozenAwards: [frozenAwards], cuts, sealedFromMs: startMs };
  const late = { ...happened('B', startMs - 3_000 * dayMs), acceptedAtMs: nowMs };
  const past = { events: [late, happened('B', nowMs)], beginsAtMs: startMs + 2 * dayMs };
  expect(rebuilt(state, past, nobody, under(programmes, nowMs)).frozenAwards).toEqual([frozenAwards]);
});
