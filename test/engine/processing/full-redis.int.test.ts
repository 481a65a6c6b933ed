/** A full Redis: the door says 503 before, the worker still drains without a job, and when the history has it all the door takes events again. */
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let server: TestServer | undefined;
let spine: Spine | undefined;

afterEach(async () => {
  await spine?.close();
  await server?.stop();
});

test('before maxmemory events are refused; at it what was accepted is scored, and freed memory is used again', async () => {
  server = await startTestRedis({ appendfsync: 'no' });
  spine = await startSpine({ redisUrl: server.url });
  const pad = 'x'.repeat(8_000);
  // One moment for all, however long the sending takes: pages that are apart are more than one.
  const timestamp = new Date().toISOString();
  const batch = (number: number) =>
    Array.from({ length: 40 }, (_, index) => ({
      type: 'page',
      anonymousId: `v${index % 20}`,
      messageId: `m${number}-${index}`,
      timestamp,
      properties: { path: '/managed-cloud', pad },
    }));
  const redis = new Redis(server.url);
  try {
    const used = async () => Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
    const maxmemory = (await used()) + 24 * 1024 * 1024;
    await redis.config('SET', 'maxmemory', maxmemory);
    let accepted = 0;
    let status = 200;
    for (; status === 200 && accepted < 1_000; accepted++)
      status = await spine.post('/v1/batch', { batch: batch(accepted) });
    expect(status).toBe(503);
    expect(accepted).toBeGreaterThan(20);
    // Not full yet: jobs and commits have room.
    expect(await used()).toBeLessThan(0.9 * maxmemory);
    expect(await redis.set('something-else', 'x')).toBe('OK');
    await redis.config('SET', 'maxmemory', await used());
    await expect(redis.set('something-else', 'x'.repeat(100_000))).rejects.toThrow('OOM');

    spine.startWorker();
    const { isQuiet, post, stream } = spine;
    await until('all that was accepted is scored', isQuiet, 60_000);
    // The history is away, and what it has not is kept for it.
    expect(await post('/v1/batch', { batch: batch(0) })).toBe(503);
    const scored = (await stream.backlog(0)).map(({ offset }, partition) => [partition, offset] as const);
    await redis.config('SET', 'maxmemory', maxmemory);
    await stream.history.has({ events: new Map(scored), ledger: new Map() });
    expect(await post('/v1/batch', { batch: batch(0) })).toBe(200);
    await until('each visitor has its score', async () => {
      const profiles = await Promise.all(
        Array.from({ length: 20 }, (_, index) => spine?.profiles.profile(`v${index}`)),
      );
      const scores = profiles.map(
        (profile) =>
          (profile as { scores: Record<string, { score: number }> } | null)?.scores['emea-lead-scoring']
            ?.score,
      );
      // A visitor's pages are all of one moment, and so one page.
      return scores.every((score) => score === 15);
    });
  } finally {
    redis.disconnect();
  }
});
