/** A few tries a minute, for each address and key; then 429. */
import type { FastifyReply } from 'fastify';
import { ApiError, limits } from '../base/kernel/kernel.ts';

export interface Throttle {
  /** Counts a try. Throws `too_many_requests`, with the seconds to wait, where there were too many of `what`. */
  admit(reply: FastifyReply, key: string, what: string): void;
  /** Takes one try back, which did not fail. */
  giveBack(key: string): void;
}

/**
 * In this process alone, which is enough against guessing. A try counts before it is known to fail, so that many at once
 * are no way round.
 */
export function createThrottle(triesMax: number): Throttle {
  const tries = new Map<string, { count: number; untilMs: number }>();
  return {
    admit: (reply, key, what) => {
      const nowMs = performance.now();
      const counted = tries.get(key);
      if (counted && counted.untilMs > nowMs) {
        if (counted.count < triesMax) {
          counted.count++;
          return;
        }
        const waitSeconds = Math.ceil((counted.untilMs - nowMs) / limits.secondMs);
        reply.header('retry-after', waitSeconds);
        throw new ApiError(
          'too_many_requests',
          `${triesMax} ${what} within a minute; wait ${waitSeconds} seconds`,
        );
      }
      const [oldest] = tries.keys();
      if (tries.size >= limits.throttledKeysMax && oldest !== undefined) tries.delete(oldest);
      tries.set(key, { count: 1, untilMs: nowMs + limits.minuteMs });
    },
    giveBack: (key) => {
      const counted = tries.get(key);
      if (counted) counted.count--;
    },
  };
}
