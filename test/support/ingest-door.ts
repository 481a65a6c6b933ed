/** The door of ingest for tests: over real HTTP on a real Redis, and what lies in the stream behind it. */
import { Redis } from 'ioredis';
import { keysOf } from '../../src/engine/stream/keys.ts';
import { startTestRedis, type TestServer } from './servers.ts';
import { type Spine, startSpine, testWriteKey } from './spine.ts';

/** An event as it lies in the stream. */
export interface StreamedEvent {
  id: string;
  type: string;
  name: string;
  key: string;
  path: string;
  traits?: object;
  properties?: object;
  crowd?: true;
  keyId?: string;
}

export interface IngestDoor {
  server: TestServer;
  spine: Spine;
  redis: Redis;
  /** Sends a body to a path, with the write key unless other headers are given. */
  post(
    path: string,
    body: string | Buffer | object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; json: Record<string, unknown> }>;
  /** Everything in the stream, in no particular order. */
  streamed(): Promise<StreamedEvent[]>;
  /** Forgets what is in the stream. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export const basic = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`;
export const keyed = { authorization: basic(`${testWriteKey}:`) };

const partitions = [0, 1, 2, 3];

export async function openIngestDoor(
  options: Pick<Parameters<typeof startSpine>[0], 'clock' | 'proxies' | 'identitiesPerHour' | 'sheds'> = {},
): Promise<IngestDoor> {
  const server = await startTestRedis();
  const spine = await startSpine({ ...options, redisUrl: server.url });
  const redis = new Redis(server.url);
  return {
    server,
    spine,
    redis,
    post: async (path, body, headers = keyed) => {
      const sent = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const response = await fetch(spine.url + path, {
        method: 'POST',
        headers,
        body: sent as string,
        redirect: 'manual',
      });
      return {
        status: response.status,
        headers: response.headers,
        json: (await response.json()) as Record<string, unknown>,
      };
    },
    streamed: () => streamedIn(redis),
    clear: () => clearStream(redis),
    close: async () => {
      redis.disconnect();
      await spine.close();
      await server.stop();
    },
  };
}

/** Everything in the stream of a Redis, in no particular order. */
export async function streamedIn(redis: Redis): Promise<StreamedEvent[]> {
  const entries = await Promise.all(
    partitions.map((partition) => redis.xrange(keysOf(partition).events, '-', '+')),
  );
  return entries.flat().flatMap(([, [field, json]]) => (field === 'e' ? JSON.parse(json ?? '[]') : []));
}

/** Forgets what is in the stream of a Redis. */
export async function clearStream(redis: Redis): Promise<void> {
  await redis.del(...partitions.map((partition) => keysOf(partition).events));
}
