/** Changing programmes: since when which are in force, and waking every profile to look at itself again. */
import { hash as digest } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { limits } from '../../base/kernel/kernel.ts';
import { everyProfile, keysOf, profileOfKey, programmesKey } from './keys.ts';

export interface Adoption {
  /** Since when the programmes are in force, ms; 0 for the first ever. A profile looked at before must be again. */
  sinceMs: number;
  /** Since when their facets are these very ones, ms; a profile looked at before lacks what the new ones recognise. */
  signaturesSinceMs: number;
  /** From which time of acceptance on each facet counts, ms. */
  signatureSinceMs: Map<string, number>;
  /** What was remembered of the programmes in force before, and since when they were; null where there were none. */
  before: { sources: string; sinceMs: number } | null;
}

/**
 * Takes programmes into force, once an installation however many processes do. `facets` are new ones' times by name;
 * `meaning` is whatever else, changed, makes what is stored of profiles worthless; `sources` is remembered for later.
 */
export async function adopt(
  redis: Redis,
  hash: string,
  sinceMs: number,
  {
    signatures,
    meaning,
    sources,
  }: { signatures: ReadonlyMap<string, number>; meaning: string; sources: string },
): Promise<Adoption> {
  const names = [...signatures.keys()];
  const args = names.flatMap((name) => [name, String(signatures.get(name) ?? 0)]);
  const signaturesHash = digest('sha256', [...names].sort().join('\n') + meaning);
  const [since, signaturesSince, before, beforeSince, ...times] = await redis.scovilleAdopt(
    1,
    programmesKey,
    hash,
    String(sinceMs),
    signaturesHash,
    sources,
    ...args,
  );
  return {
    sinceMs: Number(since),
    signaturesSinceMs: Number(signaturesSince),
    signatureSinceMs: new Map(names.map((name, index) => [name, Number(times[index])])),
    before: before ? { sources: before, sinceMs: Number(beforeSince) } : null,
  };
}

/** Ids of all profiles, linked ones too, page by page; one that comes while it runs may be left out, one may come twice. */
export async function* profileIds(redis: Redis): AsyncGenerator<string[]> {
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', everyProfile, 'COUNT', limits.profileScanKeys);
    cursor = next;
    yield keys.flatMap((key) => profileOfKey(key)?.id ?? []);
  } while (cursor !== '0');
}

/** The hash of the programmes in force for the installation; null before the first. */
export async function activeHash(redis: Redis): Promise<string | null> {
  return redis.hget(programmesKey, 'hash');
}

/** Whether profiles have still to be woken for the programmes of a hash that are in force since `sinceMs`. */
export async function isReevaluating(redis: Redis, hash: string, sinceMs: number): Promise<boolean> {
  return (await redis.hget(programmesKey, 'reevaluated')) !== `${hash} ${sinceMs}`;
}

/**
 * Gives every profile a timer due at `dueMs`, page by page, waiting for the timers of earlier pages to be worked off so
 * that millions of them never stand at once. Answers how many there were; stops early when the signal says so.
 */
export async function reevaluateEveryProfile(
  redis: Redis,
  hash: string,
  dueMs: number,
  options: { waiting: () => Promise<number>; onProgress: (reevaluated: number) => void; signal: AbortSignal },
): Promise<number> {
  let cursor = '0';
  let reevaluated = 0;
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', everyProfile, 'COUNT', limits.profileScanKeys);
    cursor = next;
    const byPartition = new Map<number, (string | number)[]>();
    for (const key of keys) {
      const profile = profileOfKey(key);
      if (profile === null) continue;
      const timers = byPartition.get(profile.partition) ?? [];
      timers.push(dueMs, profile.id);
      byPartition.set(profile.partition, timers);
      reevaluated++;
    }
    const pipeline = redis.pipeline();
    // A timer that is due earlier stays as it is.
    for (const [partition, timers] of byPartition) pipeline.zadd(keysOf(partition).timers, 'LT', ...timers);
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
    options.onProgress(reevaluated);
    while (!options.signal.aborted && (await options.waiting()) > limits.dueProfilesWaitingMax)
      await pause(limits.reevaluatePauseMs);
    // Others have come into force meanwhile: their own waking reaches everybody.
    if ((await activeHash(redis)) !== hash) return reevaluated;
  } while (cursor !== '0' && !options.signal.aborted);
  if (!options.signal.aborted) await redis.hset(programmesKey, 'reevaluated', `${hash} ${dueMs}`);
  return reevaluated;
}
