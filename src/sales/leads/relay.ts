/**
 * The relay: carries tier updates from the stream into the store until it is closed.
 *
 * Each round reads after the stored offsets, applies and trims; the next one follows the bell or a short rest. While PostgreSQL is
 * away, records wait in Redis: the relay logs the outage once and retries within a second. Several relays at once are harmless.
 */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage, Pulse } from '../../base/telemetry/telemetry.ts';
import type { Applied, TierUpdateEntry } from './apply.ts';

/** Where tier updates come from; the stream room is one. */
export interface TierUpdateSource {
  readTierUpdates(offsets: ReadonlyMap<number, string>, countMax: number): Promise<TierUpdateEntry[]>;
  trimTierUpdates(offsets: ReadonlyMap<number, string>): Promise<void>;
}

/** The loop; new tier updates wake it. */
export interface Relay extends Loop {
  /** Returns null when well, else the store that keeps the relay waiting. */
  check(): string | null;
}

interface Options {
  source: TierUpdateSource;
  leads: {
    readOffsets(): Promise<Map<number, string>>;
    applyTierUpdates(entries: readonly TierUpdateEntry[]): Promise<Applied>;
  };
  metrics: Metrics;
  logger: Logger;
}

export function startRelay(options: Options): Relay {
  const { source, leads, metrics, logger } = options;
  let offsets: Map<number, string> | null = null;
  const pulse = new Pulse();

  /** Returns how many tier updates there were. */
  const carry = async (): Promise<number> => {
    offsets ??= await pulse.of('postgresql', leads.readOffsets());
    const entries = await pulse.of('redis', source.readTierUpdates(offsets, limits.applyRecordsMax));
    if (entries.length === 0) return 0;
    const applied = await pulse.of('postgresql', leads.applyTierUpdates(entries));
    for (const [partition, offset] of applied.offsets) offsets.set(partition, offset);
    metrics.tierUpdatesApplied.inc(applied.records);
    if (applied.deadLetters > 0)
      logger.error({ count: applied.deadLetters }, 'tier updates could not be read; see dead_letters');
    await pulse.of('redis', source.trimTierUpdates(applied.offsets));
    return entries.length;
  };

  const loop = startLoop({
    round: async () => ({ ms: (await carry()) > 0 ? 0 : limits.relayIdleMs }),
    // The stored offsets decide; they are read again when the store is back.
    forget: () => {
      offsets = null;
    },
    outage: new Outage(
      logger,
      'tier updates wait in the stream: PostgreSQL or Redis unavailable, retrying',
      'the relay applies tier updates again',
    ),
  });
  return { ...loop, check: () => pulse.check() };
}
