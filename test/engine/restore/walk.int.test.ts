/** The walk over all profiles of a restore: it begins when the history has everything from before the loss. */
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../src/base/database/database.ts';
import { limits, partitionOf, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { startCopier } from '../../../src/engine/history/history.ts';
import { openKeeper } from '../../../src/engine/restore/restore.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { openStream } from '../../../src/engine/stream/stream.ts';
import { scovilleEvent } from '../../support/emea.ts';
import { openTestHistory } from '../../support/rooms.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../../support/servers.ts';
import { startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

const hourMs = limits.dayMs / 24;
let redis: TestServer;
let postgres: TestServer;

beforeEach(async () => {
  [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
});
afterEach(async () => {
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

test('a restore ends although one partition has ids of an hour ahead, and new events keep the history behind', async () => {
  const history = await openTestHistory(postgres.url);
  const database = openDatabase(postgres.url, () => undefined);
  const lost = { lostOf: async () => new Map() };
  const spine = await startSpine({ redisUrl: redis.url, past: history, lost });
  const { stream, metrics } = spine;
  const logger = createLogger('silent');
  const keeper = openKeeper({
    ...{ pool: database.pool, stream, history, metrics, logger },
    tiers: null,
    activateAgain: async () => undefined,
  });
  await keeper.round();
  const people = ['ada', 'bob', 'eve', 'joe', 'kim', 'lea', 'max', 'sue'];
  const [ahead = '', behind = ''] = people.filter((name, index) => {
    const partition = (one: string) => partitionOf(profileIdOf(`u:${one}`), stream.partitions);
    return index === people.findIndex((other) => partition(other) === partition(name));
  });
  const entryOf = (name: string) => {
    const properties = { category: 'customer-case-study', asset_id: 'd1' };
    const given = { messageId: name, atMs: Date.now(), type: 'track', event: 'File Downloaded', properties };
    const json = JSON.stringify(scovilleEvent(given, `u:${name}`));
    return { partition: partitionOf(profileIdOf(`u:${name}`), stream.partitions), json };
  };

  // The primary before had a clock that was ahead.
  const admin = new Redis(redis.url);
  const first = entryOf(ahead);
  await admin.xadd(keysOf(first.partition).events, `${Date.now() + hourMs}-0`, 'e', `[${first.json}]`);
  await keeper.restore('a test');
  const copier = startCopier({ source: stream, history, metrics, logger });
  await until('the history has it', async () => {
    const { events } = await history.readPositions(2);
    return events.has(first.partition);
  });
  await until('it is marked', async () => (await stream.eras.marks())[first.partition]?.of.events !== '0-0');
  await copier.close();
  await stream.appender.append([{ ...entryOf(behind), field: 'e' }]);

  spine.startWorker();
  await until('the restore ends', async () => {
    await keeper.round();
    return (await keeper.restores()).restores[0]?.endedAt !== null;
  });
  const scoreOf = async () => {
    const found = (await spine.profiles.profile(ahead)) as {
      scores: Record<string, { score: number }>;
    } | null;
    return found?.scores['emea-lead-scoring']?.score;
  };
  await until('the profile is rebuilt', async () => ((await scoreOf()) ?? 0) > 0);
  expect((await stream.backlog(Date.now())).some(({ historyLag }) => historyLag > 0)).toBe(true);
  admin.disconnect();
  await spine.close();
  await database.close();
  await history.close();
});
