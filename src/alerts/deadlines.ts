/** The deadline sweeper: records whose time-outs have run out, and tasks that are due; looks at stored times, at start and again and again; nothing depends on a timer's survival. */
import { limits } from '../kernel/kernel.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Logger } from '../telemetry/telemetry.ts';

export interface DeadlineSweeper {
  close(): Promise<void>;
}

export function startDeadlineSweeper(options: { pipeline: Pipeline; logger: Logger }): DeadlineSweeper {
  const { pipeline, logger } = options;
  let sweeping: Promise<void> | null = null;
  const onStuck = (record: string, error: Error) =>
    logger.error(
      { record, error: error.message },
      'a record cannot be moved by the clock; it stays where it is',
    );
  const sweepOnce = async () => {
    await pipeline.wakeRecords(onStuck);
    await pipeline.tellDeadlines();
  };
  const sweep = () => {
    sweeping ??= sweepOnce()
      .catch((error: Error) =>
        logger.warn({ error: error.message }, 'deadlines could not be read; the next sweep will'),
      )
      .finally(() => {
        sweeping = null;
      });
  };
  sweep();
  const timer = setInterval(sweep, limits.deadlineSweepEveryMs);
  return {
    close: async () => {
      clearInterval(timer);
      await sweeping;
    },
  };
}
