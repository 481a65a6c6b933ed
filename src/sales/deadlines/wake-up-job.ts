/**
 * The early wakeUpJob: a delayed job for the next time that is planned, so that it is looked at in that moment.
 *
 * A job says nothing but "look now": what is due stands in the store, and the sweep finds it a little later without a job
 * too. Redis away, the job lost, come twice or late: no harm. There is one job a moment, whoever announces it.
 */
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Clock, limits, systemClock } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';

const queueName = 'deadlines';

/** What BullMQ needs of Redis; the stream room has it. */
export interface JobQueues {
  connection: Redis;
  prefix: string;
  newWorkerConnection(): Redis;
}

export interface WakeUpJob {
  /** There is something to look at then, ms since the epoch; null for nothing. */
  announce(atMs: number | null): void;
  close(): Promise<void>;
}

export function openWakeUpJob(options: {
  jobs: JobQueues;
  logger: Logger;
  onDue: () => void;
  clock?: Clock;
}): WakeUpJob {
  const { jobs, logger, onDue, clock = systemClock } = options;
  const { connection, prefix } = jobs;
  let isClosing = false;
  const outage = new Outage(logger, 'the early wakeUpJob has trouble; sweeps find what is due', null);
  const onTrouble = (error: Error) => {
    if (!isClosing) outage.failed(error);
  };
  const queue = new Queue(queueName, { connection, prefix });
  const worker = new Worker(queueName, async () => onDue(), {
    connection: jobs.newWorkerConnection(),
    prefix,
    runRetryDelay: limits.reconnectMsMax,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  queue.on('error', onTrouble);
  worker.on('error', onTrouble);
  /** The moment announced last: said again by every sweep, it is sent once. */
  let announcedMs: number | null = null;
  return {
    announce: (atMs) => {
      if (atMs === null || atMs === announcedMs) return;
      announcedMs = atMs;
      queue
        .add(
          'look',
          {},
          {
            // A moment later, since a look before its time finds nothing.
            delay: Math.max(0, atMs - clock.nowMs()) + 1,
            deduplication: { id: String(atMs) },
            removeOnComplete: true,
            removeOnFail: true,
          },
        )
        .catch(onTrouble);
    },
    close: async () => {
      isClosing = true;
      // Nothing is under way that would have to end; and in order it would wait for a Redis that is away.
      await worker.close(true);
      await queue.close();
    },
  };
}
