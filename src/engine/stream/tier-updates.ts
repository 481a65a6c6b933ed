/** Tier updates on their way to sales: read after offsets, trimmed behind their reader. */
import { firstId, idAfter, type StreamPosition } from '../../base/kernel/kernel.ts';
import { batchOf, type RedisClient } from '../../base/redis/redis.ts';
import { digestOf } from './eras.ts';
import type { Layout } from './layout.ts';

export interface TierUpdateEntry {
  partition: number;
  id: string;
  /** Parsed JSON, not yet checked. */
  record: unknown;
  /** Distinguishes it from another of the same id. */
  digest: string;
}

/** Entries of some partitions after the offset of each, in order within a partition; at most `countMax` in all. */
export async function readTierUpdates(
  redis: RedisClient,
  layout: Layout,
  offsets: ReadonlyMap<number, string>,
  countMax: number,
  partitions: Iterable<number>,
): Promise<TierUpdateEntry[]> {
  const asked = [...partitions];
  const batch = batchOf(redis);
  for (const partition of asked) {
    batch.xrange(
      layout.keys(partition).crossings,
      `(${offsets.get(partition) ?? firstId}`,
      '+',
      'COUNT',
      countMax,
    );
  }
  const answers = (await batch.exec()) ?? [];
  const found: TierUpdateEntry[] = [];
  const share = Math.max(1, Math.floor(countMax / Math.max(1, answers.filter(hasEntries).length)));
  answers.forEach(([error, entries], index) => {
    if (error) throw error;
    const partition = asked[index] as number;
    // Each partition gets its share, so that a busy one cannot keep the others waiting.
    for (const [id, fields] of (entries as [string, string[]][]).slice(0, share)) {
      found.push({ partition, id, record: parsed(fields[1]), digest: digestOf(fields[1] ?? '') });
    }
  });
  return found;
}

/** Forgets entries up to and with each position: sales has applied them. A stream that lacks its entry was set back. */
export async function trimTierUpdates(
  redis: RedisClient,
  layout: Layout,
  positions: ReadonlyMap<number, StreamPosition>,
  stamp: string,
): Promise<void> {
  await Promise.all(
    [...positions].map(([partition, { entry, digest }]) => {
      const { cursor, crossings } = layout.keys(partition);
      return redis.scovilleApplied(2, cursor, crossings, stamp, entry, digest, idAfter(entry));
    }),
  );
}

function hasEntries(answer: [Error | null, unknown]): boolean {
  return Array.isArray(answer[1]) && answer[1].length > 0;
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return json;
  }
}
