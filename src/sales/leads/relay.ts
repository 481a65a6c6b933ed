/**
 * The relay: carries tier updates from the stream into the store until it is closed.
 *
 * Each round reads after the stored offsets, applies and trims. What this process has committed is due at once. What another one has
 * is left to that one for a second, then taken over. So processes share the partitions as they share scoring. While
 * PostgreSQL is away, records wait in Redis: the relay logs the outage once and retries within a second. Several relays at once are
 * harmless: the second at a partition leaves it. In a backlog each takes a few partitions at a time, from a beginning of its own, so that
 * all of them work. A partition that lacks what sales has applied of it was set back, and rests until it is opened again.
 */
import { randomInt } from 'node:crypto';
import { type Loop, startLoop } from '../../base/background/background.ts';
import { together } from '../../base/database/database.ts';
import { limits, type StreamPosition, systemClock } from '../../base/kernel/kernel.ts';
import {
  type Logger,
  type Metrics,
  noTracing,
  Outage,
  Pulse,
  type Tracing,
} from '../../base/telemetry/telemetry.ts';
import type { Applied, TierUpdateEntry } from './batches.ts';
import { PartitionNews } from './partition-news.core.ts';
import { PartitionTurns } from './partition-turns.core.ts';
import type { ReadAfter } from './positions.ts';
import { traceEntries } from './traced-updates.ts';

/** Where tier updates come from; the stream room is one. */
export interface TierUpdateSource {
  readonly partitions: number;
  tierUpdates: {
    /** Entries after positions; and of their partitions those whose streams have all that sales has applied. The others were set back. */
    readVerified(
      positions: ReadonlyMap<number, StreamPosition>,
      countMax: number,
      of: ReadonlySet<number> | null,
    ): Promise<{ entries: TierUpdateEntry[]; same: ReadonlySet<number> }>;
    trim(positions: ReadonlyMap<number, StreamPosition>): Promise<void>;
  };
  /** The era of the streams, 0 where there is one only. */
  eras: { readonly current: number };
}

/** The loop; new tier updates wake it. */
export interface Relay extends Pick<Loop, 'close'> {
  /** A partition has tier updates, which this process committed or another one; null: any may have some. */
  ring(partition: number | null, isOurs: boolean): void;
  /** Returns null when well, else the store that keeps the relay waiting. */
  check(): string | null;
}

interface Options {
  source: TierUpdateSource;
  leads: {
    readPositions(era: number): Promise<Map<number, StreamPosition>>;
    applyTierUpdates(entries: readonly TierUpdateEntry[], after?: ReadAfter): Promise<Applied>;
  };
  metrics: Metrics;
  logger: Logger;
  tracing?: Tracing;
  /** Called after each batch that was applied: it may have made deliveries. */
  onApplied?: () => void;
}

/** The era in which the relay reads, and how far it is. */
interface Taken {
  era: number;
  positions: Map<number, StreamPosition>;
}

/** Without an installation there is one era. */
const firstEra = 1;

export function startRelay(options: Options): Relay {
  const { source, leads, metrics, logger, tracing = noTracing } = options;
  let taken: Taken | null = null;
  /** The last trim: what is next is read meanwhile. */
  let trimming: Promise<void> = Promise.resolve();
  const pulse = new Pulse();
  const news = new PartitionNews();
  const turns = new PartitionTurns(source.partitions, randomInt(source.partitions));

  /** Carries what partitions have, all of them where null; those that had some are due again. */
  const carry = async (due: ReadonlySet<number> | null): Promise<void> => {
    if (taken === null || taken.era !== source.eras.current) taken = await takeUp(options, pulse);
    const { era, positions } = taken;
    const offsets = new Map([...positions].map(([partition, { entry }]) => [partition, entry]));
    const reading = source.tierUpdates.readVerified(positions, limits.applyRecordsMax, due);
    const [{ entries: read, same }] = await pulse.of('redis', together([reading, trimming]));
    turns.isBehind = read.length > limits.applyRecordsMax / 2;
    const found = new Set(read.map(({ partition }) => partition));
    if (found.size === 0) return;
    const entries = read.filter(({ partition }) => same.has(partition));
    if (entries.length === 0) {
      for (const partition of found) news.leftOut(partition, performance.now());
      taken = null;
      return;
    }
    const after = era === 0 ? undefined : { era, offsets: { crossings: offsets } };
    const traced = traceEntries(tracing, entries);
    const applied = await pulse.of('postgresql', leads.applyTierUpdates(traced.entries, after));
    traced.end(applied);
    for (const [partition, position] of applied.positions) positions.set(partition, position);
    options.onApplied?.();
    metrics.tierUpdatesApplied.inc(applied.records);
    const nowMs = systemClock.nowMs();
    for (const acceptedAtMs of applied.acceptedAtMs)
      metrics.eventToSales.observe((nowMs - acceptedAtMs) / limits.secondMs);
    if (applied.deadLetters > 0)
      logger.error({ count: applied.deadLetters }, 'tier updates could not be read; see dead_letters');
    if (applied.held > 0)
      logger.warn({ count: applied.held }, 'leads of public keys are held back; see GET /api/v1/quarantine');
    trimming = source.tierUpdates.trim(applied.positions);
    // The next round hears of its failure.
    trimming.catch(() => undefined);
    const nextMs = performance.now();
    for (const partition of found) {
      if (applied.positions.has(partition)) news.again(partition, nextMs);
      else {
        news.leftOut(partition, nextMs);
        // Another relay is at it or has moved, or the stream was set back: the positions are read again.
        taken = null;
      }
    }
  };

  const loop = startLoop({
    round: async () => {
      const due = news.take(performance.now());
      const { now, later } = turns.of(due);
      for (const partition of later) news.again(partition, performance.now());
      if (now?.size !== 0) await carry(now);
      return { ms: news.restMs(performance.now()) };
    },
    // The stored offsets decide; they are read again when the store is back.
    forget: () => {
      news.lookAtAll();
      taken = null;
      trimming = Promise.resolve();
    },
    outage: new Outage(
      logger,
      'tier updates wait in the stream: PostgreSQL or Redis unavailable, retrying',
      'the relay applies tier updates again',
    ),
  });
  const close = async () => {
    await loop.close();
    await trimming.catch(() => undefined);
  };
  const ring: Relay['ring'] = (partition, isOurs) => {
    news.ring(partition, isOurs, performance.now());
    loop.wake();
  };
  return { ring, close, check: () => pulse.check() };
}

/** Begins where sales is. What a dead relay had applied, and not trimmed any more, is trimmed: it would seem to wait. */
async function takeUp({ source, leads }: Options, pulse: Pulse): Promise<Taken> {
  const era = source.eras.current;
  const positions = await pulse.of('postgresql', leads.readPositions(era === 0 ? firstEra : era));
  await pulse.of('redis', source.tierUpdates.trim(positions));
  return { era, positions };
}
