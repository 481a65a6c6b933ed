/** What a batch does to a profile in the corners: changed ladders, histories out of reach, sealed profiles that become one. */
import { describe, expect, test } from 'vitest';
import {
  foldOf,
  happened,
  installation,
  Profile,
  rule,
  shown,
  startMs,
  tiers,
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
} from '../scoring/scoring.ts';
import { needsOf, parseBatch } from './batch.ts';
import { rebuilt } from './rebuild.core.ts';

const { dayMs, minuteMs } = limits;

describe('a changed ladder', () => {
  test.each([
    ['without a tier', 60, ['cold', 10], 3, 2],
    ['with one more', 30, null, 1, 2],
  ] as const)(
    '%s counts once where a device is merged before the profile is evaluated',
    (_how, points, without, tier, after) => {
      const more = [
        ...(without === null ? [['cold', 10] as [string, number]] : []),
        ['warm', 20],
        ['hot', 50],
      ] as [string, number][];
      const fewer = [
        ...(without === null ? [] : [['cold', 10] as [string, number]]),
        ['warm', 20],
        ['hot', 50],
      ] as [string, number][];
      const before = installation.programmes(`rules:\n${rule('a', 'A', points)}${tiers(...fewer)}`);
      const now = installation.programmes(`rules:\n${rule('a', 'A', points)}${tiers(...more)}`);
      const profile = new Profile();
      profile.events([happened('A', startMs)], under(before, startMs));
      expect(profile.state.tierStates.at(-1)?.tier).toBe(tier);
      const change = (nowMs: number) =>
        under(now, nowMs, { generation: 2, earlier: [{ generation: 1, programmes: before }] });
      for (let times = 1; times < 4; times++)
        profile.merge(
          { ...emptyState(), asOfMs: startMs + times * minuteMs, generation: 2 },
          change(startMs + times * minuteMs),
        );
      expect(profile.state.tierStates.find(({ tier: on }) => on > 0)?.tier).toBe(after);
      expect(profile.records.slice(1).filter(({ from, to }) => from !== to)).toEqual([]);
    },
  );

  const two = installation.programmes(`rules:\n${rule('a', 'A', 60)}${tiers(['warm', 20], ['hot', 50])}`);
  const change = (programmes: CompiledProgrammes) =>
    under(programmes, startMs + minuteMs, {
      generation: 2,
      earlier: [{ generation: 1, programmes: two }],
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
    // Only its own doing makes it fall.
    ['the score is below it', 5, [[1, 1, 'warm', 0]]],
  ])('with fewer tiers takes the profile along: %s', (_how, points, expected) => {
    const one = installation.programmes(`rules:\n${rule('a', 'A', points)}${tiers(['warm', 20])}`);
    const profile = hot();
    profile.reevaluate(change(one));
    expect(shown(profile.records)).toEqual(expected);
  });

  test('with fewer tiers, the old one not known any more: no error, and it stays on the ladder', () => {
    const one = installation.programmes(`rules:\n${rule('a', 'A', 5)}${tiers(['warm', 20])}`);
    const profile = hot();
    profile.reevaluate({ ...change(one), earlier: [] });
    expect(shown(profile.records)).toEqual([[1, 1, 'warm', 0]]);
  });
});

