/** What waits in the streams of a Redis as they are at this moment; the metrics of a program may be a second old. */
import { openRedis } from '../../src/base/redis/redis.ts';
import { backlogOf } from '../../src/engine/stream/backlog.ts';
import { layoutIn } from '../../src/engine/stream/layout.ts';

export interface StreamLag {
  /** Entries that wait for scoring, between partitions too. */
  scoring: number;
  /** Entries that the history lacks. */
  history: number;
  /** Tier updates and erasures that sales has not applied. */
  sales: number;
}

/** Returns what waits. Throws where there is no installation. */
export async function streamLag(redisUrl: string): Promise<StreamLag> {
  const once = { maxRetriesPerRequest: 0, retryStrategy: () => null };
  const redis = openRedis({ url: redisUrl }, once, { clusterRetryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    const layout = await layoutIn(redis);
    if (layout === null) throw new Error('the Redis holds no installation');
    const backlog = await backlogOf(redis, layout, Date.now());
    const sumOf = (name: 'lag' | 'outbox' | 'historyLag') => backlog.reduce((sum, one) => sum + one[name], 0);
    // After the others: what is scored has its crossings.
    let sales = 0;
    for (let partition = 0; partition < backlog.length; partition++)
      sales += await redis.xlen(layout.keys(partition).crossings);
    return { scoring: sumOf('lag') + sumOf('outbox'), history: sumOf('historyLag'), sales };
  } finally {
    redis.disconnect();
  }
}
