/** Events and ledger entries on their way to the history: read after offsets, trimmed when it has stored them. */
import type { Redis } from 'ioredis';
import { firstId } from '../../base/kernel/kernel.ts';
import { keysOf } from './keys.ts';
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
  field: StreamEntry['field'] | 'g';
  /** A JSON array, not yet read. */
  json: string;
}

export interface HistoryBatch {
  events: HistoryEntry[];
  ledger: HistoryEntry[];
  /** A partition returned as many entries as requested: more may wait. */
  hasMore: boolean;
}

/**
 * Entries after the offset of each partition, in order within a partition. Each partition gives its share of `entriesMax`
 * and at least one, so that a busy one cannot keep the others waiting.
 */
export async function readForHistory(
  redis: Redis,
  partitions: number,
  offsets: HistoryOffsets,
  entriesMax: number,
): Promise<HistoryBatch> {
  const share = Math.max(1, Math.floor(entriesMax / partitions));
  const pipeline = redis.pipeline();
  for (let partition = 0; partition < partitions; partition++) {
    const keys = keysOf(partition);
    pipeline
      .xrange(keys.events, `(${offsets.events.get(partition) ?? firstId}`, '+', 'COUNT', share)
      .xrange(keys.ledger, `(${offsets.ledger.get(partition) ?? firstId}`, '+', 'COUNT', share);
  }
  const batch: HistoryBatch = { events: [], ledger: [], hasMore: false };
  ((await pipeline.exec()) ?? []).forEach(([error, answer], index) => {
    if (error) throw error;
    const partition = Math.floor(index / 2);
    const entries = answer as [string, string[]][];
    if (entries.length === share) batch.hasMore = true;
    for (const [id, [field, json]] of entries) {
      const entry = { partition, id, field: field as HistoryEntry['field'], json: json ?? '' };
      (index % 2 === 0 ? batch.events : batch.ledger).push(entry);
    }
  });
  return batch;
}

/** Trims what the history has stored: events that scoring has read too, and the ledger, which has no other reader. */
export async function historyHas(redis: Redis, offsets: HistoryOffsets): Promise<void> {
  const partitions = new Set([...offsets.events.keys(), ...offsets.ledger.keys()]);
  await Promise.all(
    [...partitions].map((partition) => {
      const { cursor, events, ledger } = keysOf(partition);
      const has = [offsets.events.get(partition) ?? '', offsets.ledger.get(partition) ?? ''];
      return redis.scovilleHistoryHas(3, cursor, events, ledger, ...has);
    }),
  );
}
