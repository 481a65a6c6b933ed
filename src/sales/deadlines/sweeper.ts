/**
 * The deadline sweeper: time-outs of records and escalation of tasks, from stored times.
 *
 * It sweeps at start and regularly, so that no timer has to survive.
 */

import { startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage, type Tracing } from '../../base/telemetry/telemetry.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { Deadlines } from './deadlines.ts';
import { type JobQueues, openWakeUpJob } from './wake-up-job.ts';

export interface DeadlineSweeper {
  /** Something is due. */
  wake(): void;
  close(): Promise<void>;
}

/** Starts the sweeper. With job queues, a wake-up job for the next planned time also starts a sweep. */
export function startDeadlineSweeper(options: {
  workflow: Pick<Workflow, 'moveDueRecords'>;
  deadlines: Deadlines;
  logger: Logger;
  jobs?: JobQueues;
  /** Time between sweeps; `limits.workRestMsMax` unless given, and less when something is due. */
  everyMs?: number;
  tracing?: Tracing;
}): DeadlineSweeper {
  const { workflow, deadlines, logger, jobs, tracing, everyMs = limits.workRestMsMax } = options;
  let isStuck = false;
  const onStuck = (record: string, error: Error) => {
    isStuck = true;
    logger.error({ record, error: error.message }, 'time-out failed: the record stays in its stage');
  };
  const loop = startLoop({
    round: async (signal) => {
      isStuck = false;
      let planned = await deadlines.planned();
      // Each kind has transactions of its own: at rest none of them begins.
      if (planned.isDue) await workflow.moveDueRecords(onStuck, tracing);
      // After the records: it waits for tasks that others hold, and may fail by that.
      if (await deadlines.replan()) planned = await deadlines.planned();
      if (planned.isDue) {
        while (!signal.aborted && (await deadlines.escalateDue(tracing)) > 0);
        while (!signal.aborted && (await deadlines.endSnoozes(tracing)) > 0);
        if (!signal.aborted) planned = await deadlines.planned();
      }
      if (!signal.aborted) wakeUpJob?.announce(planned.nextMs);
      // What is due wakes it; what is due and cannot be done wakes it again and again.
      return { ms: everyMs, gatherMs: isStuck ? Math.min(everyMs, limits.workLookEveryMs) : 0 };
    },
    outage: new Outage(logger, 'deadlines paused: PostgreSQL unavailable, retrying', 'deadlines resumed'),
  });
  const wakeUpJob = jobs === undefined ? null : openWakeUpJob({ jobs, logger, onDue: loop.wake });
  return {
    wake: loop.wake,
    close: async () => {
      await loop.close();
      await wakeUpJob?.close();
    },
  };
}
