/** The deadline sweeper: records whose time-outs have run out, and tasks that are due; looks at stored times, at start and again and again; nothing depends on a timer's survival. */

import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { Deadlines } from './deadlines.ts';
import { type JobQueues, openWakeUpJob } from './wake-up-job.ts';

export interface DeadlineSweeper {
  close(): Promise<void>;
}

/** With job queues, a job for the next time planned makes it look at that moment too, and not only at its next round. */
export function startDeadlineSweeper(options: {
  workflow: Pick<Workflow, 'moveDueRecords'>;
  deadlines: Deadlines;
  logger: Logger;
  jobs?: JobQueues;
  /** Time between its rounds; `limits.deadlineSweepEveryMs` unless given. */
  everyMs?: number;
}): DeadlineSweeper {
  const { workflow, deadlines, logger, jobs, everyMs = limits.deadlineSweepEveryMs } = options;
  const stopping = new AbortController();
  let isAsked = false;
  const outage = new Outage(logger, 'deadlines could not be read; trying again', 'deadlines are read again');
  let retry: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | null = null;
  const onStuck = (record: string, error: Error) =>
    logger.error(
      { record, error: error.message },
      'a record cannot be moved by the clock; it stays where it is',
    );
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
