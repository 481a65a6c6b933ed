/** Events and ledger entries on their way to the history: read after offsets, trimmed when it has stored them. */
import { firstId, limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import { readEntries } from './entries.ts';
import type { Layout } from './layout.ts';
import type { StreamEntry } from './partition-log.ts';

/** The last entry of each partition's two streams that the history has. */
export interface HistoryOffsets {
  events: ReadonlyMap<number, string>;
  ledger: ReadonlyMap<number, string>;
}

export interface HistoryEntry {
  partition: number;
  id: string;
  /** As in the events stream; `g`: ledger entries. */
  field: StreamEntry['field'];
  /** A JSON array, not yet read. */
  json: string;
}

export interface HistoryBatch {
  events: HistoryEntry[];
  ledger: HistoryEntry[];
  /** More may wait. */
  hasMore: boolean;
}

/** A batch as it is read, and the partition with which the next begins. */
export interface HistoryRead extends HistoryBatch {
  next: number;
}

/**
 * Entries after the offset of each partition, in order within a partition, as many as `historyBatchBytesMax` allows. The last of
 * each stream may go beyond it. Begins with partition `from`: a busy one cannot keep the others waiting.
 */
export async function readForHistory(
  redis: RedisClient,
  layout: Layout,
  offsets: HistoryOffsets,
  from: number,
): Promise<HistoryRead> {
  const { partitions } = layout;
  const batch: HistoryBatch = { events: [], ledger: [], hasMore: false };
  let bytesLeft: number = limits.historyBatchBytesMax;
  let seen = 0;
  while (seen < partitions && bytesLeft > 0) {
    const group = Math.min(limits.historyPartitionsAtOnce, partitions - seen);
    const share = {
      entriesMax: Math.ceil(limits.historyBatchEntriesMax / (2 * limits.historyPartitionsAtOnce)),
      bytesMax: Math.ceil(bytesLeft / (2 * group)),
    };
    const reads = Array.from({ length: group }, async (_, index) => {
      const partition = (from + seen + index) % partitions;
      const keys = layout.keys(partition);
      const read = (key: string, offset = firstId) => readEntries(redis, key, offset, share);
      const [events, ledger] = await Promise.all([
        read(keys.events, offsets.events.get(partition)),
        read(keys.ledger, offsets.ledger.get(partition)),
      ]);
      return { partition, events, ledger };
    });
    for (const { partition, ...streams } of await Promise.all(reads))
      for (const stream of ['events', 'ledger'] as const) {
        const { entries, hasMore } = streams[stream];
        if (hasMore) batch.hasMore = true;
        for (const [id, [field = '', json = '']] of entries) {
          batch[stream].push({ partition, id, field, json });
          bytesLeft -= json.length;
        }
      }
    seen += group;
  }
  if (seen < partitions) batch.hasMore = true;
  return { ...batch, next: (from + seen) % partitions };
}

/** Digests of the last entries, as `HistoryOffsets` names them; one that is left out is not compared. */
export type HistoryDigests = HistoryOffsets;

/**
 * Trims what the history has stored: events that scoring has read too, and the ledger, which has no other reader. A stream that
 * lacks the entry was set back, and keeps what it has.
 */
export async function historyHas(
  redis: RedisClient,
  layout: Layout,
  offsets: HistoryOffsets,
  digests: HistoryDigests,
  stamp: string,
): Promise<void> {
  const partitions = new Set([...offsets.events.keys(), ...offsets.ledger.keys()]);
  await Promise.all(
    [...partitions].map((partition) => {
      const { cursor, events, ledger } = layout.keys(partition);
      const has = (['events', 'ledger'] as const).flatMap((stream) => [
        offsets[stream].get(partition) ?? '',
        digests[stream].get(partition) ?? '',
      ]);
      return redis.scovilleHistoryHas(3, cursor, events, ledger, ...has, stamp);
    }),
  );
}
