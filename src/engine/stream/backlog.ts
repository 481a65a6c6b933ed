/** What waits in each partition, in one round trip: all of it for metrics and health, and the part that loops look at. */
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
    const entries = Number(length ?? 0);
    return {
      lag: lagOf(entries, read, trimmed),
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

/** What the sweeper and the reports of a process need of a partition. */
export interface PartitionState
  extends Pick<PartitionBacklog, 'lag' | 'historyLag' | 'outbox' | 'offset' | 'within' | 'leases'> {
  /** When its next timer is due, ms; null where none is set. */
  nextDueMs: number | null;
}

/** What a process has read last, and when: several of its loops ask. */
const lastStates = new WeakMap<Layout, { atMs: number; states: PartitionState[] }>();

/** Returns the state of each partition; one that this process has read is given again up to that age, ms. */
export async function partitionStates(
  redis: RedisClient,
  layout: Layout,
  ageMsMax = 0,
): Promise<readonly PartitionState[]> {
  const last = lastStates.get(layout);
  if (last !== undefined && performance.now() - last.atMs < ageMsMax) return last.states;
  const atMs = performance.now();
  const states = await readStates(redis, layout);
  lastStates.set(layout, { atMs, states });
  return states;
}

async function readStates(redis: RedisClient, layout: Layout): Promise<PartitionState[]> {
  const batch = batchOf(redis);
  for (let partition = 0; partition < layout.partitions; partition++) {
    const { events, cursor, timers, outbox } = layout.keys(partition);
    // The length first, as above.
    batch
      .xlen(events)
      .hmget(cursor, 'offset', 'read', 'trimmed', 'within', 'epoch')
      .zrange(timers, '0', '0', 'WITHSCORES')
      .xlen(outbox);
  }
  const answers = ((await batch.exec()) ?? []).map(([error, value]) => {
    if (error) throw error;
    return value;
  });
  return Array.from({ length: layout.partitions }, (_, partition) => {
    const [length, cursor, first, outbox] = answers.slice(partition * 4, partition * 4 + 4);
    const [offset, read, trimmed, within, leases] = cursor as (string | null)[];
    const [, dueMs] = first as string[];
    return {
      lag: lagOf(Number(length), read, trimmed),
      historyLag: Number(length),
      outbox: Number(outbox),
      nextDueMs: dueMs === undefined ? null : Number(dueMs),
      offset: offset ?? firstId,
      within: Number(within ?? 0),
      leases: Number(leases ?? 0),
    };
  });
}

/** Entries not yet scored. All ever added is what is there and what was forgotten. XINFO returns it too, but with two whole entries. */
function lagOf(entries: number, read: string | null | undefined, trimmed: string | null | undefined): number {
  const isScoredOnly = Math.max(0, Number(read ?? 0) - Number(trimmed ?? 0));
  return Math.max(0, entries - isScoredOnly);
}
