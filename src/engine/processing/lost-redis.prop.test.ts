/** The laws of processing when Redis is emptied or set back: the same scores and tiers as without, and nobody is notified twice. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { drawnTime, languageHistory, streamEvent, timeIn } from '../../../test/support/history-arbitrary.ts';
import { oracleEvaluation } from '../../../test/support/language-oracle.ts';
import type { LanguageEvent } from '../../../test/support/language-oracle-match.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { clicksAndLeaves } from '../../../test/support/programme.ts';
import {
  hasBoundedEverCounts,
  parsedProgramme,
  programmeYaml,
} from '../../../test/support/programme-arbitrary.ts';
import { SimulatedInstallation } from '../../../test/support/simulated-installation.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import { compileAlone } from '../scoring/compile.ts';
import { evaluate, nobody } from '../scoring/scoring.ts';

const { dayMs, minuteMs } = limits;
const latenessMs = 2 * dayMs;
const partitions = 3;
const keys = ['a:phone', 'a:laptop', 'e:ada@shop.example', 'u:ada'] as const;
const links = [
  ['a:phone', 'e:ada@shop.example'],
  ['a:laptop', 'u:ada'],
  ['e:ada@shop.example', 'u:ada'],
] as const;

/** What befalls the stores between two events; `to` is an earlier snapshot, none where Redis is emptied. */
const harm = fc.oneof(
  { weight: 6, arbitrary: fc.nat().map((index) => ({ kind: 'score' as const, index })) },
  { weight: 2, arbitrary: fc.nat({ max: 2 }).map((index) => ({ kind: 'link' as const, index })) },
  { weight: 2, arbitrary: fc.constant({ kind: 'apply' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'snapshot' as const }) },
  { weight: 1, arbitrary: fc.nat({ max: 3 }).map((index) => ({ kind: 'lose' as const, index })) },
);
type Harm = typeof harm extends fc.Arbitrary<infer One> ? One : never;

/** Does what is drawn to an installation; one that is calm loses nothing. */
function doing(installation: SimulatedInstallation, isCalm: boolean) {
  const snapshots: (() => void)[] = [];
  return (one: Harm) => {
    if (one.kind === 'score') {
      installation.step(one.index % partitions, 1 + (one.index % 5));
      installation.runTimers();
    } else if (one.kind === 'link') {
      const [child, parent] = links[one.index] as (typeof links)[number];
      installation.link(child, parent);
    } else if (one.kind === 'apply') installation.apply();
    else if (isCalm) return;
    else if (one.kind === 'snapshot') snapshots.push(installation.snapshot());
    // What is set back to is from before the loss: later snapshots are of another Redis.
    else installation.lose(snapshots.splice(one.index, Number.POSITIVE_INFINITY)[0] ?? null);
  };
}

