/** What mail providers have sent, known at all doors: tokens with the event they came with first, and ids of events that were taken. */
import { hash } from 'node:crypto';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import { mailTokenKey } from './keys.ts';

export interface MailTokens {
  /**
   * Whether a token is for this event: it is new, or came with the same event before, as when an answer was lost. Throws
   * `stream_unavailable` while Redis is away.
   */
  isFor(token: string, event: string): Promise<boolean>;
  /** Of some ids of events, those that were noted. Throws `stream_unavailable` while Redis is away. */
  takenAmong(ids: readonly string[]): Promise<Set<string>>;
  /** Notes ids of events. Where Redis fails, some are not: such an event is taken again, and its id makes both one. */
  noteTaken(ids: readonly string[]): Promise<void>;
}

export function openMailTokens(redis: RedisClient): MailTokens {
  const keyOf = (text: string) => mailTokenKey(hash('sha256', text, 'hex'));
  const answered = <Result>(asked: Promise<Result>, what: string) =>
    withinMs(asked, limits.mailTokenMsMax).catch(() => {
      throw new ApiError('stream_unavailable', `Redis cannot say now whether ${what}; send again later`);
    });
  return {
    isFor: async (token, event) => {
      const wanted = hash('sha256', event, 'hex');
      const asked = redis.set(keyOf(token), wanted, 'PX', limits.mailReplayMsMax, 'NX', 'GET');
      const known = await answered(asked, 'the token was used before');
      return known === null || known === wanted;
    },
    takenAmong: async (ids) => {
      // One by one: their keys lie anywhere in a cluster.
      const asked = Promise.all(ids.map((id) => redis.exists(keyOf(`event ${id}`))));
      const found = await answered(asked, 'the events were taken before');
      return new Set(ids.filter((_id, index) => found[index] === 1));
    },
    noteTaken: async (ids) => {
      const noting = ids.map((id) => redis.set(keyOf(`event ${id}`), '', 'PX', limits.mailReplayMsMax));
      await withinMs(Promise.all(noting), limits.mailTokenMsMax).catch(() => undefined);
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
