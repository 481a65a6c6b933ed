/** The laws of processing while programmes change: generations under bad clocks, and versions that notify nobody twice. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnTime, languageHistory, streamEvent, timeIn } from '../../../test/support/history-arbitrary.ts';
import { oracleEvaluation } from '../../../test/support/language-oracle.ts';
import type { LanguageEvent } from '../../../test/support/language-oracle-match.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { Installation } from '../../../test/support/programme.ts';
import {
  hasBoundedEverCounts,
  ladderYaml,
  parsedProgramme,
  programmeYaml,
} from '../../../test/support/programme-arbitrary.ts';
import {
  SimulatedInstallation,
  type SimulatedProcess,
} from '../../../test/support/simulated-installation.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Programme } from '../../contract/language/language.ts';
import { evaluate, nobody, recognise, type TierState } from '../scoring/scoring.ts';

const latenessMs = 2 * limits.dayMs;
const { dayMs, hourMs, minuteMs } = limits;

/** A programme without conditions on people, as its YAML value, and one that may have some. */
const [yaml, personalYaml] = [false, true].map((readsPerson) =>
  programmeYaml({ readsPerson }).filter((one) => !hasBoundedEverCounts(parsedProgramme(one))),
) as [ReturnType<typeof programmeYaml>, ReturnType<typeof programmeYaml>];

const keys = ['a:phone', 'e:ada@shop.example', 'u:ada'] as const;
const links = [
  ['a:phone', 'e:ada@shop.example'],
  ['e:ada@shop.example', 'u:ada'],
] as const;

/** What happens between two events. */
type Step =
  | { kind: 'score'; partition: number; count: number; by: number }
  | { kind: 'timers'; by: number }
  | { kind: 'link'; index: number }
  | { kind: 'publish' }
  | { kind: 'reevaluate' }
  | { kind: 'clock'; by: number; aheadMs: number };

const by = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('score' as const),
      partition: fc.nat({ max: 2 }),
      count: fc.integer({ min: 1, max: 5 }),
      by,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('timers' as const), by }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('link' as const), index: fc.nat({ max: 1 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'publish' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reevaluate' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      by,
      aheadMs: fc.constantFrom(0, -1, 1, -minuteMs, minuteMs, -5 * hourMs, 5 * hourMs, -3 * dayMs, 3 * dayMs),
    }),
  },
);

/** `isJoined`: it comes in one entry with the event after it. */
const story = languageHistory(20).chain((events) =>
  fc.tuple(
    ...events.map((event) =>
      fc.tuple(
        fc.record({ key: fc.constantFrom(...keys), event: fc.constant(event), isJoined: fc.boolean() }),
        fc.array(step, { maxLength: 5 }),
      ),
    ),
  ),
);

describe('generations', () => {
  test(
    'leave every profile with the score of the last programme, whatever the clocks say and any process behind',
    () => {
      fc.assert(
        fc.property(
          fc.array(yaml, { minLength: 2, maxLength: 4 }),
          story,
          drawnTime,
          fc.constantFrom(0, 500, 20_000),
          (given, steps, time, historyLagMs) => {
            const ids = new Installation();
            const drafts = given.map(parsedProgramme);
            const versions = drafts.map((draft) => ids.compiled(draft));
            const installation = new SimulatedInstallation(
              {
                programmes: versions[0] as (typeof versions)[0],
                partitions: 3,
                latenessMs,
                hasPast: true,
                historyLagMs,
              },
              steps[0]?.[0].event.atMs ?? 0,
            );
            const processes: SimulatedProcess[] = [0, 1, 2].map(() => ({ aheadMs: 0, generation: 1 }));
            const processOf = (index: number) => processes[index] as SimulatedProcess;
            const happened: LanguageEvent[] = [];
            const publishNext = () => {
              const next = versions[installation.generation];
              if (next === undefined) return;
              installation.publish(next);
              processOf(0).generation = installation.generation;
            };
            const take = (one: Step) => {
              if (one.kind === 'score') installation.step(one.partition, one.count, processOf(one.by));
              else if (one.kind === 'timers') installation.runTimers(processOf(one.by));
              else if (one.kind === 'link') installation.link(...(links[one.index] as (typeof links)[0]));
              else if (one.kind === 'publish') publishNext();
              else if (one.kind === 'reevaluate') installation.reevaluateAll();
              else processOf(one.by).aheadMs = one.aheadMs;
            };
            let entry: { key: string; events: LanguageEvent[] } = { key: keys[0], events: [] };
            const acceptEntry = () => {
              const { key, events } = entry;
              for (const { atMs } of events) installation.nowMs = Math.max(installation.nowMs, atMs);
              const taken = events.filter(({ atMs }) => atMs >= installation.nowMs - latenessMs);
              happened.push(...taken);
              if (taken.length > 0) installation.accept(taken.map(streamEvent), key);
              entry = { key, events: [] };
            };
            for (const [{ key, event, isJoined }, others] of steps) {
              if (key !== entry.key) acceptEntry();
              entry = { key, events: [...entry.events, event] };
              if (!isJoined) acceptEntry();
              others.forEach(take);
            }
            acceptEntry();
            while (installation.generation < versions.length) publishNext();
            for (const [child, parent] of links) installation.link(child, parent);
            installation.nowMs = Math.max(installation.nowMs, timeIn(happened, time));
            installation.reevaluateAll();
            installation.runOut();
            const endMs = installation.nowMs;
            for (const generations of installation.evaluatedBy.values())
              expect(generations).toEqual(generations.toSorted((a, b) => a - b));
            const state = installation.stateOf('u:ada');
            if (happened.length === 0 || state === null) return;
            expect(state).toMatchObject({ generation: versions.length, wait: null });
            const [compiled] = (versions.at(-1) as (typeof versions)[0]).programmes;
            const wanted = oracleEvaluation(
              happened,
              nobody,
              drafts.at(-1) as (typeof drafts)[0],
              endMs,
            ).score;
            if (compiled === undefined) throw new Error('no programme');
            expect(evaluate(state, nobody, compiled, endMs).score).toBe(wanted);
          },
        ),
        runs(80),
      );
    },
    lawTimeoutMs,
  );
});

