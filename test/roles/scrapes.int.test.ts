/** What a scrape reads of real stores: since when the oldest waits for each step, and what was set aside. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/base/database/database.ts';
import { createMetrics, type Metrics } from '../../src/base/telemetry/telemetry.ts';
import { keysOf } from '../../src/engine/stream/keys.ts';
import { poolScrape, salesScrape, streamScrape } from '../../src/roles/scrapes.ts';
import { deliver } from '../sales/delivery/receivers.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { type Spine, startSpine } from '../support/spine.ts';
import { startTestStore, type TestStore } from '../support/store.ts';
import { until } from '../support/until.ts';

const start = '2026-03-02T09:00:00Z';
let redis: TestServer;
let spine: Spine;
let store: TestStore;

beforeAll(async () => {
  redis = await startTestRedis();
  [spine, store] = await Promise.all([startSpine({ redisUrl: redis.url }), startTestStore(start)]);
});
afterAll(async () => {
  await Promise.all([spine?.close(), store?.close()]);
  await redis?.stop();
});

const agesOf = async (metrics: Metrics) =>
  Object.fromEntries(
    (await metrics.oldestWaiting.get()).values.map(({ labels, value }) => [labels.hop, value]),
  );

test('the age of the oldest is that of the first entry that a step has not read', async () => {
  const metrics = createMetrics();
  const connection = spine.stream.jobs.connection;
  let nowMs = 0;
  const { read } = streamScrape(spine.stream, spine.programmes, metrics, { nowMs: () => nowMs });
  await read();
  expect(await agesOf(metrics)).toEqual({ score: 0, history: 0, sales: 0 });
  expect((await metrics.programmeGeneration.get()).values.map(({ value }) => value)).toEqual([1, 1]);

  expect(await spine.post('/v1/track', { userId: 'first', event: 'Seen' })).toBe(200);
  const ids: string[] = [];
  for (let partition = 0; partition < spine.stream.partitions; partition++)
    ids.push(...(await connection.xrange(keysOf(partition).events, '-', '+')).map(([id]) => id));
  const firstMs = Number.parseInt(ids[0] ?? '', 10);
  await connection.xadd(keysOf(0).crossings, `${firstMs + 10_000}-0`, 'r', '{}');
  nowMs = firstMs + 90_000;
  await read();
  expect(await agesOf(metrics)).toEqual({ score: 90, history: 90, sales: 80 });

  spine.startWorker();
  await until('it is scored', async () => (await spine.isQuiet()) === true);
  await read();
  expect(await agesOf(metrics)).toEqual({ score: 0, history: 90, sales: 80 });
  nowMs = firstMs - 1;
  await read();
  expect(await agesOf(metrics), 'a clock that is behind shows no age below 0').toEqual({
    score: 0,
    history: 0,
    sales: 0,
  });
});

test('sales shows since when alerts, notices and deliveries wait, and how the deadlines of a day were kept', async () => {
  const metrics = createMetrics();
  const clock = { nowMs: store.nowMs };
  const { read } = salesScrape(store.sales, metrics, clock);
  await read();
  expect(await agesOf(metrics)).toEqual({ choose: 0, compose: 0, deliver: 0 });
  await store.crossing('ada@example.com');
  await store.crossing('bob@example.com', { profile: 'bob' });
  const { rows: tasks } = await store.sql.query<{ id: string; due_at: Date }>(
    'SELECT id, due_at FROM tasks ORDER BY id',
  );
  expect(tasks).toHaveLength(2);
  const { pool } = openDatabase(store.databaseUrl, () => undefined);
  await deliver(pool, { kind: 'slack', target: 'https://a.example', at: new Date(store.nowMs() - 5_000) });
  await pool.end();
  await store.at('2026-03-02T09:01:00Z');
  await read();
  expect(await agesOf(metrics)).toMatchObject({ choose: 60, deliver: 65 });

  const outcomes = async () => (await metrics.deadlinesOfDay.get()).values.map(({ value }) => value);
  expect(await outcomes()).toEqual([0, 0, 0]);
  const dueMs = tasks[0]?.due_at.getTime() ?? 0;
  await store.at(new Date(dueMs).toISOString());
  await read();
  expect(await outcomes(), 'at the deadline itself it is open still').toEqual([0, 0, 0]);
  await store.at(new Date(dueMs + 1).toISOString());
  await read();
  expect(await outcomes()).toEqual([0, 0, 2]);
});

test('the connections of a process are used, idle or waited for, by pool', async () => {
  const database = openDatabase(store.databaseUrl, () => undefined, { sizes: { work: 3, reads: 2 } });
  const metrics = createMetrics();
  const { read } = poolScrape(database, metrics);
  const seen = async (name: 'work' | 'reads') => {
    await read();
    const ofPool = ({ labels }: { labels: { pool?: unknown } }) => labels.pool === name;
    const [used, idle] = (await metrics.postgresConnections.get()).values.filter(ofPool);
    const [waiting] = (await metrics.postgresWaiting.get()).values.filter(ofPool);
    const [most] = (await metrics.postgresConnectionsMax.get()).values.filter(ofPool);
    return { used: used?.value, idle: idle?.value, waiting: waiting?.value, most: most?.value };
  };
  const untouched = { used: 0, idle: 0, waiting: 0, most: 3 };
  expect(await seen('work')).toEqual(untouched);
  const held = await Promise.all(Array.from({ length: 2 }, () => database.pools['reads']?.connect()));
  const late = database.pools['reads']?.connect();
  expect(await seen('reads')).toEqual({ used: 2, idle: 0, waiting: 1, most: 2 });
  expect(await seen('work'), 'reads take nothing of the other pool').toEqual(untouched);
  for (const one of held) one?.release();
  (await late)?.release();
  expect(await seen('reads')).toMatchObject({ used: 0, waiting: 0 });
  await database.close();
});
