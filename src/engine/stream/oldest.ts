/** Since when the oldest waits for scoring, for the history and for sales: for the metrics. */
import { firstId, limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import type { Layout } from './layout.ts';

/** The steps that read streams of a partition. */
export type StreamHop = 'score' | 'history' | 'sales';

/** When the oldest entry that waits for each step came into its stream, ms of the clock of Redis; null where none waits. */
export type OldestWaiting = Readonly<Record<StreamHop, number | null>>;

/**
 * oldest: the ids of the entries that wait for each step the longest, without the entries, which may be large.
 *
 * KEYS  1 cursor, 2 events, 3 crossings
 * Returns three ids; an empty one where none waits. A tier update leaves its stream when sales has applied it.
 */
export const oldestScript = `#!lua flags=no-writes
local function after(key, id)
  local entry = redis.call('XRANGE', key, '(' .. id, '+', 'COUNT', 1)[1]
  return entry and entry[1] or ''
end
local cursor = redis.call('HMGET', KEYS[1], 'offset', 'history')
return {after(KEYS[2], cursor[1] or '${firstId}'), after(KEYS[2], cursor[2] or '${firstId}'), after(KEYS[3], '${firstId}')}
`;

/** Reads when the oldest event that waits for scoring came, and the time, both by the clock of Redis, ms. */
export async function scoringState(
  redis: RedisClient,
  layout: Layout,
): Promise<{ sinceMs: number | null; nowMs: number }> {
  const [{ score }, [seconds, micros]] = await Promise.all([oldestWaiting(redis, layout), redis.time()]);
  return { sinceMs: score, nowMs: Number(seconds) * limits.secondMs + Math.floor(Number(micros) / 1_000) };
}

/** Reads them of all partitions, in one round trip. `redis` is a connection of `openStream`. */
export async function oldestWaiting(redis: RedisClient, layout: Layout): Promise<OldestWaiting> {
  const ids = await Promise.all(
    Array.from({ length: layout.partitions }, (_, partition) => {
      const { cursor, events, crossings } = layout.keys(partition);
      return redis.scovilleOldest(3, cursor, events, crossings);
    }),
  );
  const oldestOf = (index: 0 | 1 | 2) => {
    const times = ids
      .map((of) => of[index])
      .filter((id) => id !== '')
      .map((id) => Number.parseInt(id, 10));
    return times.length === 0 ? null : Math.min(...times);
  };
  return { score: oldestOf(0), history: oldestOf(1), sales: oldestOf(2) };
}