/** What notifies anybody, or moves a lead: crossings, and actions. */
const notified = ({ records }: SimulatedInstallation) =>
  records
    .filter(
      ({ programme, from, to, actions }) => programme === 'random' && (from !== to || actions.length > 0),
    )
    .map(({ profile, from, to, episode, actions, atMs }) => ({ profile, from, to, episode, actions, atMs }));

/** Another programme of the installation, in two versions. */
const [other, changedOther] = [1, 2].map((points) => {
  const rules = [{ id: 'o', label: 'Other', when: { event: 'Unasked' }, points, pays: 'every time' }];
  const ladder = { contactWithin: '24 hours', tiers: [{ name: 'seen', from: 5 }] };
  const frame = { programme: 'other', name: 'Other', campaign: 'Other', timeZone: 'UTC' };
  return parsedProgramme({ ...frame, visit: { endsAfter: '1 day' }, rules, ladder });
}) as [Programme, Programme];

/**
 * A tier state without what moves nobody: a shift within the tier, and the tier it fell from, which is for display.
 */
const withoutTrace = (state: TierState, { tiers, hysteresis }: Programme['ladder']): TierState => {
  const points = (state.shift?.score ?? 0) / 1_000;
  const reaches = (tier: number, less: number) => {
    const { from, above } = tiers[tier - 1] ?? { from: Number.POSITIVE_INFINITY };
    return above === undefined ? points >= (from ?? 0) - less : points > above - less;
  };
  const isWithin = reaches(state.tier, hysteresis) && !reaches(state.tier + 1, 0);
  return { ...state, fellFrom: 0, shift: isWithin ? null : state.shift };
};

describe('a version and its roll-back', () => {
  const version = fc
    .oneof(yaml, personalYaml)
    .chain((one) => ladderYaml.map((ladder) => ({ ...one, ladder })));
  const versions = fc.oneof(
    fc.tuple(version, version),
    // The same rules, and other tiers.
    fc.tuple(version, ladderYaml).map(([one, ladder]) => [one, { ...one, ladder }] as const),
  );
  /** Something that only the other programme knows. */
  const unasked = (atMs: number, index: number) =>
    streamEvent({ type: 'track', name: 'Unasked', path: '', messageId: `unasked ${index}`, atMs });

  test(
    'notify nobody, and change nothing that is notified later',
    () => {
      fc.assert(
        fc.property(
          versions,
          languageHistory(20),
          fc.record({
            at: fc.nat(),
            aheadMs: fc.constantFrom(0, 0, -hourMs, hourMs, -5 * hourMs),
            waits: fc.boolean(),
            hasView: fc.boolean(),
            othersChange: fc.boolean(),
            key: fc.constantFrom('u:ada', 'a:phone'),
          }),
          ([first, second], events, { at, aheadMs, waits, hasView, othersChange, key }) => {
            const ids = new Installation();
            const [one, two] = [parsedProgramme(first), parsedProgramme(second)];
            const recognises = (programme: Programme) =>
              recognise(ids.compiled(programme), unasked(0, 0)).matches.length > 0;
            const changesAt = at % Math.max(1, events.length);
            // Who is first met then has a fit by what is its own.
            const isFirstMet = changesAt === 0 && (one.fit ?? two.fit) !== undefined;
            const view = hasView && !isFirstMet && !recognises(one) && !recognises(two);
            const live = (isChanged: boolean) => {
              const installation = new SimulatedInstallation(
                { programmes: ids.compiled(one, other), partitions: 3, latenessMs, hasPast: true },
                events[0]?.atMs ?? 0,
              );
              installation.process.aheadMs = aheadMs;
              const publish = (...programmes: Programme[]) => {
                if (!isChanged) return;
                installation.publish(ids.compiled(...programmes));
                installation.process.generation = installation.generation;
              };
              const meet = (index: number) => {
                installation.hasHistory = !waits;
                if (isChanged) installation.reevaluateAll();
                installation.runTimers();
                if (view) installation.accept(unasked(installation.nowMs, index), key);
                for (const partition of [0, 1, 2]) while (installation.step(partition, 1));
                installation.hasHistory = true;
                if (isChanged) installation.reevaluateAll();
                installation.runOut();
              };
              events.forEach((event, index) => {
                installation.nowMs = Math.max(installation.nowMs, event.atMs);
                installation.runOut();
                if (index === changesAt) {
                  const { nowMs } = installation;
                  const before = notified(installation).length;
                  const alsoChanged = othersChange ? changedOther : other;
                  publish(two, other);
                  meet(1);
                  publish(two, alsoChanged);
                  meet(2);
                  publish(one, alsoChanged);
                  meet(3);
                  expect(notified(installation)).toHaveLength(before);
                  expect(installation.nowMs).toBe(nowMs);
                }
                installation.accept(streamEvent(event), key);
                installation.runOut();
              });
              const state = installation.stateOf(key)?.tierStates.find(({ programme }) => programme === 1);
              return {
                installation,
                tierState: state === undefined ? null : withoutTrace(state, one.ladder),
              };
            };
            const usual = live(false);
            const changed = live(true);
            expect(notified(changed.installation)).toEqual(notified(usual.installation));
            expect(changed.tierState).toEqual(usual.tierState);
          },
        ),
        runs(150),
      );
    },
    lawTimeoutMs,
  );
});
