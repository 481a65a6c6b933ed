/**
 * The keys of a door: those of the settings, and those that Redis publishes.
 *
 * They are read at the start, at a ring of the bell, every few seconds, and before a key is called unknown. While Redis is away the
 * last ones stay. A key that is not among them is answered 503 then, because a client gives up for good on a 401.
 */
import { hash } from 'node:crypto';
import { every } from '../../base/background/background.ts';
import { ApiError, type Clock, limits, writeKeyPattern } from '../../base/kernel/kernel.ts';
import type { IngestKeys } from '../stream/stream.ts';
import { keysByHash, type PublishedKey } from './key.core.ts';

/** Keys as the settings have them. */
export interface SettingsKeys {
  writeKey: string;
  secretKey: string;
}

export const settingsKeyIds = { public: 'settings-public', secret: 'settings-secret' } as const;

export interface KeyRegistry {
  /** The key of a text that is known in this moment. */
  known(text: string): PublishedKey | null;
  /** The same after a look into Redis. Throws `stream_unavailable` where that cannot be read. */
  find(text: string): Promise<PublishedKey | null>;
  close(): void;
}

export const sha256Of = (key: string) => hash('sha256', key, 'hex');

type Options = { published: IngestKeys; settings: SettingsKeys; clock: Clock };

/** Opens it with what Redis publishes now. Never throws: without Redis the keys of the settings are known. */
export async function openKeyRegistry({ published, settings, clock }: Options): Promise<KeyRegistry> {
  const ofSettings = settingsKeys(settings);
  let byHash = keysByHash('[]');
  /** The hash of each text that was a key: most requests bring the same few. As few as there are keys, also under a flood of others. */
  const hashes = new Map<string, string>();
  let readAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  const read = () => {
    reading ??= (async () => {
      try {
        const text = await published.read();
        // Nothing is published in a Redis that was emptied: what was known stays until it is published again.
        if (text !== null) {
          byHash = keysByHash(text);
          hashes.clear();
        }
        readAtMs = performance.now();
      } finally {
        reading = null;
      }
    })();
    return reading;
  };
  // A read that began before the change may not see it.
  const readAgain = async () => {
    await reading?.catch(() => undefined);
    await read().catch(() => undefined);
  };
  await read().catch(() => undefined);
  const stopListening = published.onChange(readAgain);
  const beat = every(limits.keysReadEveryMs, readAgain);

  const known = (text: string): PublishedKey | null => {
    if (!writeKeyPattern.test(text)) return null;
    const sha256 = hashes.get(text) ?? sha256Of(text);
    const found = byHash.get(sha256);
    const key = found?.key ?? ofSettings.get(sha256) ?? null;
    if (key !== null) hashes.set(text, sha256);
    const untilMs = found?.hash.untilMs ?? null;
    return untilMs === null || clock.nowMs() < untilMs ? key : null;
  };
  return {
    known,
    find: async (text) => {
      if (!writeKeyPattern.test(text)) return null;
      if (performance.now() - readAtMs > limits.keysAskEveryMs)
        await read().catch(() => {
          throw new ApiError(
            'stream_unavailable',
            'Redis cannot say now whether the write key is known; send again later',
          );
        });
      return known(text);
    },
    close: () => {
      beat.close();
      stopListening();
    },
  };
}

function settingsKeys({ writeKey, secretKey }: SettingsKeys): Map<string, PublishedKey> {
  const keyOf = (kind: 'public' | 'secret', key: string): [string, PublishedKey] => {
    const sha256 = sha256Of(key);
    return [sha256, { id: settingsKeyIds[kind], kind, origins: [], hashes: [{ sha256, untilMs: null }] }];
  };
  return new Map([keyOf('public', writeKey), keyOf('secret', secretKey)]);
}
