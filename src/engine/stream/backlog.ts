/** What waits in each partition, in one round trip: for the sweeper, the metrics and tests that wait for quiet. */
import { firstId } from '../../base/kernel/kernel.ts';
import { batchOf, type RedisClient } from '../../base/redis/redis.ts';
import type { Layout } from './layout.ts';

/** What waits in a partition: entries not yet scored, timers due, outbox entries; and how far it is scored. */
export interface PartitionBacklog {
  lag: number;
  /** Entries that the history lacks; an upper bound while scoring lags behind it. */
  historyLag: number;
  due: number;
  outbox: number;
  /** Records that cannot be scored. */
  deadLetters: number;
  /** Profiles that cannot be evaluated. */
  failing: number;
  offset: string;
  /** Records of the entry after the offset that are scored already. */
  within: number;
  /** How often its lease was taken. */
  leases: number;
}

export async function backlogOf(
  redis: RedisClient,
  layout: Layout,
  nowMs: number,
): Promise<PartitionBacklog[]> {
  const batch = batchOf(redis);
  for (let partition = 0; partition < layout.partitions; partition++) {
    const keys = layout.keys(partition);
    // The length first: an entry forgotten between the two is then counted as waiting for a moment, never the reverse.
    batch
      .xlen(keys.events)
      .hmget(keys.cursor, 'offset', 'read', 'trimmed', 'within', 'epoch')
      .zcount(keys.timers, '-inf', nowMs)
      .xlen(keys.outbox)
      .xlen(keys.deadLetters)
      .hlen(keys.failing);
  }
  const answers = (await batch.exec()) ?? [];
  return Array.from({ length: layout.partitions }, (_, partition) => {
    const [length, cursor, due, outbox, deadLetters, failing] = answers
      .slice(partition * 6, partition * 6 + 6)
      .map(([, value]) => value);
    const [offset, read, trimmed, within, leases] = (cursor ?? []) as (string | null)[];
    // All ever added is what is there and what was forgotten. XINFO returns it too, but with two whole entries.
    const entries = Number(length ?? 0);
    const isScoredOnly = Math.max(0, Number(read ?? 0) - Number(trimmed ?? 0));
    const lag = Math.max(0, entries - isScoredOnly);
    return {
      lag,
      historyLag: entries,
      due: Number(due ?? 0),
      outbox: Number(outbox ?? 0),
      deadLetters: Number(deadLetters ?? 0),
      failing: Number(failing ?? 0),
      offset: offset ?? firstId,
      within: Number(within ?? 0),
      leases: Number(leases ?? 0),
    };
  });
}
