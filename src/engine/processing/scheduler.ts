/**
 * The scheduler: which worker drains which partition, and when.
 *
 * A BullMQ job says only "partition p has news". It is deduplicated by p, so at most one is active and one waits. The worker
 * that gets it holds the partition's lease for a while. Jobs are nudges: the bell makes them, a sweeper makes them again. Where
 * a job is stuck with a dead or frozen worker, the sweeper drains without one. The fence in the commit makes all of that safe.
 */
import { type Loop, startLoop, unlessAborted } from '../../base/background/background.ts';
import { type Clock, limits } from '../../base/kernel/kernel.ts';
import {
  type Logger,
  type Metrics,
  noTracing,
  Outage,
  type Tracing,
} from '../../base/telemetry/telemetry.ts';
import type { Programmes } from '../programmes/programmes.ts';
import { partitionStates, type Stream } from '../stream/stream.ts';
import { startArchiver } from './archiver.ts';
import { ByteBudget } from './byte-budget.ts';
import { Drain } from './drain.ts';
import { type DrainJobs, openDrainJobs } from './drain-jobs.ts';
import { LostProfiles, type LostSource } from './lost-profiles.ts';
import { ProfileCache } from './profile-cache.ts';
import type { Past } from './stale.ts';
import { StillPartitions } from './still-partitions.core.ts';
import { Turn } from './turns.ts';

export interface Scheduler {
  /** Stops taking leases, lets the batches under way end, and closes. */
  close(): Promise<void>;
}

interface Options {
  stream: Stream;
  /** `refresh` is called where a partition was scored by a later generation. */
  programmes: Pick<Programmes, 'active' | 'refresh'>;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  tracing?: Tracing;
  /** How old an event may be to be scored; a week when not said. */
  latenessMs?: number;
  /** Where the past of profiles can be read when programmes change. */
  past?: Past;
  /** Where profiles are known that Redis has lost. */
  lost?: LostSource;
  /** For how long the past keeps events, ms; for ever when not said. */
  historyMs?: number;
  /** How long after its last event a profile is archived, ms; never when not said. It needs `past` and `lost`. */
  profileMs?: number;
}

export function startScheduler(options: Options): Scheduler {
  const { stream, logger } = options;
  const stopping = new AbortController();
  const jobs = openDrainJobs(stream, logger, stopping.signal);
  const drains = openDrains(options);
  const hold = async (partition: number) => {
    const hasMore = await (drains[partition] as Drain).hold(stopping.signal);
    if (hasMore) jobs.nudge(partition);
  };
  jobs.startWorker({ hold, reevaluate: (generation) => reevaluate(options, generation, stopping.signal) });
  stream.bell.onEvents((partition) => {
    const drain = drains[partition];
    if (drain === undefined || stopping.signal.aborted) return;
    drain.ring();
    if (!drain.isHeld) jobs.nudge(partition);
    // It may rest for long: it finds what is left undone, and the timers that are set.
    sweepSoon.set();
  });
  const nudgeReevaluation = () => nudgeToReevaluate(jobs, options);
  const archiver =
    options.profileMs === undefined ? null : startArchiver({ ...options, profileMs: options.profileMs });
  const sweeper = startSweeper({ ...options, drains, nudge: jobs.nudge, nudgeReevaluation, hold });
  const sweepSoon = openDelay(sweeper.wake, limits.sweepEveryMs);
  stream.bell.onProgrammes(sweeper.wake);
  stream.bell.onReconnect(sweeper.wake);

  return {
    close: async () => {
      stopping.abort();
      for (const drain of drains) drain.ring();
      sweepSoon.close();
      await sweeper.close();
      await archiver?.close();
      await jobs.close();
    },
  };
}

