/** Changing programmes: since when which are in force, and waking every profile to look at itself again. */
import { hash as digest } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { limits } from '../kernel/kernel.ts';
import { everyProfile, keysOf, profileOfKey, programmesKey } from './keys.ts';

export interface Adoption {
  /** Since when the programmes are in force, ms; 0 for the first ever. A profile looked at before must be again. */
  sinceMs: number;
  /** Since when their facets are these very ones, ms; a profile looked at before lacks what the new ones recognise. */
  facetsSinceMs: number;
  /** From which time of acceptance on each facet counts, ms. */
  facetSinceMs: Map<string, number>;
}

/** Takes programmes into force, once an installation however many processes do. `facets` are new ones' times by name. */
export async function adopt(
  redis: Redis,
  hash: string,
  sinceMs: number,
  facets: ReadonlyMap<string, number>,
): Promise<Adoption> {
  const names = [...facets.keys()];
  const args = names.flatMap((name) => [name, String(facets.get(name) ?? 0)]);
  const facetsHash = digest('sha256', [...names].sort().join('\n'));
  const [since, facetsSince, ...times] = await redis.scovilleAdopt(
    1,
    programmesKey,
    hash,
    String(sinceMs),
    facetsHash,
    ...args,
  );
  return {
    sinceMs: Number(since),
    facetsSinceMs: Number(facetsSince),
    facetSinceMs: new Map(names.map((name, index) => [name, Number(times[index])])),
  };
}

/** Ids of all profiles, linked ones too, page by page; one that comes while it runs may be left out, one may come twice. */
export async function* profileIds(redis: Redis): AsyncGenerator<string[]> {
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', everyProfile, 'COUNT', limits.wakePageKeys);
    cursor = next;
    yield keys.flatMap((key) => profileOfKey(key)?.id ?? []);
  } while (cursor !== '0');
}

/** Whether profiles have still to be woken for the programmes of a hash. */
export async function isWaking(redis: Redis, hash: string): Promise<boolean> {
  return (await redis.hget(programmesKey, 'woken')) !== hash;
}

/**
 * Gives every profile a timer due at `dueMs`, page by page, waiting for the timers of earlier pages to be worked off so
 * that millions of them never stand at once. Answers how many there were; stops early when the signal says so.
 */
export async function wakeEveryProfile(
  redis: Redis,
  hash: string,
  dueMs: number,
  options: { waiting: () => Promise<number>; onProgress: (woken: number) => void; signal: AbortSignal },
): Promise<number> {
  let cursor = '0';
  let woken = 0;
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', everyProfile, 'COUNT', limits.wakePageKeys);
    cursor = next;
    const byPartition = new Map<number, (string | number)[]>();
    for (const key of keys) {
      const profile = profileOfKey(key);
      if (profile === null) continue;
      const timers = byPartition.get(profile.partition) ?? [];
      timers.push(dueMs, profile.id);
      byPartition.set(profile.partition, timers);
      woken++;
    }
    const pipeline = redis.pipeline();
    // A timer that is due earlier stays as it is.
    for (const [partition, timers] of byPartition) pipeline.zadd(keysOf(partition).timers, 'LT', ...timers);
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
    options.onProgress(woken);
    while (!options.signal.aborted && (await options.waiting()) > limits.wokenWaitingMax)
      await pause(limits.wakeWaitMs);
  } while (cursor !== '0' && !options.signal.aborted);
  if (!options.signal.aborted) await redis.hset(programmesKey, 'woken', hash);
  return woken;
}
