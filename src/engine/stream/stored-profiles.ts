/** Which profiles are stored: asked for many ids in a round trip or two. */
import { batchOf, type RedisClient } from '../../base/redis/redis.ts';
import { archivedAmong } from './archiving.ts';
import { everyIdentity, idOfIdentity } from './keys.ts';
import type { Layout } from './layout.ts';
import { everyKeyLike } from './walk.ts';

/** Of some ids, those without a stored profile or link that were not archived either. */
export async function absentProfiles(
  redis: RedisClient,
  layout: Layout,
  ids: readonly string[],
): Promise<string[]> {
  const batch = batchOf(redis);
  for (const id of ids) batch.exists(layout.of(id).profile(id));
  const answers = (await batch.exec()) ?? [];
  const absent = ids.filter((_id, index) => {
    const [error, count] = answers[index] ?? [null, 1];
    if (error) throw error;
    return count === 0;
  });
  if (absent.length === 0) return absent;
  const archived = await archivedAmong(redis, layout, absent);
  return absent.filter((id) => !archived.has(id));
}

/** What is stored of each of some ids, in their order. One that cannot be evaluated is left out: it stays as it is. */
export async function storedProfiles(
  redis: RedisClient,
  layout: Layout,
  ids: readonly string[],
): Promise<(Buffer | null)[]> {
  const batch = batchOf(redis);
  for (const id of ids) {
    const keys = layout.of(id);
    batch.getBuffer(keys.profile(id)).hexists(keys.failing, id);
  }
  const answers = (await batch.exec()) ?? [];
  for (const [error] of answers) if (error) throw error;
  return ids.map((_id, index) =>
    answers[2 * index + 1]?.[1] === 1 ? null : (answers[2 * index]?.[1] as Buffer | null),
  );
}

/**
 * What is known of each profile that is known, page by page: a page is as many as one step of the walk finds. One that comes while it runs may
 * be left out, one may come twice.
 */
export async function* everyStoredIdentity(redis: RedisClient): AsyncGenerator<Map<string, string>> {
  for await (const keys of everyKeyLike(redis, everyIdentity)) {
    const batch = batchOf(redis);
    for (const key of keys) batch.get(key);
    const answers = keys.length === 0 ? [] : ((await batch.exec()) ?? []);
    const page = new Map<string, string>();
    answers.forEach(([error, json], index) => {
      if (error) throw error;
      if (typeof json === 'string') page.set(idOfIdentity(keys[index] ?? ''), json);
    });
    yield page;
  }
}
