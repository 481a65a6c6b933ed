/** Budgets of events, as all ingest processes share them: token buckets in Redis. */
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import { budgetKey } from './keys.ts';

/** How many events may come: so many a second for long, and at most `burst` at once after a rest. */
export interface EventBudget {
  /** Of what, in this installation: `key:<id>`, `address:<hash of the network>` or `identities:<hash of the network>`. */
  name: string;
  perSecond: number;
  burst: number;
}

export interface EventBudgets {
  /**
   * Takes `need` events from a budget, and up to `ahead` more where it has them. Returns how many it took; 0 where it has not so many
   * as are needed, and after how long it will have. Throws `stream_unavailable` while Redis is away.
   */
  take(
    budget: EventBudget,
    wanted: { need: number; ahead: number; nowMs: number },
  ): Promise<{ taken: number; waitMs: number }>;
}

/**
 * budget: takes events from a budget. A budget that nobody has touched for the time it needs to fill is forgotten: it is full.
 *
 * KEYS  1 the budget
 * ARGV  1 events a second, 2 the most it holds, 3 how many are needed, 4 how many more are welcome, 5 now, ms
 * Returns how many were taken, and 0; or 0, and the ms until it has what is needed: then nothing changed.
 *
 * It counts in thousandths of an event, in whole ones.
 *
 * Atomic because two processes must not take the same events. Where their clocks differ, the one ahead fills it. One that was set back
 * by an hour waits for no hour: by then the budget is forgotten.
 */
export const budgetScript = `#!lua
local rate, burst, need, now = tonumber(ARGV[1]), ARGV[2] * 1000, ARGV[3] * 1000, tonumber(ARGV[5])
local stored = redis.call('HMGET', KEYS[1], 'left', 'at')
local left, at = tonumber(stored[1] or burst), tonumber(stored[2] or now)
if now > at then
  left = math.min(burst, left + (now - at) * rate)
  at = now
end
if left < need then return {0, math.min(math.ceil((need - left) / rate) + at - now, math.ceil(burst / rate))} end
local taken = math.floor(math.min(left, need + ARGV[4] * 1000) / 1000)
redis.call('HSET', KEYS[1], 'left', string.format('%.0f', left - taken * 1000), 'at', string.format('%.0f', at))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate))
return {taken, 0}
`;

declare module 'ioredis' {
  interface RedisCommander {
    scovilleBudget(keys: number, ...args: (string | number)[]): Promise<[number, number]>;
  }
}

export function openEventBudgets(redis: RedisClient): EventBudgets {
  return {
    take: async ({ name, perSecond, burst }, { need, ahead, nowMs }) => {
      const asked = redis.scovilleBudget(1, budgetKey(name), perSecond, burst, need, ahead, nowMs);
      const [taken, waitMs] = await asked.catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new ApiError(
          'stream_unavailable',
          `Redis cannot count the events now: ${why}; send again after ${limits.retryAfterSeconds} seconds`,
        );
      });
      return { taken, waitMs };
    },
  };
}
