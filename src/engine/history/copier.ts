/**
 * The copier: carries events and ledger entries from the streams into the history until it is closed.
 *
 * Read after the stored offsets, copy, release the entries in the stream; let entries gather for a moment, so that a
 * transaction takes many; wait for the bell or a timeout; repeat. While PostgreSQL is away, entries wait in Redis and the copier retries
 * within a second; the log says so once. Several copiers at once are harmless.
 */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage, Pulse } from '../../base/telemetry/telemetry.ts';
import type { HistoryBatch, HistoryOffsets, HistoryRead } from '../stream/stream.ts';
import type { Copied } from './copy-batch.ts';
import type { Offsets } from './offsets.ts';

/** Where entries come from; the stream room is one. */
export interface HistorySource {
  readForHistory(offsets: HistoryOffsets, from: number): Promise<HistoryRead>;
  historyHas(offsets: HistoryOffsets): Promise<void>;
}

/** The loop; new entries wake it. */
export interface Copier extends Loop {
  /** Returns null when well, else the store that keeps the copier waiting. */
  check(): string | null;
}

interface Options {
  source: HistorySource;
  history: {
    readOffsets(): Promise<Offsets>;
    copyBatch(batch: HistoryBatch): Promise<Copied>;
  };
  metrics: Metrics;
  logger: Logger;
}

export function startCopier(options: Options): Copier {
  const { source, logger } = options;
  let offsets: Offsets | null = null;
  /** The partition with which the next batch begins. */
  let from = 0;
  const pulse = new Pulse();

  /** Returns whether there is more to copy at once. */
  const carry = async (): Promise<boolean> => {
    offsets ??= await takeUp(options, pulse);
    const batch = await pulse.of('redis', source.readForHistory(offsets, from));
    if (batch.events.length + batch.ledger.length === 0) return false;
    from = batch.next;
    const copied = await pulse.of('postgresql', options.history.copyBatch(batch));
    count(copied, options);
    for (const stream of ['events', 'ledger'] as const)
      for (const [partition, offset] of copied.offsets[stream]) offsets[stream].set(partition, offset);
    await pulse.of('redis', source.historyHas(copied.offsets));
    return batch.hasMore;
  };

  const { historyGatherMs: gatherMs, historyIdleMs } = limits;
  const loop = startLoop({
    round: async () => ((await carry()) ? { ms: 0 } : { ms: gatherMs + historyIdleMs, gatherMs }),
    // The history's own offsets decide; they are read again when it is back.
    forget: () => {
      offsets = null;
    },
    outage: new Outage(
      logger,
      'copying to the history paused: PostgreSQL or Redis unavailable, retrying',
      'copying to the history resumed',
    ),
  });
  return { ...loop, check: () => pulse.check() };
}

/** Begins where the history ends. Entries that a dead copier had already copied are trimmed. */
async function takeUp({ source, history }: Options, pulse: Pulse): Promise<Offsets> {
  const offsets = await pulse.of('postgresql', history.readOffsets());
  await pulse.of('redis', source.historyHas(offsets));
  return offsets;
}

function count(copied: Copied, { metrics, logger }: Options): void {
  metrics.historyEvents.inc(copied.events);
  metrics.historyLedgerEntries.inc(copied.ledgerEntries);
  if (copied.unreadable === 0) return;
  metrics.historyUnreadable.inc(copied.unreadable);
  logger.error({ count: copied.unreadable }, 'unreadable records were skipped and are not in the history');
}
