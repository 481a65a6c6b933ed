/**
 * The deadline sweeper: time-outs of records and escalation of tasks, from stored times.
 *
 * It sweeps at start and regularly, so that no timer has to survive.
 */

import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { Deadlines } from './deadlines.ts';
import { type JobQueues, openWakeUpJob } from './wake-up-job.ts';

export interface DeadlineSweeper {
  close(): Promise<void>;
}

/** Starts the sweeper. With job queues, a wake-up job for the next planned time also starts a sweep. */
export function startDeadlineSweeper(options: {
  workflow: Pick<Workflow, 'moveDueRecords'>;
  deadlines: Deadlines;
  logger: Logger;
  jobs?: JobQueues;
  /** Time between sweeps; `limits.deadlineSweepEveryMs` unless given. */
  everyMs?: number;
}): DeadlineSweeper {
  const { workflow, deadlines, logger, jobs, everyMs = limits.deadlineSweepEveryMs } = options;
  const stopping = new AbortController();
  let isAsked = false;
  const outage = new Outage(
    logger,
    'deadlines paused: PostgreSQL unavailable, retrying',
    'deadlines resumed',
  );
  let retry: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | null = null;
  const onStuck = (record: string, error: Error) =>
    logger.error({ record, error: error.message }, 'time-out failed: the record stays in its stage');
  const sweepOnce = async () => {
    await workflow.moveDueRecords(onStuck);
    while (!stopping.signal.aborted && (await deadlines.escalateDue()) > 0);
    if (!stopping.signal.aborted) wakeUpJob?.announce(await deadlines.nextDeadlineMs());
  };
  const sweepWhileAsked = async () => {
    while (isAsked && !stopping.signal.aborted) {
      isAsked = false;
      await sweepOnce().then(
        () => outage.worked(),
        (error: Error) => {
          outage.failed(error);
          retry = setTimeout(sweep, limits.reconnectMsMax);
        },
      );
    }
  };
  const sweep = () => {
    isAsked = true;
    sweeping ??= sweepWhileAsked().finally(() => {
      sweeping = null;
    });
  };
  const wakeUpJob = jobs === undefined ? null : openWakeUpJob({ jobs, logger, onDue: sweep });
  sweep();
  const timer = setInterval(sweep, everyMs);
  return {
    close: async () => {
      stopping.abort();
      clearInterval(timer);
      await sweeping;
      clearTimeout(retry);
      await wakeUpJob?.close();
    },
  };
}
