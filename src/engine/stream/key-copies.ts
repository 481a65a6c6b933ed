/**
 * Every key of the product as Redis itself writes it, and back: what a backup and its restore do with Redis.
 *
 * Keys are read one after another while others write: no moment is common to all. So the streams of events come last: an event that
 * a profile has seen is in them, or in the history already. And a restored Redis names no installation: the keeper
 * then takes it for one that has lost data, and restores every profile from the history.
 */
import { batchOf, type RedisClient } from '../../base/redis/redis.ts';
import { everyKey, installationKey, isOfEvents, isOfProcesses, processesKey } from './keys.ts';
import { type Layout, layoutIn } from './layout.ts';
import { everyKeyLike } from './walk.ts';

/** A key with its value. */
export interface CopiedKey {
  key: string;
  /** As `DUMP` writes it. */
  value: Buffer;
  /** When it expires, ms since the epoch; 0 is never. */
  expiresAtMs: number;
}

/** Yields every key that outlives its process, page by page. A key may come twice. */
export async function* readKeys(redis: RedisClient): AsyncIterable<CopiedKey[]> {
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
export async function hasKeys(redis: RedisClient): Promise<boolean> {
  for await (const page of pagesOf(redis)) if (page.length > 0) return true;
  return false;
}

/** When a process that knows this Redis alone last reported, ms since the epoch; 0 where none ever did, or all have ended. */
export async function lastReportAtMs(redis: RedisClient): Promise<number> {
  const reports = Object.values(await redis.hgetall(processesKey));
  const running = reports.filter(
    (report) => report.includes('"roles":["ingest"]') && !/"endedAtMs":\d/.test(report),
  );
  return Math.max(0, ...running.map((report) => Number(/^\d+/.exec(report)?.[0] ?? 0)));
}

/** Writes keys in place of those of the same name. */
export async function writeKeys(redis: RedisClient, keys: readonly CopiedKey[]): Promise<void> {
  const batch = batchOf(redis);
  for (const { key, value, expiresAtMs } of keys) batch.restore(key, expiresAtMs, value, 'REPLACE', 'ABSTTL');
  for (const [error] of (await batch.exec()) ?? []) if (error) throw error;
}

/** Removes every key of the product. */
export async function removeKeys(redis: RedisClient): Promise<void> {
  for await (const page of pagesOf(redis)) {
    const batch = batchOf(redis);
    for (const key of page) batch.unlink(key);
    for (const [error] of (await batch.exec()) ?? []) if (error) throw error;
  }
}

/** Takes the name of the installation from Redis and from each partition: the next start restores every profile. */
export async function forgetInstallation(redis: RedisClient): Promise<void> {
  const layout = await layoutIn(redis);
  await redis.hdel(installationKey, 'id', 'era');
  for (let partition = 0; partition < (layout?.partitions ?? 0); partition++)
    await redis.hdel((layout as Layout).keys(partition).cursor, 'era');
}

async function* pagesOf(redis: RedisClient): AsyncIterable<string[]> {
  for await (const page of everyKeyLike(redis, everyKey)) if (page.length > 0) yield page;
}

async function valuesOf(redis: RedisClient, keys: readonly string[]): Promise<CopiedKey[]> {
  const batch = batchOf(redis);
  for (const key of keys) batch.dumpBuffer(key).pexpiretime(key);
  const answers = (await batch.exec()) ?? [];
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
