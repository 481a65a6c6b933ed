/** The laws of processing at their edges: sealed profiles that merge, partitions that lag, and histories that are shortened. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { foldInto } from '../../../test/support/fold.ts';
import { drawnTime, languageHistory, streamEvent, timeIn } from '../../../test/support/history-arbitrary.ts';
import { oracleEvaluation } from '../../../test/support/language-oracle.ts';
import type { LanguageEvent } from '../../../test/support/language-oracle-match.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { programmesOf } from '../../../test/support/programme.ts';
import {
  hasBoundedEverCounts,
  parsedProgramme,
  programmeYaml,
} from '../../../test/support/programme-arbitrary.ts';
import { SimulatedInstallation } from '../../../test/support/simulated-installation.ts';
import { limits, partitionOf, profileIdOf } from '../../base/kernel/kernel.ts';
import { compileAlone } from '../scoring/compile.ts';
import { emptyState, evaluate, nobody, sealOld } from '../scoring/scoring.ts';
import { packState, unpackState } from '../scoring/state-codec.ts';
import { rebuilt } from './rebuild.core.ts';

const latenessMs = 2 * limits.dayMs;
const { dayMs, hourMs, minuteMs } = limits;

/** A programme without conditions on people, as its YAML value. */
const yaml = programmeYaml({ readsPerson: false }).filter(
  (one) => !hasBoundedEverCounts(parsedProgramme(one)),
);

const keys = ['a:phone', 'a:laptop', 'e:ada@shop.example', 'u:ada'] as const;
const links = [
  ['a:phone', 'e:ada@shop.example'],
  ['a:laptop', 'u:ada'],
  ['e:ada@shop.example', 'u:ada'],
] as const;

/** What happens, and how long after what happened before. */
type Step =
  | { kind: 'event'; key: (typeof keys)[number]; event: LanguageEvent; delayMs: number }
  | { kind: 'again'; index: number }
  | { kind: 'link'; index: number }
  | { kind: 'score'; partition: number; count: number };

const gapMs = fc.constantFrom(0, minuteMs, hourMs, 5 * hourMs, dayMs, 3 * dayMs);
const delayMs = fc.constantFrom(0, 0, 0, minuteMs, dayMs, latenessMs);

/** Steps with their gaps. Each event has a time of its own, as drawn by its history or later. */
const story = languageHistory(25).chain((events) => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .nat()
        .map((index) => ({ kind: 'score' as const, partition: index % 3, count: 1 + (index % 5) })),
    },
    { weight: 1, arbitrary: fc.nat({ max: 2 }).map((index) => ({ kind: 'link' as const, index })) },
    { weight: 1, arbitrary: fc.nat().map((index) => ({ kind: 'again' as const, index })) },
  );
  const happening = (event: LanguageEvent) =>
    fc.record({
      kind: fc.constant('event' as const),
      key: fc.constantFrom(...keys),
      event: fc.constant(event),
      delayMs,
    });
  return fc.tuple(
    ...events.map((event) => fc.tuple(happening(event), fc.array(step, { maxLength: 4 }), gapMs)),
  );
});

describe('a basket on a device and the order of its user', () => {
  const abandonedBasket = programmesOf(`rules:
  - id: basket
    label: Abandoned basket
    when: { event: Product Added }
    unless: { event: Order Completed }
    within: 30 minutes
    points: 30
    pays: every time
`);
  const atMs = Date.UTC(2026, 2, 2, 12);
  const at = (event: string, eventAtMs: number) =>
    scovilleEvent({ messageId: event, atMs: eventAtMs, type: 'track', event });
  const begin = () =>
    new SimulatedInstallation(
      { programmes: abandonedBasket, partitions: 3, latenessMs, hasPast: true },
      atMs,
    );
  const scoreOf = (installation: SimulatedInstallation) => {
    installation.runOut();
    const state = installation.stateOf('u:ada');
    const [programme] = abandonedBasket.programmes;
    if (state === null || programme === undefined) throw new Error('no profile');
    return evaluate(state, nobody, programme, installation.nowMs).score;
  };

  test('are no abandoned basket, linked a week later as at once', () => {
    for (const linkedAfterMs of [0, 7 * dayMs]) {
      const installation = begin();
      installation.accept(at('Product Added', atMs), 'a:phone');
      installation.nowMs += 1_000;
      installation.accept(at('Order Completed', installation.nowMs), 'u:ada');
      installation.runOut();
      installation.nowMs += linkedAfterMs;
      // Seals the order, which has paid nothing.
      installation.accept(at('Seen', installation.nowMs), 'u:ada');
      installation.runOut();
      installation.link('a:phone', 'u:ada');
      expect(scoreOf(installation)).toBe(0);
    }
  });

  test('nor where the partition of the device lags behind the seal of the user', () => {
    const installation = begin();
    installation.link('a:phone', 'u:ada');
    installation.runOut();
    installation.accept(at('Product Added', atMs), 'a:phone');
    installation.accept(at('Order Completed', atMs + 1_000), 'u:ada');
    const partition = partitionOf(profileIdOf('u:ada'), 3);
    expect(partitionOf(profileIdOf('a:phone'), 3)).not.toBe(partition);
    while (installation.step(partition, 1));
    installation.nowMs += 7 * dayMs;
    installation.accept(at('Seen', installation.nowMs), 'u:ada');
    while (installation.step(partition, 1));
    expect(installation.stateOf('u:ada')?.cuts).toHaveLength(1);
    expect(scoreOf(installation)).toBe(0);
  });
});

