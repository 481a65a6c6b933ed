/** Activation of programmes: their activation times, and the re-evaluation of every profile. */
import { hash as digest } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { limits } from '../../base/kernel/kernel.ts';
import { everyProfile, keysOf, profileOfKey, programmesKey } from './keys.ts';

export interface Adoption {
  /** Since when the programmes are active, ms; 0 for the first ever. A profile evaluated before must be re-evaluated. */
  sinceMs: number;
  /** Since when their match signatures are these, ms; a profile evaluated before lacks matches of the new ones. */
  signaturesSinceMs: number;
  /** The acceptance time from which each signature counts, ms. */
  signatureSinceMs: Map<string, number>;
  /** The sources of the previously active programmes, and their activation time; null where there were none. */
  before: { sources: string; sinceMs: number } | null;
}

/**
 * Activates programmes, once an installation for any number of processes. `signatures` are new ones' times by name;
 * a change of `meaning` invalidates stored profiles; `sources` is kept for later.
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

/** The hash of the active programmes for the installation; null before the first. */
export async function activeHash(redis: Redis): Promise<string | null> {
  return redis.hget(programmesKey, 'hash');
}

/** Whether profiles still have to be re-evaluated for the programmes of a hash, active since `sinceMs`. */
export async function isReevaluating(redis: Redis, hash: string, sinceMs: number): Promise<boolean> {
  return (await redis.hget(programmesKey, 'reevaluated')) !== `${hash} ${sinceMs}`;
}

/**
 * Gives every profile a timer due at `dueMs`, page by page. It waits until the timers of earlier pages have run, so
 * that millions of them never wait at once. Returns how many there were; stops early when the signal says so.
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
    // Other programmes became active meanwhile: their own re-evaluation reaches every profile.
    if ((await activeHash(redis)) !== hash) return reevaluated;
  } while (cursor !== '0' && !options.signal.aborted);
  if (!options.signal.aborted) await redis.hset(programmesKey, 'reevaluated', `${hash} ${dueMs}`);
  return reevaluated;
}
