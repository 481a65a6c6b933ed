/** An erasure that is asked for in a process without workers begins at once: it rings, and those who rest wake. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/base/database/database.ts';
import { systemClock as clock, limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { BacktestRecords } from '../../../src/engine/analysis/analysis.ts';
import { openErasures } from '../../../src/engine/erasure/erasure.ts';
import { openHistory } from '../../../src/engine/history/history.ts';
import { openStream } from '../../../src/engine/stream/stream.ts';
import { startTestRedis } from '../../support/servers.ts';
import { startTestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

test('a worker that rests long begins an erasure that the console was asked for', async () => {
  const [redis, store] = await Promise.all([startTestRedis(), startTestStore('2026-03-02T12:00:00Z')]);
  const closing: (() => unknown)[] = [redis.stop, store.close];
  onTestFinished(async () => {
    for (const close of closing.reverse()) await close();
  });
  const openProcess = async () => {
    const stream = await openStream({ url: redis.url, partitions: 1, onError: () => undefined });
    const database = openDatabase(store.databaseUrl, () => undefined);
    closing.push(database.close, stream.close);
    const { pool } = database;
    const [history, kept] = [await openHistory(pool), await BacktestRecords.open(pool)];
    const [metrics, logger] = [createMetrics(), createLogger('silent')];
    const people = store.sales.privacy;
    return { pool, erasures: openErasures({ pool, stream, history, people, kept, clock, metrics, logger }) };
  };
  const [asked, worker] = [await openProcess(), await openProcess()];
  const looks: number[] = [];
  const query = worker.pool.query.bind(worker.pool) as (...given: unknown[]) => unknown;
  worker.pool.query = ((...given: unknown[]) => {
    if (String(given[0]).includes('FROM erasures WHERE ended_at IS NULL')) looks.push(performance.now());
    return query(...given);
  }) as typeof worker.pool.query;
  closing.push(worker.erasures.start().close);
  await until('it rests for twice as long as at first', () => {
    const [before, last] = looks.slice(-2);
    return before !== undefined && last !== undefined && last - before > 1.8 * limits.erasureSweepEveryMs;
  });
  const before = looks.length;
  const askedMs = performance.now();
  await asked.erasures.erase('ada@example.com', 'boss@example.com');
  await until('it looks', () => looks.length > before);
  // By itself it would look after four times that.
  expect((looks[before] as number) - askedMs).toBeLessThan(2 * limits.erasureSweepEveryMs);
});
