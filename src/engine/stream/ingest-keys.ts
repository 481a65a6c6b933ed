/** The keys of clients as they are published to all doors: one text in Redis, and a ring when it changes. */
import type { RedisClient } from '../../base/redis/redis.ts';
import { type Bell, keysRing, ring } from './bell.ts';
import { ingestKeysKey } from './keys.ts';

export interface IngestKeys {
  /** What is published; null where nothing is. Throws while Redis is away. */
  read(): Promise<string | null>;
  publish(text: string): Promise<void>;
  /** Calls when something else is published; a listener of this process has heard of it when `publish` returns. */
  onChange(listener: () => Promise<void>): () => void;
}

export function openIngestKeys(redis: RedisClient, bell: Bell): IngestKeys {
  const listeners = new Set<() => Promise<void>>();
  const changed = async () => void (await Promise.all([...listeners].map((listener) => listener())));
  bell.onKeys(() => void changed());
  return {
    read: () => redis.get(ingestKeysKey),
    publish: async (text) => {
      await redis.set(ingestKeysKey, text);
      await ring(redis, keysRing);
      await changed();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
