/** Which profiles are stored: asked for many ids in a round trip or two. */
import type { Redis } from 'ioredis';
import { partitionOf } from '../../base/kernel/kernel.ts';
import { archivedAmong } from './archiving.ts';
import { keysOf } from './keys.ts';

/** Of some ids, those without a stored profile or link that were not archived either. */
export async function absentProfiles(
  redis: Redis,
  partitions: number,
  ids: readonly string[],
): Promise<string[]> {
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.exists(keysOf(partitionOf(id, partitions)).profile(id));
  const answers = (await pipeline.exec()) ?? [];
  const absent = ids.filter((_id, index) => {
    const [error, count] = answers[index] ?? [null, 1];
    if (error) throw error;
    return count === 0;
  });
  if (absent.length === 0) return absent;
  const archived = await archivedAmong(redis, partitions, absent);
  return absent.filter((id) => !archived.has(id));
}

/** What is stored of each of some ids, in their order. One that cannot be evaluated is left out: it stays as it is. */
export async function storedProfiles(
  redis: Redis,
  partitions: number,
  ids: readonly string[],
): Promise<(Buffer | null)[]> {
  const pipeline = redis.pipeline();
  for (const id of ids) {
    const keys = keysOf(partitionOf(id, partitions));
    pipeline.getBuffer(keys.profile(id)).hexists(keys.failing, id);
  }
  const answers = (await pipeline.exec()) ?? [];
  for (const [error] of answers) if (error) throw error;
  return ids.map((_id, index) =>
    answers[2 * index + 1]?.[1] === 1 ? null : (answers[2 * index]?.[1] as Buffer | null),
  );
}
