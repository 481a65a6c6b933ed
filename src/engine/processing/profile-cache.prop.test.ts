/** The law of profiles kept at hand: no decision is another for it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { languageHistory, streamEvent } from '../../../test/support/history-arbitrary.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { Installation } from '../../../test/support/programme.ts';
import { parsedProgramme, programmeYaml } from '../../../test/support/programme-arbitrary.ts';
import { SimulatedInstallation } from '../../../test/support/simulated-installation.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgrammes } from '../scoring/scoring.ts';

const keys = ['a:phone', 'u:ada'] as const;
const yaml = programmeYaml({ readsPerson: true });

/** What happens after each event: who it is of, and what is done, some of it by another process or in vain. */
const steps = fc.array(
  fc.record({
    key: fc.constantFrom(...keys),
    does: fc.constantFrom('score', 'score', 'score', 'refused', 'link', 'publish', 'timers', 'wait'),
    by: fc.nat({ max: 1 }),
    count: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 24, maxLength: 24 },
);

test(
  'with profiles at hand, each commit is what it is without, also after one that was refused or another process',
  () => {
    fc.assert(
      fc.property(
        yaml,
        yaml,
        languageHistory(24),
        steps,
        fc.boolean(),
        (first, second, events, done, hasPast) => {
          const ids = new Installation();
          const [one, two] = [first, second].map((given) => ids.compiled(parsedProgramme(given))) as [
            CompiledProgrammes,
            CompiledProgrammes,
          ];
          const lived = (caches: boolean) => {
            const installation = new SimulatedInstallation(
              { programmes: one, partitions: 1, latenessMs: 2 * limits.dayMs, hasPast, caches },
              events[0]?.atMs ?? 0,
            );
            const processes = [0, 1].map(() => ({ aheadMs: 0, generation: 1 }));
            events.forEach((event, index) => {
              const { key, does, by, count } = done[index] as (typeof done)[0];
              const process = processes[by] as (typeof processes)[0];
              installation.nowMs = Math.max(installation.nowMs, event.atMs);
              installation.accept(streamEvent(event), key);
              if (does === 'score' || does === 'refused')
                installation.step(0, count, process, does === 'refused');
              else if (does === 'link') installation.link(...keys);
              else if (does === 'timers') installation.runTimers(process);
              else if (does === 'publish' && installation.generation === 1) {
                installation.publish(two);
                installation.reevaluateAll();
              }
            });
            installation.runOut();
            const { profiles, timers, records, ledger } = installation;
            return { profiles, timers, records, ledger };
          };
          expect(lived(true)).toEqual(lived(false));
        },
      ),
      runs(200),
    );
  },
  lawTimeoutMs,
);
