/**
 * The scheduler: which worker drains which partition, and when.
 *
 * A BullMQ job says only "partition p has news". It is deduplicated by p, so at most one is active and one waits; the
 * worker that gets it holds the partition's lease for a while. Jobs are nudges: the bell makes them, a sweeper makes
 * them again, and where a job is stuck with a dead or frozen worker the sweeper drains without one. The fence in the
 * commit makes all of that safe.
 */
import { Queue, Worker } from 'bullmq';
import { type Loop, startLoop, unlessAborted } from '../../base/background/background.ts';
import { type Clock, limits } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage } from '../../base/telemetry/telemetry.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import type { Stream } from '../stream/stream.ts';
import { ByteBudget } from './byte-budget.ts';
import { Drain } from './drain.ts';
import { LostProfiles, type LostSource } from './lost-profiles.ts';
import { ProfileCache } from './profile-cache.ts';
import type { Past } from './stale.ts';

const queueName = 'partitions';

/** News in a partition; or the re-evaluation of every profile, with the generation of the new programmes. */
interface NudgeData {
  partition: number;
  reevaluate?: { generation: number };
}

export interface Scheduler {
  /** Stops taking leases, lets the batches under way end, and closes. */
  close(): Promise<void>;
}

interface Options {
  stream: Stream;
  programmes: () => ActiveProgrammes;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  /** How old an event may be to be scored; a week when not said. */
  latenessMs?: number;
  /** Where the past of profiles can be read when programmes change. */
  past?: Past;
  /** Where profiles are known that Redis has lost. */
  lost?: LostSource;
  /** For how long the past keeps events, ms; for ever when not said. */
  historyMs?: number;
  /** Reads what is active in the installation: a partition was scored by this later generation. */
  refresh: (seenGeneration: number) => Promise<void>;
}

