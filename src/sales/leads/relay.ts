/**
 * The relay: carries tier updates from the stream into the store, for as long as it is told to.
 *
 * Read after the stored offsets, apply, trim behind; wait for the bell or a short while; begin again. PostgreSQL away:
 * records wait in Redis, tried again within a second, said once. Several relays at once are harmless.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Pulse } from '../../base/telemetry/telemetry.ts';
import type { Applied, TierUpdateEntry } from './apply.ts';

/** Where tier updates come from; the stream room is one. */
export interface TierUpdateSource {
  readTierUpdates(offsets: ReadonlyMap<number, string>, countMax: number): Promise<TierUpdateEntry[]>;
  trimTierUpdates(offsets: ReadonlyMap<number, string>): Promise<void>;
}

export interface Relay {
  /** There is news. */
  wake(): void;
  /** Returns null when well, else the store that keeps the relay waiting. */
  check(): string | null;
  /** Ends after the batch under way. */
  close(): Promise<void>;
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
  const stopping = new AbortController();
  let offsets: Map<number, string> | null = null;
  let ring = new AbortController();
  let isTroubled = false;
  const pulse = new Pulse();

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

  const run = async () => {
    while (!stopping.signal.aborted) {
      ring = new AbortController();
      try {
        if ((await carry()) > 0) continue;
        if (isTroubled) logger.info('the relay carries tier updates again');
        isTroubled = false;
        await pause(limits.relayIdleMs, undefined, { signal: ring.signal }).catch(() => undefined);
      } catch (error) {
        // What is in the store is the truth; read it again when it is back.
        offsets = null;
        if (!isTroubled)
          logger.warn({ error: (error as Error).message }, 'tier updates wait in the stream; trying again');
        isTroubled = true;
        await pause(limits.reconnectMsMax, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const running = run();
  return {
    wake: () => ring.abort(),
    check: () => pulse.check(),
    close: async () => {
      stopping.abort();
      ring.abort();
      await running;
    },
  };
}
