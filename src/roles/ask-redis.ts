/** One question to the Redis of the settings, before anything else of it is opened. */
import { unlessAborted } from '../base/background/background.ts';
import { limits } from '../base/kernel/kernel.ts';
import {
  mastersOf,
  type NodeOptions,
  openRedis,
  type RedisClient,
  type RedisTarget,
} from '../base/redis/redis.ts';
import { checkRedis, type RedisCheck } from '../setup/setup.ts';
import { storeError } from './store-errors.ts';

/**
 * Asks by a client of its own, for `startAnswerMsMax` at most, and closes it. Throws what is wrong in words, with the remedy; an
 * error of `ask` too.
 */
export async function askRedisOnce<T>(
  target: RedisTarget,
  ask: (redis: RedisClient) => Promise<T>,
): Promise<T> {
  const late = AbortSignal.timeout(limits.startAnswerMsMax);
  let redis: RedisClient | null = null;
  let cause: unknown = null;
  const answer = async () => {
    // A server that is loading its data answers too.
    const options = { enableReadyCheck: false, connectTimeout: limits.startAnswerMsMax };
    redis = onceConnected(
      target,
      (error) => {
        cause ??= error;
      },
      options,
    );
    await redis.connect();
    return ask(redis);
  };
  try {
    return await unlessAborted(late, answer());
  } catch (error) {
    throw storeError('REDIS_URL', target.url, cause ?? error);
  } finally {
    (redis as RedisClient | null)?.disconnect();
  }
}

/**
 * A client that connects once. `onError` is given what went wrong: the command that failed only says that the connection is closed.
 * Throws where the address cannot be read.
 */
export function onceConnected(
  target: RedisTarget,
  onError: (error: unknown) => void,
  options: Pick<NodeOptions, 'enableReadyCheck' | 'connectTimeout'> = {},
): RedisClient {
  const once = { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 };
  const redis = openRedis(
    target,
    { ...once, ...options },
    {
      clusterRetryStrategy: () => null,
      retryDelayOnFailover: 0,
      retryDelayOnClusterDown: 0,
      slotsRefreshTimeout: limits.startAnswerMsMax,
    },
  );
  // Of a cluster the nodes say why; the whole only that none of them could be asked.
  redis.on('node error', onError);
  redis.on('error', onError);
  return redis;
}

/** Checks the server, or each master of a cluster, whose address its messages then begin with. */
export async function checkMasters(redis: RedisClient): Promise<RedisCheck> {
  const isCluster = 'nodes' in redis;
  const checks = await Promise.all(
    mastersOf(redis).map(async ({ address, redis: master }) => {
      const { errors, warnings } = await checkRedis(master, isCluster);
      const named = (message: string) => (isCluster ? `${address}: ${message}` : message);
      return { errors: errors.map(named), warnings: warnings.map(named) };
    }),
  );
  return {
    errors: checks.flatMap(({ errors }) => errors),
    warnings: checks.flatMap(({ warnings }) => warnings),
  };
}
