/**
 * The relay: carries tier updates from the stream into the store until it is closed.
 *
 * Each round reads after the stored offsets, applies and trims; the next one follows the bell or a short rest. While PostgreSQL is
 * away, records wait in Redis: the relay logs the outage once and retries within a second. Several relays at once are harmless.
 * A partition that lacks what sales has applied of it was set back, and rests until it is opened again.
 */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { together } from '../../base/database/database.ts';
import { firstId, limits, type StreamPosition, systemClock } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage, Pulse } from '../../base/telemetry/telemetry.ts';
import type { Applied, TierUpdateEntry } from './apply.ts';
import type { ReadAfter } from './positions.ts';

/** Where tier updates come from; the stream room is one. */
export interface TierUpdateSource {
  tierUpdates: {
    read(offsets: ReadonlyMap<number, string>, countMax: number): Promise<TierUpdateEntry[]>;
    trim(positions: ReadonlyMap<number, StreamPosition>): Promise<void>;
  };
  /** Says whether what was read is of a stream that still has all before it; `current` is its era, 0 where there is one only. */
  eras: {
    readonly current: number;
    verify(
      reader: 'crossings',
      positions: ReadonlyMap<number, StreamPosition>,
    ): Promise<{ same: Set<number> }>;
  };
}

/** The loop; new tier updates wake it. */
export interface Relay extends Loop {
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
  const { source, leads, metrics, logger } = options;
  let taken: Taken | null = null;
  /** The last trim: what is next is read meanwhile. */
  let trimming: Promise<void> = Promise.resolve();
  const pulse = new Pulse();

  /** Returns how many tier updates there were. */
  const carry = async (): Promise<number> => {
    if (taken === null || taken.era !== source.eras.current) taken = await takeUp(options, pulse);
    const { era, positions } = taken;
    const offsets = new Map([...positions].map(([partition, { entry }]) => [partition, entry]));
    const reading = source.tierUpdates.read(offsets, limits.applyRecordsMax);
    const [read] = await pulse.of('redis', together([reading, trimming]));
    if (read.length === 0) return 0;
    const entries = await pulse.of('redis', verifiedPart(read, taken, source.eras));
    if (entries.length === 0) {
      taken = null;
      return 0;
    }
    const after = era === 0 ? undefined : { era, offsets: { crossings: offsets } };
    const applied = await pulse.of('postgresql', leads.applyTierUpdates(entries, after));
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
    // Another relay has moved, or a stream was set back: the positions are read again.
    if (entries.length < read.length || entries.some(({ partition }) => !applied.positions.has(partition)))
      taken = null;
    return entries.length;
  };

  const loop = startLoop({
    round: async () =>
      (await carry()) > 0 ? { ms: 0 } : { ms: limits.relayIdleMs, quietMsMax: limits.relayIdleMsMax },
    // The stored offsets decide; they are read again when the store is back.
    forget: () => {
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
  return { ...loop, close, check: () => pulse.check() };
}

/** Begins where sales is. What a dead relay had applied, and not trimmed any more, is trimmed: it would seem to wait. */
async function takeUp({ source, leads }: Options, pulse: Pulse): Promise<Taken> {
  const era = source.eras.current;
  const positions = await pulse.of('postgresql', leads.readPositions(era === 0 ? firstEra : era));
  await pulse.of('redis', source.tierUpdates.trim(positions));
  return { era, positions };
}

/** The entries that were read from streams which have all that sales has applied. The others were set back: they wait. */
async function verifiedPart(
  entries: readonly TierUpdateEntry[],
  { era, positions }: Taken,
  eras: TierUpdateSource['eras'],
): Promise<readonly TierUpdateEntry[]> {
  if (era === 0) return entries;
  const before = (partition: number) => positions.get(partition) ?? { entry: firstId, digest: '' };
  const asked = new Map(entries.map(({ partition }) => [partition, before(partition)]));
  const { same } = await eras.verify('crossings', asked);
  return entries.filter(({ partition }) => same.has(partition));
}
