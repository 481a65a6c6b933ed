/** One question to the Redis of the settings, before anything else of it is opened. */
import { Redis } from 'ioredis';
import { unlessAborted } from '../base/background/background.ts';
import { limits } from '../base/kernel/kernel.ts';
import { storeError } from './store-errors.ts';

/**
 * Asks on a connection of its own, for `startAnswerMsMax` at most, and closes it. Throws what is wrong in words, with the remedy; an
 * error of `ask` too.
 */
export async function askRedisOnce<T>(url: string, ask: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  // The event has the cause; the command that failed only says that the connection is closed.
  let cause: unknown = null;
  redis.on('error', (error) => {
    cause ??= error;
  });
  const answer = async () => {
    await redis.connect();
    return ask(redis);
  };
  const late = AbortSignal.timeout(limits.startAnswerMsMax);
  try {
    return await unlessAborted(late, answer());
  } catch (error) {
    throw storeError('REDIS_URL', url, late.aborted ? error : (cause ?? error));
  } finally {
    redis.disconnect();
  }
}
