/** Redis connections: one way to open them for doors that must answer soon, one for workers that may wait. */
import { Redis, type RedisOptions } from 'ioredis';
import { limits } from '../kernel/kernel.ts';

/** Reconnects for ever, at most a second apart, so that an outage of a minute does not become one of several. */
const retryStrategy = (attempt: number) => Math.min(50 * attempt, limits.reconnectMsMax);

/**
 * A connection for a door: a command fails at once while Redis is away, and after `doorCommandMsMax` when it hangs, so
 * that the client hears 503 and sends again. Nothing is sent twice by itself.
 */
export function doorConnection(url: string): Redis {
  return new Redis(url, {
    retryStrategy,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: limits.doorCommandMsMax,
    enableReadyCheck: true,
    lazyConnect: false,
  } satisfies RedisOptions);
}

/** A connection for a worker: commands wait for Redis to come back. What is sent twice meets the fence. */
export function workerConnection(url: string): Redis {
  return new Redis(url, {
    retryStrategy,
    maxRetriesPerRequest: null,
    enableReadyCheck: true,
  } satisfies RedisOptions);
}