export function startScheduler(options: Options): Scheduler {
  const { stream, programmes, clock, metrics, logger } = options;
  const stopping = new AbortController();
  const { connection, prefix } = stream.jobs;
  const queue = new Queue(queueName, { connection, prefix });
  const shared = sharedByDrains();
  const lost =
    options.lost === undefined
      ? null
      : new LostProfiles(options.lost, stream.eras, stream.activation.signatureIds);
  const drains = Array.from({ length: stream.partitions }, (_, partition) => {
    return new Drain({
      log: stream.partition(partition),
      partitions: stream.partitions,
      programmes,
      clock,
      metrics,
      logger,
      latenessMs: options.latenessMs ?? limits.latenessMs,
      past: options.past ?? null,
      lost,
      historyMs: options.historyMs ?? Number.POSITIVE_INFINITY,
      historyReach: stream.historyReach,
      refresh: options.refresh,
      ...shared,
    });
  });
  const nudge = nudger(queue, logger, stopping.signal);

  const hold = async (partition: number) => {
    const hasMore = await (drains[partition] as Drain).hold(stopping.signal);
    if (hasMore) nudge(partition);
  };
  /** Schedules every profile for re-evaluation after a change of programmes; several at once are harmless. */
  const reevaluate = async ({ generation }: NonNullable<NudgeData['reevaluate']>) => {
    const beganMs = clock.nowMs();
    const onProgress = (reevaluated: number) => metrics.profilesReevaluated.set(reevaluated);
    const nowMs = () => clock.nowMs();
    const count = await stream.activation.reevaluateEveryProfile(
      generation,
      nowMs,
      onProgress,
      stopping.signal,
    );
    logger.info(
      { profiles: count, ms: clock.nowMs() - beganMs },
      're-evaluated every profile for the active programmes',
    );
  };
  const worker = new Worker<NudgeData>(
    queueName,
    ({ data }) => (data.reevaluate === undefined ? hold(data.partition) : reevaluate(data.reevaluate)),
    {
      connection: stream.jobs.newWorkerConnection(),
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
  const whileUp = (what: string) => {
    const outage = new Outage(logger, what, null);
    return (error: Error) => {
      if (!stopping.signal.aborted) outage.failed(error);
    };
  };
  worker.on('error', whileUp('job worker failed, retrying'));
  const onFailed = whileUp('draining a partition failed, retrying');
  worker.on('failed', (_job, error) => onFailed(error));
  queue.on('error', whileUp('job queue failed, retrying'));

  stream.bell.onEvents((partition) => {
    const drain = drains[partition];
    if (drain === undefined || stopping.signal.aborted) return;
    drain.ring();
    if (!drain.isHeld) nudge(partition);
  });
  const nudgeReevaluation = () => nudgeToReevaluate(queue, options);
  const sweeper = startSweeper({ ...options, drains, nudge, nudgeReevaluation, hold });

  return {
    close: async () => {
      stopping.abort();
      for (const drain of drains) drain.ring();
      await sweeper.close();
      await worker.close();
      await queue.close();
    },
  };
}

/** What the partitions of a process have in common. */
function sharedByDrains() {
  return {
    turns: { rebuilding: { isTaken: false }, bulk: { isTaken: false } },
    budget: new ByteBudget(limits.drainBytesMax),
    cache: new ProfileCache(),
  };
}

/** Adds the job of a partition, at most once in `nudgeEveryMs`, and once more after it when asked meanwhile. */
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

/** Adds the one job that re-evaluates profiles for new programmes. */
async function nudgeToReevaluate(queue: Queue, { stream, programmes }: Options): Promise<void> {
  const { generation } = programmes();
  if (!(await stream.activation.isReevaluating(generation))) return;
  await queue.add(
    'reevaluate',
    { partition: -1, reevaluate: { generation } },
    {
      deduplication: { id: `reevaluate-${generation}` },
      removeOnComplete: true,
      removeOnFail: true,
    },
  );
}

interface SweeperOptions extends Options {
  drains: readonly Drain[];
  nudge: (partition: number) => void;
  nudgeReevaluation: () => Promise<void>;
  hold: (partition: number) => Promise<void>;
}

/**
 * Checks every partition each second for unread news, due timers and an undelivered outbox. A partition whose offset
 * did not move in two sweeps despite waiting entries is drained at once, without a job.
 */
function startSweeper(options: SweeperOptions): Loop {
  const { stream, drains, nudge, nudgeReevaluation, hold, clock, metrics, logger } = options;
  const before: { position: string; sweeps: number }[] = drains.map(() => ({
    position: '',
    sweeps: 0,
  }));
  const sweep = async (stopping: AbortSignal) => {
    const isActive = (await stream.activation.activeGeneration()) === options.programmes().generation;
    if (!stopping.aborted && isActive) await nudgeReevaluation();
    const backlog = await stream.backlog(clock.nowMs());
    backlog.forEach(({ lag, due, outbox, offset, within }, partition) => {
      metrics.streamLag.set({ partition }, lag);
      const seen = before[partition] as { position: string; sweeps: number };
      const position = `${offset} ${within}`;
      const hasWork = lag + due + outbox > 0;
      const isStill = hasWork && seen.position === position;
      before[partition] = { position, sweeps: isStill ? seen.sweeps + 1 : 0 };
      const drain = drains[partition] as Drain;
      if (!hasWork || drain.isHeld || stopping.aborted) return;
      if (isStill && seen.sweeps >= 1) {
        hold(partition).catch((error: Error) =>
          logger.warn({ error: error.message, partition }, 'draining without a job failed'),
        );
      } else nudge(partition);
    });
  };
  return startLoop({
    round: async (stopping) => {
      // A command may wait for Redis as long as it is away; a stop does not.
      await unlessAborted(stopping, sweep(stopping));
      return { ms: limits.sweepEveryMs };
    },
    outage: new Outage(
      logger,
      'sweeping partitions paused: Redis unavailable, retrying',
      'sweeping partitions resumed',
    ),
  });
}
