/** The servers that take writes: the one Redis, or each master of a cluster. */
import { Cluster, type Redis } from 'ioredis';
import { addressOf } from './batch.ts';
import type { RedisClient } from './client.ts';

/** A server that takes writes. */
export interface Master {
  /** `host:port`. */
  address: string;
  redis: Redis;
}

/** Returns the one server; of a cluster the masters that the client knows. */
export function mastersOf(client: RedisClient): Master[] {
  const masters = client instanceof Cluster ? client.nodes('master') : [client];
  return masters.map((redis) => ({ address: addressOf(redis), redis }));
}
