/** The loop of bulk acts: works on them one after the other, and removes what is old, for as long as the process runs. */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage, type Tracing } from '../../base/telemetry/telemetry.ts';
import type { BulkActs } from './bulk.ts';

export function startBulkLoop(options: {
  bulk: Pick<BulkActs, 'work' | 'dropOld'>;
  logger: Logger;
  tracing?: Tracing;
}): Loop {
  const { bulk, logger, tracing } = options;
  let droppedAt = Number.NEGATIVE_INFINITY;
  return startLoop({
    round: async (signal) => {
      while (await bulk.work(signal, tracing)) signal.throwIfAborted();
      if (performance.now() - droppedAt > limits.importSweepEveryMs) {
        await bulk.dropOld();
        droppedAt = performance.now();
      }
      return { ms: limits.workRestMsMax, gatherMs: limits.bulkIdleMs };
    },
    outage: new Outage(
      logger,
      'acts on many records wait: PostgreSQL unavailable, retrying',
      'acts on many records go on',
    ),
  });
}