/** Acts once after a time, however often it is set meanwhile. */
function openDelay(act: () => void, ms: number) {
  let timer: NodeJS.Timeout | null = null;
  const end = () => {
    timer = null;
    act();
  };
  return {
    set: () => {
      timer ??= setTimeout(end, ms).unref();
    },
    close: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** One drain a partition, and what they share: turns, the budget of bytes, and profiles kept at hand. */
function openDrains(options: Options): readonly Drain[] {
  const { stream, clock, metrics, logger } = options;
  const { active: programmes, refresh } = options.programmes;
  const lost =
    options.lost === undefined
      ? null
      : new LostProfiles({
          source: options.lost,
          eras: stream.eras,
          archiving: stream.archiving,
          latenessMs: options.latenessMs ?? limits.latenessMs,
          nowMs: () => clock.nowMs(),
          signatureIds: stream.activation.signatureIds,
        });
  const budget = new ByteBudget(limits.drainBytesMax);
  const shared = {
    ...{ partitions: stream.partitions, programmes, clock, metrics, logger, refresh, lost },
    stateForm: stream.eras.layout.hasCompactStates ? ('compact' as const) : ('plain' as const),
    tracing: options.tracing ?? noTracing,
    startedMs: clock.nowMs(),
    latenessMs: options.latenessMs ?? limits.latenessMs,
    past: options.past ?? null,
    historyMs: options.historyMs ?? Number.POSITIVE_INFINITY,
    profileMs: options.profileMs ?? Number.POSITIVE_INFINITY,
    historyReach: stream.history.reach,
    turns: { rebuilding: new Turn(), bulk: new Turn() },
    ...{ budget, backlogBudget: new ByteBudget(limits.drainBytesBehindMax, budget) },
    cache: new ProfileCache(),
  };
  return Array.from(
    { length: stream.partitions },
    (_, partition) => new Drain({ log: stream.partition(partition), ...shared }),
  );
}

/** Schedules every profile for re-evaluation after a change of programmes; several at once are harmless. */
async function reevaluate(
  { stream, clock, metrics, logger }: Options,
  generation: number,
  stopping: AbortSignal,
): Promise<void> {
  const beganMs = clock.nowMs();
  const profiles = await stream.activation.reevaluateEveryProfile(
    generation,
    () => clock.nowMs(),
    (reevaluated) => metrics.profilesReevaluated.set(reevaluated),
    stopping,
  );
  const ms = clock.nowMs() - beganMs;
  logger.info({ profiles, ms }, 're-evaluated every profile for the active programmes');
}

/** Adds the job that re-evaluates every profile, as long as its work is not done. */
async function nudgeToReevaluate(jobs: DrainJobs, { stream, programmes }: Options): Promise<void> {
  const { generation } = programmes.active();
  if (await stream.activation.isReevaluating(generation)) await jobs.nudgeToReevaluate(generation);
}

interface SweeperOptions extends Options {
  drains: readonly Drain[];
  nudge: (partition: number) => void;
  nudgeReevaluation: () => Promise<void>;
  hold: (partition: number) => Promise<void>;
}

/**
 * Checks every partition for unread news, due timers and an undelivered outbox, each second while there is any. Else it checks less
 * and less often, and when the next timer is due. A partition with work that stands still for as long as a lease is kept is drained at once, without a job.
 */
function startSweeper(options: SweeperOptions): Loop {
  const { stream, drains, nudge, nudgeReevaluation, hold, clock, metrics, logger } = options;
  const still = new StillPartitions();
  /** Returns for how long there is nothing to do unless a bell rings, ms; 0 where there is something. */
  const sweep = async (stopping: AbortSignal): Promise<number> => {
    const isActive = (await stream.activation.activeGeneration()) === options.programmes.active().generation;
    if (!stopping.aborted && isActive) await nudgeReevaluation();
    const states = await partitionStates(stream.jobs.connection, stream.eras.layout);
    const [nowMs, lookedMs] = [clock.nowMs(), performance.now()];
    let quietMs: number = limits.sweepQuietMsMax;
    states.forEach((found, partition) => {
      const { lag, nextDueMs, outbox } = found;
      metrics.streamLag.set({ partition }, lag);
      const dueInMs = nextDueMs === null ? Number.POSITIVE_INFINITY : nextDueMs - nowMs;
      const hasWork = lag + outbox > 0 || dueInMs <= 0;
      quietMs = hasWork ? 0 : Math.min(quietMs, dueInMs);
      const isStill = still.sees(partition, found, hasWork, lookedMs);
      const drain = drains[partition] as Drain;
      if (!hasWork || drain.isHeld || stopping.aborted) return;
      if (isStill) {
        hold(partition).catch((error: Error) =>
          logger.warn({ error: error.message, partition }, 'draining without a job failed'),
        );
      } else nudge(partition);
    });
    return quietMs;
  };
  return startLoop({
    round: async (stopping) => {
      // A command may wait for Redis as long as it is away; a stop does not.
      const quietMs = await unlessAborted(stopping, sweep(stopping));
      const everyMs = limits.sweepEveryMs;
      return { ms: everyMs, ...(quietMs > 0 && { quietMsMax: quietMs }) };
    },
    outage: new Outage(
      logger,
      'sweeping partitions paused: Redis unavailable, retrying',
      'sweeping partitions resumed',
    ),
  });
}
