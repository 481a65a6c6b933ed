/** What waits in the streams of a Redis as they are at this moment; the metrics of a program may be a second old. */
import { Redis } from 'ioredis';
import { backlogOf } from '../../src/engine/stream/backlog.ts';
import { installationKey } from '../../src/engine/stream/keys.ts';

/** Entries that wait for scoring, between partitions too, and entries that the history lacks. Throws where there is no installation. */
export async function streamLag(redisUrl: string): Promise<{ scoring: number; history: number }> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    const partitions = await redis.hget(installationKey, 'partitions');
    if (partitions === null) throw new Error('the Redis holds no installation');
    const backlog = await backlogOf(redis, Number(partitions), Date.now());
    const sumOf = (name: 'lag' | 'outbox' | 'historyLag') => backlog.reduce((sum, one) => sum + one[name], 0);
    return { scoring: sumOf('lag') + sumOf('outbox'), history: sumOf('historyLag') };
  } finally {
    redis.disconnect();
  }
}
