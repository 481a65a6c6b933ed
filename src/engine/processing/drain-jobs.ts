/**
 * The jobs of scoring: one that says "partition p has news", and one that re-evaluates every profile. They are nudges; a lost,
 * late or doubled one does no harm.
 */
import { Queue, Worker } from 'bullmq';
import { limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import type { Stream } from '../stream/stream.ts';

const queueName = 'partitions';

/** News in a partition; or the re-evaluation of every profile, with the generation of the new programmes. */
interface NudgeData {
  partition: number;
  reevaluate?: { generation: number };
}

/** What the jobs have done. */
interface Work {
  hold(partition: number): Promise<void>;
  reevaluate(generation: number): Promise<void>;
}

export interface DrainJobs {
  /** Adds the job of a partition, at most once in `nudgeEveryMs`, and once more after it when asked meanwhile. */
  nudge(partition: number): void;
  /** Adds the one job that re-evaluates every profile for programmes of a generation. */
  nudgeToReevaluate(generation: number): Promise<void>;
  /** Takes jobs from now on. */
  startWorker(work: Work): void;
  close(): Promise<void>;
}

/** `stopping` aborts when no job is to be added any more. */
export function openDrainJobs(stream: Stream, logger: Logger, stopping: AbortSignal): DrainJobs {
  const { connection, prefix, newWorkerConnection } = stream.jobs;
  const queue = new Queue(queueName, { connection, prefix });
  let worker: Worker | null = null;
  const whileUp = (what: string) => {
    const outage = new Outage(logger, what, null);
    return (error: Error) => {
      if (!stopping.aborted) outage.failed(error);
    };
  };
  queue.on('error', whileUp('job queue failed, retrying'));
  return {
    nudge: nudger(queue, logger, stopping),
    nudgeToReevaluate: async (generation) => {
      await queue.add(
        'reevaluate',
        { partition: -1, reevaluate: { generation } },
        {
          deduplication: { id: `reevaluate-${generation}` },
          removeOnComplete: true,
          removeOnFail: true,
        },
      );
    },
    startWorker: ({ hold, reevaluate }) => {
      worker = new Worker<NudgeData>(
        queueName,
        ({ data }) =>
          data.reevaluate === undefined ? hold(data.partition) : reevaluate(data.reevaluate.generation),
        {
          connection: newWorkerConnection(),
          prefix,
          // Every partition, and one job that re-evaluates profiles.
          concurrency: stream.partitions + 1,
          lockDuration: limits.jobLockMs,
          stalledInterval: limits.jobStalledCheckMs,
          drainDelay: limits.jobBlockSeconds,
          // The default of 15 s would keep a worker idle that long after an outage.
          runRetryDelay: limits.reconnectMsMax,
          // A stalled job is only a lost nudge: never give up on it.
          maxStalledCount: Number.MAX_SAFE_INTEGER,
          removeOnComplete: { count: 0 },
          removeOnFail: { count: 0 },
        },
      );
      worker.on('error', whileUp('job worker failed, retrying'));
      const onFailed = whileUp('draining a partition failed, retrying');
      worker.on('failed', (_job, error) => onFailed(error));
    },
    close: async () => {
      if (worker !== null) await whileConnected(connection, worker.close());
      await queue.close();
    },
  };
}

/** Waits for work until the connection has ended for good: without Redis a worker of BullMQ never closes in order. */
async function whileConnected(redis: RedisClient, work: Promise<void>): Promise<void> {
  if (redis.status === 'end') return;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  redis.once('end', resolve);
  await Promise.race([work, ended]);
  redis.off('end', resolve);
}

function nudger(queue: Queue, logger: Logger, stopping: AbortSignal): (partition: number) => void {
  const waiting = new Map<number, { again: boolean }>();
  const add = (partition: number) => {
    queue
      .add(
        'drain',
        { partition },
        {
          deduplication: { id: `p${partition}`, keepLastIfActive: true },
          removeOnComplete: true,
          removeOnFail: true,
        },
      )
      .catch((error: Error) =>
        logger.warn(
          { error: error.message },
          'a drain job could not be added: Redis unavailable, the sweeper retries',
        ),
      );
  };
  const nudge = (partition: number) => {
    const pause = waiting.get(partition);
    if (pause) {
      pause.again = true;
      return;
    }
    const mine = { again: false };
    waiting.set(partition, mine);
    add(partition);
    setTimeout(() => {
      waiting.delete(partition);
      if (mine.again && !stopping.aborted) nudge(partition);
    }, limits.nudgeEveryMs).unref();
  };
  return nudge;
}
