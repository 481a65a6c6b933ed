/** The appender's bounds by bytes, on a real Redis: what one process holds, and what one entry holds. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';

let server: TestServer;
let stream: Stream;
let redis: Redis;

beforeAll(async () => {
  server = await startTestRedis();
  stream = await openStream({ url: server.url, partitions: 2, onError: () => undefined });
  redis = new Redis(server.url);
});

afterAll(async () => {
  redis?.disconnect();
  await stream?.close();
  await server?.stop();
});

/** JSON of so many bytes. */
const record = (partition: number, bytes: number) => ({
  partition,
  field: 'e' as const,
  json: `"${'x'.repeat(bytes - 2)}"`,
});

test('bytes held at the limit are taken, one more is answered 503; it is free again when Redis has them', async () => {
  const half = record(0, limits.heldBytesMax / 2);
  const first = stream.appender.append([half]);
  const second = stream.appender.append([record(1, limits.heldBytesMax / 2 - 3)]);
  await expect(stream.appender.append([record(0, 4)])).rejects.toMatchObject({
    code: 'stream_backlog',
    detail: expect.stringContaining(`${limits.heldBytesMax} bytes`),
  });
  const third = stream.appender.append([record(0, 3)]);
  await Promise.all([first, second, third]);
  await stream.appender.append([record(0, 4)]);
  // Letters of two bytes count as two.
  const wide = { ...half, json: `"${'é'.repeat(limits.heldBytesMax / 2)}"` };
  await expect(stream.appender.append([wide])).rejects.toMatchObject({ code: 'stream_backlog' });
});

test('an entry ends at its limit of bytes; one event is always one entry', async () => {
  await redis.del(keysOf(1).events);
  const { entryBytesMax } = limits;
  const sizes = [entryBytesMax - 10, 10, 3, entryBytesMax + 1, 4];
  await stream.appender.append(sizes.map((bytes) => record(1, bytes)));
  const entries = await redis.xrange(keysOf(1).events, '-', '+');
  const held = entries.map(([, [, json]]) =>
    (JSON.parse(json ?? '') as string[]).map((one) => one.length + 2),
  );
  expect(held).toEqual([[entryBytesMax - 10, 10], [3], [entryBytesMax + 1], [4]]);
});