describe('what was notified of an address', () => {
  const clicks = programmesOf(`rules:
  - { id: click, label: Click, when: { event: Link Clicked }, points: 30, pays: every time }
ladder:
  contactWithin: 24 hours
  tiers: [{ name: warm, from: 20 }, { name: hot, from: 70 }]
`);
  const startMs = Date.UTC(2026, 2, 2, 12);
  const address = 'e:ada@shop.example';
  let clicked = 0;
  const click = (installation: SimulatedInstallation, key: string) => {
    const messageId = `click ${clicked++}`;
    const event = { messageId, atMs: installation.nowMs, type: 'track', event: 'Link Clicked' };
    installation.accept({ ...scovilleEvent(event), traits: {} }, key);
    installation.runOut();
  };
  const begin = () =>
    new SimulatedInstallation({ programmes: clicks, partitions: 3, latenessMs, hasPast: true }, startMs);
  const shown = ({ records }: SimulatedInstallation) =>
    records.map(({ profile, from, to, episode, begunAs }) => [
      profile === profileIdOf(address) ? 'address' : 'user',
      [from, to],
      begunAs === null
        ? episode
        : `${begunAs.profile === profileIdOf(address) ? 'address' : 'user'} ${begunAs.episode}`,
    ]);

  test('stays notified when its user logs in: the episode goes on, and only the next one is new', () => {
    const installation = begin();
    click(installation, address);
    installation.link(address, 'u:ada');
    installation.runOut();
    click(installation, 'u:ada');
    click(installation, 'u:ada');
    expect(shown(installation)).toEqual([
      ['address', [0, 1], 1],
      ['user', [1, 1], 'address 1'],
      ['user', [1, 1], 'address 1'],
      ['user', [1, 2], 'address 1'],
    ]);
  });

  test('gives no episode a number that its user has used', () => {
    const installation = begin();
    for (let times = 0; times < 3; times++) click(installation, 'u:ada');
    click(installation, address);
    installation.link(address, 'u:ada');
    installation.runOut();
    const episodes = (key: string) =>
      installation.records
        .filter(({ profile }) => profile === profileIdOf(key))
        .map(({ episode }) => episode);
    expect(new Set(episodes('u:ada'))).toEqual(new Set([1]));
    const other = begin();
    click(other, 'u:ada');
    for (let times = 0; times < 3; times++) click(other, address);
    other.link(address, 'u:ada');
    other.runOut();
    expect(other.records.at(-1)).toMatchObject({ from: 2, to: 2, episode: 2, begunAs: { episode: 1 } });
  });

  test('and of two episodes the higher goes on; what a device did while nobody was known is notified now', () => {
    const installation = begin();
    click(installation, 'u:ada');
    for (let times = 0; times < 3; times++) click(installation, address);
    for (let times = 0; times < 3; times++) click(installation, 'a:phone');
    installation.link(address, 'u:ada');
    installation.runOut();
    expect(shown(installation).at(-1)).toEqual(['user', [2, 2], 'address 1']);
    const other = begin();
    for (let times = 0; times < 3; times++) click(other, 'a:phone');
    other.link('a:phone', 'u:ada');
    other.runOut();
    expect(shown(other).at(-1)).toEqual(['user', [0, 2], 1]);
  });
});