describe('a stale profile', () => {
  const old = installation.programmes(`rules:\n${rule('a', 'A', 60)}${tiers(['warm', 20], ['hot', 50])}`);
  const wider = installation.programmes(
    `rules:\n  - { id: a, label: a, when: { event: [A, B] }, points: 60, pays: every time }\n${tiers(['warm', 20], ['hot', 50])}`,
  );
  const sinceMs = startMs + minuteMs;
  const changed = (nowMs: number) =>
    under(wider, nowMs, {
      generation: 2,
      signaturesGeneration: 2,
      earlier: [{ generation: 1, programmes: old }],
    });

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
    const options = (nowMs: number) => under(more, nowMs, { generation: 2, signaturesGeneration: 2 });
    const profile = new Profile();
    const own = happened('A', startMs);
    const childs = happened('B', startMs, 'a:device');
    profile.events([own], under(one, startMs));
    profile.reevaluate(options(sinceMs + 1), [own]);
    profile.merge(
      { ...foldOf(one, [childs]), asOfMs: sinceMs - 3_000, generation: 1 },
      options(sinceMs + 100),
    );
    expect(profile.state.wait).not.toBe(null);
    expect(profile.dueAtMs).toBe(sinceMs + 100 + limits.rebuildSoonMs);
    profile.reevaluate(options(sinceMs + 5_000), [own, childs]);
    expect(profile.state.wait).toBe(null);
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

test('what a machine did is rebuilt apart from what counts, and kept where the history lacks it', () => {
  const programmes = installation.programmes(`rules:\n${rule('a', 'A', 10)}`);
  const nowMs = startMs + dayMs;
  const done = happened('A', startMs);
  const [head, scanned]: [ScovilleEvent, ScovilleEvent] = [
    { ...done, machine: 'head' },
    { ...happened('A', startMs + 5), machine: 'scanner' },
  ];
  const live = foldOf(programmes, [head, done, scanned]);
  expect(live.refusedEvents).toHaveLength(2);
  for (const events of [[head, done, scanned], [done, scanned], [done]]) {
    const again = rebuilt(live, { events, beginsAtMs: 0 }, nobody, under(programmes, nowMs));
    expect(again.refusedEvents).toEqual(live.refusedEvents);
    expect(again.matchedEvents).toEqual(live.matchedEvents);
  }
  const fresh = rebuilt(emptyState(), { events: [scanned], beginsAtMs: 0 }, nobody, under(programmes, nowMs));
  expect(fresh).toMatchObject({ matchedEvents: [], outline: [], refusedEvents: [{ sign: 'scanner' }] });
  const other = installation.programmes(`rules:\n${rule('b', 'B', 10)}`);
  expect(
    rebuilt(live, { events: [head, scanned], beginsAtMs: 0 }, nobody, under(other, nowMs)).refusedEvents,
  ).toEqual([]);
});

test('what was denied is rebuilt as it is, and counts where nobody asks for consent any more', () => {
  const nowMs = startMs + dayMs;
  const rules = `rules:\n${rule('a', 'A', 10)}`;
  const asking = installation.programmes(`consent: { purpose: ads }\n${rules}`);
  const denied: ScovilleEvent = { ...happened('A', startMs), consent: { denied: ['ads'] } };
  const live = foldOf(asking, [denied]);
  expect(live).toMatchObject({ matchedEvents: [], outline: [], refusedEvents: [{ sign: 'denied' }] });
  const past = { events: [denied], beginsAtMs: 0 };
  expect(rebuilt(live, past, nobody, under(asking, nowMs))).toMatchObject({
    ...{ matchedEvents: [], outline: [], refusedEvents: live.refusedEvents },
  });
  expect(rebuilt(live, past, nobody, under(installation.programmes(rules), nowMs))).toMatchObject({
    ...{ matchedEvents: [{ hash: denied.hash }], refusedEvents: [] },
  });
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

test.each<[string, Partial<ScovilleEvent>, boolean]>([
  ['a device that says nothing', {}, false],
  ['traits', { traits: {} }, true],
  ['a word on consent', { consent: { denied: ['ads'] } }, true],
  ['somebody who is known', { key: 'u:ada' }, true],
  ['what followed a link', { isForwarded: true }, true],
])('who a profile is is loaded for what may change it: %s', (_what, more, isLoaded) => {
  const event = { ...happened('A', startMs), key: 'a:device', ...more };
  const batch = parseBatch([{ id: '1-1', field: 'e', json: JSON.stringify([event]) }], '0-0');
  expect([...needsOf(batch, false).identities]).toEqual(isLoaded ? [event.profile] : []);
});
