/** The importer: works on imports one after the other, and removes what is old, for as long as the process runs. */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import type { Imports } from './imports.ts';
import type { TraitsSink } from './traits.ts';

/** Passes traits on to scoring: a loop of its own, because scoring may be away while imports go on. */
export function startTraitsLoop(options: {
  imports: Pick<Imports, 'passTraitsOn'>;
  sink: TraitsSink;
  logger: Logger;
}): Loop {
  const { imports, sink, logger } = options;
  return startLoop({
    round: async (signal) => {
      while ((await imports.passTraitsOn(sink)) > 0) signal.throwIfAborted();
      return { ms: limits.workRestMsMax, gatherMs: limits.importIdleMs };
    },
    outage: new Outage(
      logger,
      'scoring does not hear of imported people: Redis or PostgreSQL unavailable, retrying',
      'scoring hears of imported people',
    ),
  });
}

export function startImporter(options: { imports: Pick<Imports, 'work' | 'dropOld'>; logger: Logger }): Loop {
  const { imports, logger } = options;
  let droppedAt = Number.NEGATIVE_INFINITY;
  return startLoop({
    round: async (signal) => {
      while (await imports.work(signal)) signal.throwIfAborted();
      if (performance.now() - droppedAt > limits.importSweepEveryMs) {
        await imports.dropOld();
        droppedAt = performance.now();
      }
      return { ms: limits.workRestMsMax, gatherMs: limits.importIdleMs };
    },
    outage: new Outage(logger, 'imports wait: PostgreSQL unavailable, retrying', 'imports go on'),
  });
}
