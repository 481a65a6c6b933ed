/** The names of all keys of a pattern, in whatever Redis the installation is. */
import { limits } from '../../base/kernel/kernel.ts';
import { keysLike, type RedisClient } from '../../base/redis/redis.ts';
import { walkKey } from './keys.ts';

/** Yields them page by page; one that comes while it runs may be left out, one may come twice. */
export const everyKeyLike = (redis: RedisClient, pattern: string): AsyncGenerator<string[]> =>
  keysLike(redis, { pattern, count: limits.profileScanKeys, keyOf: walkKey });
