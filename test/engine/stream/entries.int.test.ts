/** Entries read in pages: those that a script reads at once, whatever their sizes. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstId } from '../../../src/base/kernel/kernel.ts';
import { readEntries } from '../../../src/engine/stream/entries.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { runs } from '../../support/law-runs.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';

let server: TestServer;
let stream: Stream;

beforeAll(async () => {
  server = await startTestRedis();
  stream = await openStream({ url: server.url, partitions: 1, onError: () => undefined });
});

afterAll(async () => {
  await stream?.close();
  await server?.stop();
});

const key = 'entries';
/** Small ones, some about as large as those that are read in pages, and large ones. */
const size = fc.oneof(fc.nat(300), fc.integer({ min: 3_900, max: 4_300 }), fc.nat(40_000));

test('law: as many by number and by bytes as a script finds, from any place on', async () => {
  const redis = stream.jobs.connection;
  await fc.assert(
    fc.asyncProperty(
      fc.array(size, { maxLength: 40 }),
      fc.integer({ min: 1, max: 45 }),
      fc.oneof(fc.integer({ min: 1, max: 4_200 }), fc.integer({ min: 1, max: 300_000 })),
      fc.nat(40),
      async (sizes, entriesMax, bytesMax, skipped) => {
        await redis.del(key);
        const ids = [firstId];
        for (const bytes of sizes) ids.push(String(await redis.xadd(key, '*', 'e', 'ä'.repeat(bytes / 2))));
        const after = ids[Math.min(skipped, ids.length - 1)] as string;
        const [more, entries] = await redis.scovilleRead(1, key, after, entriesMax, bytesMax);
        const read = await readEntries(redis, key, after, { entriesMax, bytesMax });
        expect(read).toEqual({ entries, hasMore: more === 1 });
      },
    ),
    runs(60),
  );
});

test('of large entries no more are read than have room', async () => {
  const redis = stream.jobs.connection;
  await redis.del(key);
  const bytes = 200_000;
  for (let count = 0; count < 8; count++) await redis.xadd(key, '*', 'e', 'a'.repeat(bytes));
  const sentBytes = async () => Number(/total_net_output_bytes:(\d+)/.exec(await redis.info('stats'))?.[1]);
  const before = await sentBytes();
  const { entries, hasMore } = await readEntries(redis, key, firstId, {
    entriesMax: 100,
    bytesMax: 128 * 1024,
  });
  expect([entries.length, hasMore]).toEqual([1, true]);
  // Beside it, the answers of INFO.
  expect((await sentBytes()) - before).toBeLessThan(1.5 * bytes);
});
