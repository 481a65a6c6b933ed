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
  parsedProgramme,
  programmeYaml,
} from '../../../test/support/programme-arbitrary.ts';
import {
  SimulatedInstallation,
  type SimulatedProcess,
} from '../../../test/support/simulated-installation.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { evaluate, nobody } from '../scoring/scoring.ts';

const latenessMs = 2 * limits.dayMs;
const { dayMs, hourMs, minuteMs } = limits;

/** A programme without conditions on people, as its YAML value. */
const yaml = programmeYaml({ readsPerson: false }).filter(
  (one) => !hasBoundedEverCounts(parsedProgramme(one)),
);

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

const story = languageHistory(20).chain((events) =>
  fc.tuple(
    ...events.map((event) =>
      fc.tuple(
        fc.record({ key: fc.constantFrom(...keys), event: fc.constant(event) }),
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
            for (const [{ key, event }, others] of steps) {
              installation.nowMs = Math.max(installation.nowMs, event.atMs);
              if (event.atMs >= installation.nowMs - latenessMs) {
                happened.push(event);
                installation.accept(streamEvent(event), key);
              }
              others.forEach(take);
            }
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
        runs(150),
      );
    },
    lawTimeoutMs,
  );
});

/** What notifies anybody, or moves a lead: crossings, and actions. */
const notified = ({ records }: SimulatedInstallation) =>
  records
    .filter(({ from, to, actions }) => from !== to || actions.length > 0)
    .map(({ profile, from, to, episode, actions, atMs }) => ({ profile, from, to, episode, actions, atMs }));

describe('a version and its roll-back', () => {
  const known = (event: LanguageEvent) => ({ ...streamEvent(event), traits: {} });

  test(
    'notify nobody, and change nothing that is notified later',
    () => {
      fc.assert(
        fc.property(yaml, yaml, languageHistory(20), fc.nat(), (first, second, events, at) => {
          const ids = new Installation();
          const [one, two] = [first, second].map((given) => ids.compiled(parsedProgramme(given)));
          if (one === undefined || two === undefined) throw new Error('no programmes');
          const live = (changesAt: number | null) => {
            const installation = new SimulatedInstallation(
              { programmes: one, partitions: 3, latenessMs, hasPast: true },
              events[0]?.atMs ?? 0,
            );
            const publish = (programmes: typeof one) => {
              installation.publish(programmes);
              installation.process.generation = installation.generation;
              installation.reevaluateAll();
              const before = notified(installation).length;
              installation.runOut();
              expect(notified(installation)).toHaveLength(before);
            };
            events.forEach((event, index) => {
              installation.nowMs = Math.max(installation.nowMs, event.atMs);
              installation.runOut();
              if (index === changesAt) {
                const { nowMs } = installation;
                publish(two);
                publish(one);
                expect(installation.nowMs).toBe(nowMs);
              }
              installation.accept(known(event), 'u:ada');
              installation.runOut();
            });
            return { installation, state: installation.stateOf('u:ada') };
          };
          const usual = live(null);
          const changed = live(at % Math.max(1, events.length));
          expect(notified(changed.installation)).toEqual(notified(usual.installation));
          expect(changed.state?.tierStates).toEqual(usual.state?.tierStates);
          expect(profileIdOf('u:ada')).toBeDefined();
        }),
        runs(150),
      );
    },
    lawTimeoutMs,
  );
});
