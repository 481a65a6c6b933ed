/**
 * The wake-up job: a delayed job for the next planned time, so that a sweep runs at that moment.
 *
 * A job carries no data. The store says what is due, and a regular sweep finds it a little later without a job. Redis
 * unavailable, a job lost, doubled or late: no harm. There is one job for each moment, whichever process announces
 * it.
 */
import { Queue, Worker } from 'bullmq';
import { type Clock, limits, systemClock } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';

const queueName = 'deadlines';

/** The connections of BullMQ; the stream room opens them. */
export interface JobQueues {
  connection: RedisClient;
  prefix: string;
  newWorkerConnection(): RedisClient;
}

export interface WakeUpJob {
  /** Announces the next planned time, ms since the epoch; null for none. */
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
  const outage = new Outage(logger, 'wake-up jobs unavailable: regular sweeps find due tasks', null);
  const onTrouble = (error: Error) => {
    if (!isClosing) outage.failed(error);
  };
  const queue = new Queue(queueName, { connection, prefix });
  const worker = new Worker(queueName, async () => onDue(), {
    connection: jobs.newWorkerConnection(),
    prefix,
    drainDelay: limits.jobBlockSeconds,
    runRetryDelay: limits.reconnectMsMax,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  queue.on('error', onTrouble);
  worker.on('error', onTrouble);
  /** The moment announced last: each sweep repeats it, and it is sent once. */
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
            // One millisecond later: a sweep before the due time finds nothing.
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
      // No job has to finish, and an orderly close would wait for an unavailable Redis.
      await worker.close(true);
      await queue.close();
    },
  };
}
