/** Tokens that a mail provider uses once: each belongs to the event it came with first, at all doors. */
import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { mailTokenKey } from './keys.ts';

export interface MailTokens {
  /**
   * Whether a token is for this event: it is new, or came with the same event before, as when an answer was lost. Throws
   * `stream_unavailable` while Redis is away.
   */
  isFor(token: string, event: string): Promise<boolean>;
}

export function openMailTokens(redis: Redis): MailTokens {
  return {
    isFor: async (token, event) => {
      const [key, wanted] = [mailTokenKey(hash('sha256', token, 'hex')), hash('sha256', event, 'hex')];
      const asked = redis.set(key, wanted, 'PX', limits.mailReplayMsMax, 'NX', 'GET');
      const known = await withinMs(asked, limits.mailTokenMsMax).catch(() => {
        throw new ApiError(
          'stream_unavailable',
          'Redis cannot say now whether the token was used before; send again later',
        );
      });
      return known === null || known === wanted;
    },
  };
}

/** The result of an asked one, or a failure when the time is up. */
function withinMs<Result>(asked: Promise<Result>, ms: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), ms);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
