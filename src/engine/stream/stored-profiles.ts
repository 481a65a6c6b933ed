/** Which profiles are stored: asked for many ids in one round trip. */
import type { Redis } from 'ioredis';
import { partitionOf } from '../../base/kernel/kernel.ts';
import { keysOf } from './keys.ts';

/** Of some ids, those without a stored profile or link. */
export async function absentProfiles(
  redis: Redis,
  partitions: number,
  ids: readonly string[],
): Promise<string[]> {
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.exists(keysOf(partitionOf(id, partitions)).profile(id));
  const answers = (await pipeline.exec()) ?? [];
  return ids.filter((_id, index) => {
    const [error, count] = answers[index] ?? [null, 1];
    if (error) throw error;
    return count === 0;
  });
}
