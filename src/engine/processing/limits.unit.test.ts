/** A profile at its limits: what is sealed, what is refused, and what a rebuild makes of it. */
import { describe, expect, test } from 'vitest';
import {
  foldOf,
  happened,
  installation,
  Profile,
  rule,
  startMs,
  under,
} from '../../../test/support/decided-profile.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import {
  type CompiledProgramme,
  type CompiledProgrammes,
  emptyState,
  evaluate,
  nobody,
  type ProfileState,
  packState,
  sealOld,
  unionStates,
  unpackState,
} from '../scoring/scoring.ts';
import { rebuilt } from './rebuild.core.ts';

const { dayMs, minuteMs } = limits;

test('two sealed profiles that merged are rebuilt at a cut that nothing of either reaches across', () => {
  const programmes = installation.programmes(
    'rules:\n  - { id: click, label: Click, when: { event: Click }, points: 30, pays: once a visit }\n',
  );
  const at = (days: number) => startMs + days * dayMs;
  const all: ScovilleEvent[] = [];
  const sealedAt = (times: number[], nowMs: number) => {
    const events = times.map((atMs) => ({ ...happened('Click', atMs), acceptedAtMs: atMs }));
    all.push(...events);
    return sealOld(foldOf(programmes, events), nobody, programmes.programmes, nowMs - 7 * dayMs, nowMs);
  };
  const heir = sealedAt([at(0), at(20), at(20) + 10 * minuteMs], at(45));
  const child = sealedAt([at(1)], at(27) + 5 * minuteMs);
  expect(child.cuts).toEqual([at(20) + 5 * minuteMs]);
  const union = unpackState(packState(unionStates(heir, child)));
  const [programme] = programmes.programmes;
  for (const beginsAtMs of [0, at(10)]) {
    const events = all.filter(({ acceptedAtMs }) => acceptedAtMs >= beginsAtMs);
    const again = rebuilt(union, { events, beginsAtMs }, nobody, under(programmes, at(46)));
    expect(evaluate(again, nobody, programme as CompiledProgramme, at(46)).score).toBe(90_000);
  }
});