describe('a Redis that loses data', () => {
  test(
    'has the scores of all accepted events again',
    () => {
      const yaml = programmeYaml({ readsPerson: false }).filter(
        (one) => !hasBoundedEverCounts(parsedProgramme(one)),
      );
      const story = languageHistory(20).chain((events) =>
        fc.tuple(
          ...events.map((event) =>
            fc.tuple(
              fc.record({ event: fc.constant(event), key: fc.constantFrom(...keys) }),
              fc.array(harm, { maxLength: 4 }),
              fc.constantFrom(0, minuteMs, 5 * 60 * minuteMs, dayMs, 3 * dayMs),
            ),
          ),
        ),
      );
      fc.assert(
        fc.property(yaml, story, drawnTime, (given, steps, time) => {
          const programme = parsedProgramme(given);
          const programmes = compileAlone(programme, 'test');
          const startMs = steps[0]?.[0].event.atMs ?? 0;
          const settings = { programmes, partitions, latenessMs, hasPast: true };
          const installation = new SimulatedInstallation(settings, startMs);
          const does = doing(installation, false);
          const happened: LanguageEvent[] = [];
          let spreadMs = 0;
          for (const [{ event: drawn, key }, harms, gapMs] of steps) {
            const event = { ...drawn, atMs: drawn.atMs + spreadMs };
            installation.nowMs = Math.max(installation.nowMs, event.atMs);
            if (event.atMs >= installation.nowMs - latenessMs) {
              happened.push(event);
              installation.accept(streamEvent(event), key);
            }
            harms.forEach(does);
            spreadMs += gapMs;
          }
          for (const [child, parent] of links) installation.link(child, parent);
          installation.nowMs = Math.max(installation.nowMs, timeIn(happened, time));
          installation.runOut();
          const state = installation.stateOf('u:ada');
          if (happened.length === 0 || state === null) return;
          const [compiled] = programmes.programmes;
          if (compiled === undefined) throw new Error('no programme');
          const wanted = oracleEvaluation(happened, nobody, programme, installation.nowMs).score;
          expect(evaluate(state, nobody, compiled, installation.nowMs).score).toBe(wanted);
        }),
        runs(150),
      );
    },
    lawTimeoutMs,
  );

  const clicks = clicksAndLeaves();
  const nameOf = ({ profile, episode, begunAs }: TierUpdate) => {
    const named = begunAs ?? { profile, episode };
    return `${named.profile} ${named.episode}`;
  };

  test(
    'has the tiers of before, gives no episode a number that sales knows of another, and notifies of new ones',
    () => {
      const step = fc.tuple(
        fc.record({ event: fc.constantFrom('Clicked', 'Clicked', 'Left'), key: fc.constantFrom(...keys) }),
        fc.array(harm, { maxLength: 4 }),
      );
      fc.assert(
        fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
          const startMs = Date.UTC(2026, 2, 2, 12);
          const settings = { programmes: clicks, partitions, latenessMs, hasPast: true };
          const both = [true, false].map((isCalm) => {
            const installation = new SimulatedInstallation(settings, startMs);
            const does = doing(installation, isCalm);
            let sent = 0;
            const send = (event: string, key: string) => {
              installation.nowMs += 1_000;
              const messageId = `event ${sent++}`;
              const traits = key.startsWith('a:') ? {} : { traits: {} };
              const sends = scovilleEvent({ messageId, atMs: installation.nowMs, type: 'track', event });
              installation.accept({ ...sends, ...traits }, key);
            };
            for (const [{ event, key }, harms] of steps) {
              send(event, key);
              harms.forEach(does);
            }
            for (const [child, parent] of links) installation.link(child, parent);
            installation.runOut();
            installation.apply();
            return { installation, send };
          });
          const [calm, harmed] = both as [(typeof both)[number], (typeof both)[number]];
          const tierOf = ({ installation }: typeof calm) =>
            installation
              .stateOf('u:ada')
              ?.tierStates.map(({ tier }) => tier)
              .filter((tier) => tier > 0);
          expect(tierOf(harmed)).toEqual(tierOf(calm));

          // An episode that sales has seen end never goes on.
          const ended = new Set<string>();
          for (const record of harmed.installation.records) {
            if (record.to > 0) expect(ended).not.toContain(nameOf(record));
            if (record.from > 0 && record.to === 0) ended.add(nameOf(record));
          }

          // Cold, and hot again: sales hears of an episode that it does not know.
          const known = new Set(harmed.installation.records.map(nameOf));
          for (let times = 0; times <= steps.length; times++) harmed.send('Left', 'u:ada');
          harmed.installation.runOut();
          for (let times = 0; times <= 2 * steps.length + 1; times++) harmed.send('Clicked', 'u:ada');
          harmed.installation.runOut();
          const last = harmed.installation.records.at(-1) as TierUpdate;
          expect(last).toMatchObject({ identity: expect.anything() });
          expect(last.to).toBeGreaterThan(0);
          expect(known).not.toContain(nameOf(last));
        }),
        runs(150),
      );
    },
    lawTimeoutMs,
  );
});
