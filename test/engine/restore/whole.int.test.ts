/** The end of a restore: every profile is whole; or it is cancelled, and resumed. */
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/base/database/database.ts';
import { partitionOf, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import { startCopier } from '../../../src/engine/history/history.ts';
import { type Keeper, openKeeper } from '../../../src/engine/restore/restore.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { openTestHistory, type TestHistory } from '../../support/rooms.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let redis: TestServer;
let postgres: TestServer;

beforeEach(async () => {
  [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
});
afterEach(async () => {
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

/** Processing with a history and a keeper; `readsHistory` false stands for a history that cannot be read. */
async function startRestoring() {
  const history = await openTestHistory(postgres.url);
  const database = openDatabase(postgres.url, () => undefined);
  const gate = { readsHistory: true };
  const past: Pick<TestHistory, 'historiesOf'> = {
    historiesOf: async (...given) => {
      if (!gate.readsHistory) throw new Error('the history is away');
      return history.historiesOf(...given);
    },
  };
  const spine = await startSpine({ redisUrl: redis.url, past, lost: { lostOf: async () => new Map() } });
  const { stream, metrics } = spine;
  const logger = createLogger('silent');
  const keeper = openKeeper({
    ...{ pool: database.pool, stream, history, metrics, logger },
    tiers: null,
    activateAgain: async () => undefined,
  });
  const copier = () => startCopier({ source: stream, history, metrics, logger });
  const close = async (spineOf: Spine, databaseOf: Database) => {
    await spineOf.close();
    await databaseOf.close();
    await history.close();
  };
  return { gate, spine, stream, keeper, copier, close: () => close(spine, database) };
}

const latestOf = async (keeper: Keeper) => {
  await keeper.round();
  const { restores, waiting } = await keeper.restores();
  return { ...restores[0], waiting };
};

const downloads = (name: string, id = name) => {
  const properties = { category: 'customer-case-study', asset_id: id };
  return { userId: name, messageId: id, event: 'File Downloaded', properties };
};

const scoreOf = async ({ profiles }: Spine, name: string) =>
  (await profiles.profile(name))?.scores['emea-lead-scoring']?.score ?? 0;

test('a restore is not done while a profile waits for its history', async () => {
  const { gate, spine, stream, keeper, copier, close } = await startRestoring();
  await keeper.round();
  await spine.post('/v1/track', downloads('ada'));
  const copies = copier();
  spine.startWorker();
  await until('it is scored', async () => (await scoreOf(spine, 'ada')) > 0);
  gate.readsHistory = false;
  await keeper.restore('a test');
  await until('all profiles are found', async () => (await latestOf(keeper)).isWalked);
  const { timers } = keysOf(partitionOf(profileIdOf('u:ada'), stream.partitions));
  const admin = new Redis(redis.url);
  await until('its timer has run', async () => (await admin.zcount(timers, '-inf', 0)) === 0);
  expect(await latestOf(keeper)).toMatchObject({ outcome: null, scheduled: 1, waiting: 1 });
  gate.readsHistory = true;
  await admin.zadd(timers, 0, profileIdOf('u:ada'));
  await until('the restore is done', async () => (await latestOf(keeper)).outcome === 'done');
  expect(await latestOf(keeper)).toMatchObject({ waiting: 0 });
  admin.disconnect();
  await copies.close();
  await close();
});

test('a cancelled restore looks for no more profiles, restores those that are met, and can be resumed', async () => {
  const { spine, stream, keeper, copier, close } = await startRestoring();
  await keeper.round();
  for (const name of ['ada', 'bob']) await spine.post('/v1/track', downloads(name));
  const scored = { before: 0 };
  spine.startWorker();
  await until('it is scored', async () => {
    scored.before = await scoreOf(spine, 'ada');
    return scored.before > 0;
  });
  // Profiles are looked for when the history has everything: not yet.
  await keeper.restore('a test');
  await keeper.cancel(2);
  const copies = copier();
  await until('the history has everything', () => stream.eras.historyHasOpening());
  expect(await latestOf(keeper)).toMatchObject({ outcome: 'cancelled', scheduled: 0, isWalked: false });
  expect(keeper.detail()).toContain('cancelled: 0 of 0 found so far');
  const admin = new Redis(redis.url);
  const { profile } = keysOf(partitionOf(profileIdOf('u:ada'), stream.partitions));
  await admin.del(profile(profileIdOf('u:ada')));
  await spine.post('/v1/track', { userId: 'ada', messageId: 'other', event: 'Other' });
  await until('it is restored as it is met', async () => (await scoreOf(spine, 'ada')) === scored.before);
  expect(await keeper.restore('again')).toMatchObject({ era: 2, outcome: null });
  await until('the restore is done', async () => (await latestOf(keeper)).outcome === 'done');
  expect(await latestOf(keeper)).toMatchObject({ era: 2, scheduled: 2, waiting: 0 });
  admin.disconnect();
  await copies.close();
  await close();
});