describe('sealed profiles', () => {
  test(
    'merge to the score of the union of their events, whenever they are linked and whichever partition lags',
    () => {
      fc.assert(
        fc.property(yaml, story, drawnTime, (given, steps, time) => {
          const programme = parsedProgramme(given);
          const programmes = compileAlone(programme, 'test');
          const installation = new SimulatedInstallation(
            { programmes, partitions: 3, latenessMs, hasPast: true },
            steps[0]?.[0].event.atMs ?? 0,
          );
          const happened: LanguageEvent[] = [];
          const last = new Map<number, { atMs: number; key: string }>();
          let spreadMs = 0;
          const take = (one: Step) => {
            if (one.kind === 'event') {
              const event = { ...one.event, atMs: one.event.atMs + spreadMs };
              installation.nowMs = Math.max(installation.nowMs, event.atMs + one.delayMs);
              if (event.atMs < installation.nowMs - latenessMs) return;
              last.set(happened.length, { atMs: event.atMs, key: one.key });
              happened.push(event);
              installation.accept(streamEvent(event), one.key);
            } else if (one.kind === 'again') {
              const index = one.index % Math.max(1, happened.length);
              const [event, known] = [happened[index], last.get(index)];
              // A retry that comes too late is refused.
              if (event === undefined || known === undefined || event.atMs < installation.nowMs - latenessMs)
                return;
              installation.accept(streamEvent(event), known.key);
            } else if (one.kind === 'link') {
              const [child, parent] = links[one.index] as (typeof links)[number];
              installation.link(child, parent);
            } else {
              installation.step(one.partition, one.count);
              installation.runTimers();
            }
          };
          for (const [event, others, gap] of steps) {
            take(event);
            others.forEach(take);
            spreadMs += gap;
          }
          for (const [child, parent] of links) installation.link(child, parent);
          const nowMs = Math.max(installation.nowMs, timeIn(happened, time));
          installation.nowMs = nowMs;
          installation.runOut();
          const endMs = installation.nowMs;
          const state = installation.stateOf('u:ada');
          if (happened.length === 0 || state === null) return;
          const [compiled] = programmes.programmes;
          if (compiled === undefined) throw new Error('no programme');
          const wanted = oracleEvaluation(happened, nobody, programme, endMs).score;
          expect(evaluate(state, nobody, compiled, endMs).score).toBe(wanted);
        }),
        runs(150),
      );
    },
    lawTimeoutMs,
  );

  test(
    'are rebuilt from a shortened history to the same score, and what was computed stays computed',
    () => {
      const stretches = fc.array(
        fc.tuple(languageHistory(12), fc.constantFrom(0, dayMs, 10 * dayMs, 40 * dayMs, 90 * dayMs)),
        { minLength: 1, maxLength: 6 },
      );
      fc.assert(
        fc.property(yaml, stretches, fc.nat({ max: 100 }), (given, drawn, begins) => {
          const programme = parsedProgramme(given);
          const programmes = compileAlone(programme, 'test');
          const [compiled] = programmes.programmes;
          if (compiled === undefined) throw new Error('no programme');
          let state = emptyState();
          let nowMs = 0;
          const past: LanguageEvent[] = [];
          drawn.forEach(([events, gap], turn) => {
            const startMs = events[0]?.atMs ?? 0;
            const fromMs = past.length === 0 ? startMs : nowMs + gap;
            for (const event of events) {
              const moved = {
                ...event,
                messageId: `${turn} ${event.messageId}`,
                atMs: event.atMs - startMs + fromMs,
              };
              past.push(moved);
              nowMs = Math.max(nowMs, moved.atMs);
              foldInto(state, programmes, streamEvent(moved));
            }
            nowMs += gap;
            const sealed = sealOld(state, nobody, programmes.programmes, nowMs - latenessMs, nowMs);
            state = unpackState(packState({ ...sealed, asOfMs: nowMs }));
          });
          const accepted = past.map((event) => ({ ...streamEvent(event), acceptedAtMs: event.atMs }));
          const first = accepted[0]?.atMs ?? 0;
          const beginsAtMs = begins === 0 ? 0 : Math.floor(first + ((nowMs - first) * begins) / 100);
          const kept = accepted.filter(({ acceptedAtMs }) => acceptedAtMs >= beginsAtMs);
          const options = {
            programmes,
            generation: 1,
            signaturesGeneration: 1,
            activatedMs: 0,
            notifyGeneration: () => 0,
            versionSinceMs: () => 0,
            earlier: [],
            signatureSinceMs: () => 0,
            latenessMs,
            historyFromMs: 0,
          };
          const again = rebuilt(state, { events: kept, beginsAtMs }, nobody, options);
          const wanted = oracleEvaluation(past, nobody, programme, nowMs).score;
          const whole = emptyState();
          for (const event of accepted) foldInto(whole, programmes, event);
          const { isComputed } = evaluate(whole, nobody, compiled, nowMs);
          for (const one of [state, again])
            expect(evaluate(one, nobody, compiled, nowMs)).toMatchObject({ score: wanted, isComputed });
        }),
        runs(150),
      );
    },
    lawTimeoutMs,
  );
});