test('a profile that a sealed one became part of is rebuilt at no cut that its own events reach across', () => {
  const programmes = installation.programmes(
    'rules:\n  - { id: two, label: Two, when: { event: Click }, count: in 7 days, rungs: [{ from: 2, points: 30 }] }\n',
  );
  const [programme] = programmes.programmes as [CompiledProgramme];
  const at = (days: number) => startMs + days * dayMs;
  const clicksAt = (...days: number[]): ScovilleEvent[] =>
    days.map((day) => ({ ...happened('Click', at(day)), acceptedAtMs: at(day) }));
  const sealedOn = (day: number, state: ProfileState) =>
    sealOld(state, nobody, programmes.programmes, at(day - 7), at(day));
  const [old, young] = [clicksAt(0), clicksAt(40, 44)];
  const child = sealedOn(49, foldOf(programmes, old));
  const heir = sealedOn(49, foldOf(programmes, young));
  expect([child.cuts, heir.cuts]).toEqual([[at(42)], []]);
  // The history has forgotten the first click.
  const rebuiltOn = (day: number, state: ProfileState) =>
    rebuilt(
      unpackState(packState(state)),
      { events: young, beginsAtMs: at(30) },
      nobody,
      under(programmes, at(day)),
    );
  const scoreOn = (day: number, state: ProfileState) => evaluate(state, nobody, programme, at(day)).score;
  const merged = rebuiltOn(49, unionStates(heir, child));
  const sealed = sealedOn(70, merged);
  expect(sealed.cuts).toEqual([at(42), at(63)]);
  expect([scoreOn(49, merged), scoreOn(70, sealed), scoreOn(70, rebuiltOn(70, sealed))]).toEqual([
    30_000, 30_000, 30_000,
  ]);
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

  test('is noted by what was paid, not by what was merged', () => {
    const profile = new Profile();
    foldIn(profile, many(eventsMax + 3), 512);
    const lines = profile.ledger.map(({ kind }) => kind);
    expect(lines).toHaveLength(eventsMax + 3);
    expect(new Set(lines)).toEqual(new Set(['paid']));
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

  test('a robot whose payments fade takes the room of the latest, and of groups; a rebuild comes to the same', () => {
    const fading = installation.programmes(`decay: { halfLife: 1 day }\nrules:\n${rule('a', 'A', 1)}`);
    const fadingAloneMax = 100;
    const few = {
      ...fading,
      programmes: fading.programmes.map((programme) => ({ ...programme, fadingAloneMax })),
    };
    const robot = Array.from({ length: 40 * 72 }, (_, index) =>
      accepted('A', startMs + index * 20 * minuteMs),
    );
    const nowMs = (robot.at(-1)?.atMs ?? 0) + 1;
    const scoreOf = (state: ProfileState, at: CompiledProgrammes) =>
      evaluate(state, nobody, at.programmes[0] as CompiledProgramme, nowMs).score / 1_000;
    const scores = [100, 144].map((size) => {
      const profile = new Profile();
      for (let index = 0; index < robot.length; index += size) {
        const batch = robot.slice(index, index + size);
        profile.events(batch, under(few, batch.at(-1)?.acceptedAtMs ?? 0));
      }
      const { frozenAwards, matchedEvents } = profile.state;
      expect(matchedEvents.length).toBeLessThanOrEqual(10 * 72);
      expect(frozenAwards.length).toBeLessThanOrEqual(fadingAloneMax + limits.fadingGroupsPerRuleMax + 70);
      return scoreOf(profile.state, few);
    });
    const again = rebuilt(emptyState(), { events: robot, beginsAtMs: 0 }, nobody, under(few, nowMs));
    scores.push(scoreOf(again, few));
    expect(new Set(scores).size).toBe(1);
    const inTheEnd = 1 / (1 - 2 ** (-1 / 72));
    expect(Math.abs((scores[0] as number) / inTheEnd - 1)).toBeLessThan(0.001);
  });

  test('of ten rules for each event remembers a tenth, and has the same score live and after a rebuild', () => {
    const ten = installation.programmes(
      `decay: { halfLife: 10 days }\nrules:\n${Array.from({ length: 10 }, (_, index) => rule(`a${index}`, 'A', 1)).join('')}`,
    );
    const events = many(2_000);
    const nowMs = startMs + dayMs;
    const scores = [97, 500].map((size) => {
      const profile = new Profile();
      for (let index = 0; index < events.length; index += size) {
        const batch = events.slice(index, index + size);
        const { counts } = profile.events(batch, under(ten, batch.at(-1)?.acceptedAtMs ?? 0));
        expect(counts.refused['profile-limit']).toBe(0);
        expect(profile.state.matchedEvents.length).toBeLessThanOrEqual(Math.ceil(eventsMax / 10));
      }
      return profile.score(ten, nowMs);
    });
    const again = rebuilt(emptyState(), { events, beginsAtMs: 0 }, nobody, under(ten, nowMs));
    const [programme] = ten.programmes as [CompiledProgramme];
    scores.push(evaluate(again, nobody, programme, nowMs).score / 1_000);
    expect(new Set(scores).size).toBe(1);
    // Every payment is there: 20,000 points, most of a day old and halved in ten.
    expect(scores[0]).toBeGreaterThan(20_000 * 2 ** -0.1);
    expect(scores[0]).toBeLessThan(20_000);
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
    profile.reevaluate(under(changed, nowMs, { generation: 2, signaturesGeneration: 2 }), all);
    expect(profile.state.matchedEvents.length).toBeLessThanOrEqual(before);
    expect(profile.score(changed, nowMs)).toBe(all.length);
  });
});

test('an hour that public keys filled follows a change of points exactly, sealed or not', () => {
  const paying = (points: number) =>
    installation.programmes(`rules:\n${rule('a', 'A', points)}${rule('b', 'B', 1)}`);
  const at = (day: number, index = 0) => startMs + day * dayMs + index * 1_000;
  const clicks = Array.from({ length: 150 }, (_, index) => ({
    ...{ ...happened('A', at(0, index)), via: 'public' as const },
    acceptedAtMs: at(0, index),
  }));
  const late = { ...happened('B', at(20)), acceptedAtMs: at(20) };
  const profile = new Profile();
  profile.events(clicks, under(paying(1), at(1)));
  profile.events([late], under(paying(1), at(20)));
  expect(profile.state.sealsFullHour).toBe(true);
  // The same signatures and the same meanings of what is frozen: only this profile needs its history.
  const change = { generation: 2, earlier: [{ generation: 1, programmes: paying(1) }] };
  const options = under(paying(100), at(21), change);
  profile.reevaluate(options, null);
  expect(profile.state.wait).not.toBeNull();
  profile.reevaluate(options, [...clicks, late]);
  expect(profile.state.wait).toBeNull();
  expect(profile.score(paying(100), at(21))).toBe(10_001);
});
