/**
 * A backlog of tier updates in all partitions, and two real workers: nothing is applied twice, each person in order, without a deadlock.
 * A long one is applied by both.
 */
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { keysOf } from '../../src/engine/stream/keys.ts';
import { identityOf, standing } from '../sales/records.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { type Program, startProgram } from '../support/program.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { metric } from '../support/survival.ts';
import { isLong } from '../support/test-form.ts';
import { until } from '../support/until.ts';

const partitions = 16;
/** Of each partition. Each rises, rises again and falls. */
const people = isLong ? 200 : 40;
const updatesEach = 3;
const appliedMsMax = 120_000;
const beganMs = Date.now() - limits.dayMs / 24;

let redisServer: TestServer;
let database: TestDatabase;
let workers: Program[] = [];
let redis: Redis;
let sql: pg.Client;

beforeAll(async () => {
  [redisServer, database] = await Promise.all([startTestRedis(), startTestDatabase()]);
  const settings = { REDIS_URL: redisServer.url, DATABASE_URL: database.url, ROLES: 'worker' };
  workers = await Promise.all([0, 1].map(() => startProgram(settings)));
  redis = new Redis(redisServer.url);
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
});
afterAll(async () => {
  redis?.disconnect();
  await sql?.end();
  for (const worker of workers) await worker.kill();
  await Promise.all([redisServer?.stop(), database?.stop()]);
});

const applied = () =>
  Promise.all(workers.map((worker) => metric(worker, 'scoville_tier_updates_applied_total')));
const deadlocks = async () =>
  (await sql.query('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()')).rows[0];
const profileOf = (partition: number, person: number) => `p${partition}x${person}`;

/** All of a person are in one partition, in their order. */
async function fill(): Promise<void> {
  const batch = redis.pipeline();
  for (const [at, step] of [
    { from: 0, to: 1, tierName: '1 chili', score: 40 },
    { from: 1, to: 2, tierName: '2 chilis', score: 60 },
    { from: 2, to: 1, tierName: '1 chili', score: 41 },
  ].entries())
    for (let partition = 0; partition < partitions; partition++)
      for (let person = 0; person < people; person++) {
        const profile = profileOf(partition, person);
        const update = standing({
          ...step,
          ...{ profile, identity: identityOf(`${profile}@example.com`), atMs: beganMs + at },
        });
        batch.xadd(keysOf(partition).crossings, '*', 'r', JSON.stringify(update));
      }
  for (const [error] of (await batch.exec()) ?? []) expect(error).toBeNull();
}

test('two workers at a backlog of all partitions', async () => {
  const before = await deadlocks();
  await sql.query('BEGIN; LOCK TABLE stream_offsets IN ACCESS EXCLUSIVE MODE');
  await fill();
  // Neither relay has a start over the other.
  await until('both wait for it', async () => {
    const { rows } = await sql.query(
      `SELECT DISTINCT pid FROM pg_locks WHERE NOT granted AND relation = 'stream_offsets'::regclass`,
    );
    return rows.length >= workers.length;
  });
  await sql.query('ROLLBACK');
  await until(
    'all is applied',
    async () => {
      const lengths = await Promise.all(
        Array.from({ length: partitions }, (_, partition) => redis.xlen(keysOf(partition).crossings)),
      );
      return lengths.every((length) => length === 0);
    },
    appliedMsMax,
  );
  const all = partitions * people * updatesEach;
  const counts = await until('all is counted', async () => {
    const found = await applied();
    return found.reduce((sum, count) => sum + count, 0) === all && found;
  });
  console.info(JSON.stringify({ applied: counts }));
  // A short backlog is gone before the other has looked again.
  if (isLong) for (const count of counts) expect(count, String(counts)).toBeGreaterThan(all / 10);
  expect(await deadlocks()).toEqual(before);
  const { rows } = await sql.query<{ profile: string; leads: number; tier: number }>(
    'SELECT profile, count(*)::int AS leads, min(tier) AS tier FROM leads GROUP BY profile',
  );
  expect(rows).toHaveLength(partitions * people);
  expect(rows.filter(({ leads, tier }) => leads !== 1 || tier !== 1)).toEqual([]);
  const { rows: twice } = await sql.query(
    `SELECT lead_id FROM tasks WHERE episode IS NOT NULL GROUP BY lead_id HAVING count(*) > 1`,
  );
  expect(twice).toEqual([]);
});
