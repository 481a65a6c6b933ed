/** The walk over all profiles of a restore: it begins when the history has everything from before the loss. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/base/database/database.ts';
import { partitionOf, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { startCopier } from '../../../src/engine/history/history.ts';
import { openKeeper } from '../../../src/engine/restore/restore.ts';
import { openStream } from '../../../src/engine/stream/stream.ts';
import { scovilleEvent } from '../../support/emea.ts';
import { openTestHistory } from '../../support/rooms.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

let redis: TestServer;
let postgres: TestServer;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
});
afterAll(async () => {
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

test('a profile that the history has not got yet is found too', async () => {
  const history = await openTestHistory(postgres.url);
  const database = openDatabase(postgres.url, () => undefined);
  const stream = await openStream({ url: redis.url, partitions: 4, onError: () => undefined });
  const [metrics, logger] = [createMetrics(), createLogger('silent')];
  const keeper = openKeeper({
    ...{ pool: database.pool, stream, history, metrics, logger },
    tiers: null,
    activateAgain: async () => undefined,
  });
  await until('the stream is connected', () => stream.ping().then(() => true));
  await keeper.round();

  const event = scovilleEvent(
    { messageId: 'm1', atMs: Date.now(), type: 'track', event: 'Clicked' },
    'u:ada',
  );
  const partition = partitionOf(profileIdOf('u:ada'), stream.partitions);
  await stream.appender.append([{ partition, field: 'e', json: JSON.stringify(event) }]);
  await keeper.restore('a test');
  const latest = async () => {
    await keeper.round();
    return (await keeper.restores()).restores[0];
  };
  expect(await latest()).toMatchObject({ isWalked: false, scheduled: 0 });

  const copier = startCopier({ source: stream, history, metrics, logger });
  await until('all profiles are found', async () => (await latest())?.isWalked);
  expect(await latest()).toMatchObject({ isWalked: true, scheduled: 1 });
  await copier.close();
  await stream.close();
  await database.close();
  await history.close();
});
