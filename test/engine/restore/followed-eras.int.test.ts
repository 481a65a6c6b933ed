/** An era that one process opens, and the others that rest meanwhile: they follow, and begin to work in it. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/base/database/database.ts';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { openHistory } from '../../../src/engine/history/history.ts';
import { openKeeper } from '../../../src/engine/restore/restore.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestDatabase } from '../../support/databases.ts';
import { startTestRedis } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

test('an era that another process opens is followed at once, and all who rest look', async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  const database = openDatabase(postgres.url, () => undefined);
  const openProcess = () => openStream({ url: redis.url, partitions: 2, onError: () => undefined });
  const [stream, other] = [await openProcess(), await openProcess()];
  onTestFinished(async () => {
    for (const one of [stream, other, database]) await one.close();
    for (const server of [redis, postgres]) await server.stop();
  });
  const { pool } = database;
  const history = await openHistory(pool);
  const [metrics, logger] = [createMetrics(), createLogger('silent')];
  const activateAgain = async () => undefined;
  const keeperOn = (one: Stream) =>
    openKeeper({ pool, stream: one, history, tiers: null, activateAgain, metrics, logger });
  const keeper = keeperOn(stream);
  await keeper.round();
  const rounds: number[] = [];
  const memoryVersion = other.eras.memoryVersion.bind(other.eras);
  other.eras.memoryVersion = async () => {
    rounds.push(performance.now());
    return memoryVersion();
  };
  const loop = keeperOn(other).start();
  const [long, short] = [1.5 * limits.keeperEveryMs, 2 * limits.keeperEveryMs];
  await until('it rests twice as long as at first', () => {
    const [before, last] = rounds.slice(-2);
    return before !== undefined && last !== undefined && last - before > long;
  });
  const lookedIn = new Set<number>();
  other.bell.onReconnect(() => lookedIn.add(other.eras.current));
  other.bell.onTierUpdates((partition) => partition === null && lookedIn.add(-other.eras.current));

  const askedMs = performance.now();
  await keeper.restore('asked for');
  await until('it works in the era', () => other.eras.current === 2);
  const workedMs = performance.now();
  await loop.close();
  // Its next round by itself would be twice as late.
  expect(workedMs - askedMs).toBeLessThan(short);
  expect([...lookedIn]).toEqual([-2, 2]);
});
