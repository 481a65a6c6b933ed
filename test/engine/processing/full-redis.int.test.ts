/** A full Redis: the door says 503, the worker still drains without a job, and when the history has it all the door takes events again. */
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

test('at maxmemory events are refused, what was accepted is scored, and freed memory is used again', async () => {
  server = await startTestRedis({ appendfsync: 'no' });
  spine = await startSpine({ redisUrl: server.url });
  const pad = 'x'.repeat(8_000);
  const batch = (number: number) =>
    Array.from({ length: 40 }, (_, index) => ({
      type: 'page',
      anonymousId: `v${index % 20}`,
      messageId: `m${number}-${index}`,
      properties: { path: '/managed-cloud', pad },
    }));
  const redis = new Redis(server.url);
  try {
    const { used_memory: used } = Object.fromEntries(
      (await redis.info('memory')).split('\r\n').map((line) => line.split(':')),
    );
    await redis.config('SET', 'maxmemory', String(Number(used) + 24 * 1024 * 1024));
    let accepted = 0;
    let status = 200;
    for (; status === 200 && accepted < 1_000; accepted++)
      status = await spine.post('/v1/batch', { batch: batch(accepted) });
    expect(status).toBe(503);
    expect(accepted).toBeGreaterThan(1);

    spine.startWorker();
    const { isQuiet, post, stream } = spine;
    await until('all that was accepted is scored', isQuiet, 60_000);
    // The history is away, and what it has not is kept for it.
    expect(await post('/v1/batch', { batch: batch(0) })).toBe(503);
    const scored = (await stream.backlog(0)).map(({ offset }, partition) => [partition, offset] as const);
    await stream.historyHas({ events: new Map(scored), ledger: new Map() });
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
      return scores.every((score) => score === 20);
    });
  } finally {
    redis.disconnect();
  }
});
