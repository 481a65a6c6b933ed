/**
 * Every key of the product as Redis itself writes it, and back: what a backup and its restore do with Redis.
 *
 * Keys are read one after another while others write: no moment is common to all. So the streams of events come last: an event that
 * a profile has seen is in them, or in the history already. And a restored Redis names no installation: the keeper
 * then takes it for one that has lost data, and restores every profile from the history.
 */
import type { Redis } from 'ioredis';
import { limits } from '../../base/kernel/kernel.ts';
import { everyKey, installationKey, isOfEvents, isOfProcesses, keysOf, processesKey } from './keys.ts';

/** A key with its value. */
export interface CopiedKey {
  key: string;
  /** As `DUMP` writes it. */
  value: Buffer;
  /** When it expires, ms since the epoch; 0 is never. */
  expiresAtMs: number;
}

/** Yields every key that outlives its process, page by page. A key may come twice. */
export async function* readKeys(redis: Redis): AsyncIterable<CopiedKey[]> {
  const streams: string[] = [];
  for await (const page of pagesOf(redis)) {
    const wanted = page.filter((key) => !isOfProcesses(key));
    streams.push(...wanted.filter(isOfEvents));
    yield await valuesOf(
      redis,
      wanted.filter((key) => !isOfEvents(key)),
    );
  }
  for (const key of streams) yield await valuesOf(redis, [key]);
}

/** Whether the Redis holds anything of the product. */
export async function hasKeys(redis: Redis): Promise<boolean> {
  for await (const page of pagesOf(redis)) if (page.length > 0) return true;
  return false;
}

/** When a process that knows this Redis alone last reported, ms since the epoch; 0 where none ever did, or all have ended. */
export async function lastReportAtMs(redis: Redis): Promise<number> {
  const reports = Object.values(await redis.hgetall(processesKey));
  const running = reports.filter(
    (report) => report.includes('"roles":["ingest"]') && !/"endedAtMs":\d/.test(report),
  );
  return Math.max(0, ...running.map((report) => Number(/^\d+/.exec(report)?.[0] ?? 0)));
}

/** Writes keys in place of those of the same name. */
export async function writeKeys(redis: Redis, keys: readonly CopiedKey[]): Promise<void> {
  const pipeline = redis.pipeline();
  for (const { key, value, expiresAtMs } of keys)
    pipeline.restore(key, expiresAtMs, value, 'REPLACE', 'ABSTTL');
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

/** Removes every key of the product. */
export async function removeKeys(redis: Redis): Promise<void> {
  for await (const page of pagesOf(redis)) if (page.length > 0) await redis.unlink(...page);
}

/** Takes the name of the installation from Redis and from each partition: the next start restores every profile. */
export async function forgetInstallation(redis: Redis): Promise<void> {
  const partitions = Number((await redis.hget(installationKey, 'partitions')) ?? 0);
  await redis.hdel(installationKey, 'id', 'era');
  for (let partition = 0; partition < partitions; partition++)
    await redis.hdel(keysOf(partition).cursor, 'era');
}

async function* pagesOf(redis: Redis): AsyncIterable<string[]> {
  let cursor = '0';
  do {
    const [next, page] = await redis.scan(cursor, 'MATCH', everyKey, 'COUNT', limits.profileScanKeys);
    cursor = next;
    if (page.length > 0) yield page;
  } while (cursor !== '0');
}

async function valuesOf(redis: Redis, keys: readonly string[]): Promise<CopiedKey[]> {
  const pipeline = redis.pipeline();
  for (const key of keys) pipeline.dumpBuffer(key).pexpiretime(key);
  const answers = (await pipeline.exec()) ?? [];
  return keys.flatMap((key, index) => {
    const [[dumpError, value], [timeError, expires]] = [answers[2 * index], answers[2 * index + 1]] as [
      [Error | null, Buffer | null],
      [Error | null, number],
    ];
    if (dumpError ?? timeError) throw dumpError ?? timeError;
    // It has expired, or was removed, since it was found.
    return value === null ? [] : [{ key, value, expiresAtMs: Math.max(0, expires) }];
  });
}
