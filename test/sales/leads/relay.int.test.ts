/** The relay between a real Redis and a real PostgreSQL, where another one died: nothing that is applied seems to wait. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { startRelay } from '../../../src/sales/leads/leads.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';
import { standing, startMs } from '../records.ts';

let redis: TestServer;
let postgres: TestDatabase;
let spine: Spine;
let sales: TestSales;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  [spine, sales] = await Promise.all([
    startSpine({ redisUrl: redis.url }),
    openTestSales({ databaseUrl: postgres.url, clock: { nowMs: () => startMs } }),
  ]);
});

afterAll(async () => {
  await Promise.all([spine?.close(), sales?.close()]);
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

test('what a relay applied and did not trim, since it was killed between the two, is trimmed by the next', async () => {
  const { stream } = spine;
  const { connection } = stream.jobs;
  const { crossings } = keysOf(0);
  const id = await connection.xadd(crossings, '*', 'r', JSON.stringify(standing()));
  const [entry] = await stream.tierUpdates.read(new Map(), 10);
  await sales.leads.applyTierUpdates([entry as NonNullable<typeof entry>]);
  expect([entry?.id, await connection.xlen(crossings)]).toEqual([id, 1]);
  const relay = startRelay({
    source: stream,
    leads: sales.leads,
    metrics: createMetrics(),
    logger: createLogger('silent'),
  });
  await until('nothing seems to wait', async () => (await connection.xlen(crossings)) === 0);
  await relay.close();
  const { rows } = await sales.database.pool.query('SELECT count(*)::int AS leads FROM leads');
  expect(rows).toEqual([{ leads: 1 }]);
});
