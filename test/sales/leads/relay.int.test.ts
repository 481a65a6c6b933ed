/** Relays between a real Redis and a real PostgreSQL: they share the partitions, and take over what a dead one has left. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import type { TierUpdate } from '../../../src/contract/api/api.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { type Relay, startRelay } from '../../../src/sales/leads/leads.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { until } from '../../support/until.ts';
import { identityOf, standing, startMs } from '../records.ts';

const partitions = 8;
let redis: TestServer;
let postgres: TestDatabase;
/** Connections as of two processes. */
let sides: { stream: Stream; sales: TestSales }[];
/** Those of a test, which ends them. */
let relays: Relay[] = [];
let people = 0;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  sides = [];
  for (let side = 0; side < 2; side++)
    sides.push({
      stream: await openStream({ url: redis.url, partitions, onError: () => undefined }),
      sales: await openTestSales({ databaseUrl: postgres.url, clock: { nowMs: () => startMs } }),
    });
});

afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.close()));
  relays = [];
});

afterAll(async () => {
  await Promise.all((sides ?? []).flatMap(({ stream, sales }) => [stream.close(), sales.close()]));
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

/** Starts the relay of a side, and returns how many tier updates it has applied. */
const relayOf = async (side: number) => {
  const { stream, sales } = sides[side] as (typeof sides)[number];
  const metrics = createMetrics();
  const relay = startRelay({ source: stream, leads: sales.leads, metrics, logger: createLogger('silent') });
  relays.push(relay);
  const applied = async () => (await metrics.tierUpdatesApplied.get()).values[0]?.value ?? 0;
  return { relay, applied };
};

const redisOf = () => (sides[0] as (typeof sides)[number]).stream.jobs.connection;
const sql = async <Row extends object>(text: string) =>
  (await (sides[0] as (typeof sides)[number]).sales.database.pool.query<Row>(text)).rows;
const append = (partition: number, update: TierUpdate) =>
  redisOf().xadd(keysOf(partition).crossings, '*', 'r', JSON.stringify(update)) as Promise<string>;
const waiting = (partition: number) => redisOf().xlen(keysOf(partition).crossings);
/** The rise of somebody new. */
const rise = (change: Partial<TierUpdate> = {}): TierUpdate => {
  const who = ++people;
  return standing({ profile: `r${who}`, identity: identityOf(`r${who}@example.com`), ...change });
};

test('what a relay applied and did not trim, since it was killed between the two, is trimmed by the next', async () => {
  const id = await append(0, rise());
  const { stream, sales } = sides[0] as (typeof sides)[number];
  const [entry] = await stream.tierUpdates.read(new Map(), 10);
  await sales.leads.applyTierUpdates([entry as NonNullable<typeof entry>]);
  expect([entry?.id, await waiting(0)]).toEqual([id, 1]);
  await relayOf(0);
  await until('nothing seems to wait', async () => (await waiting(0)) === 0);
  expect(await sql('SELECT count(*)::int AS leads FROM leads')).toEqual([{ leads: 1 }]);
});

test('a relay that waits in one partition holds up no other, and its own partition is left to it', async () => {
  const [first, second] = [await relayOf(0), await relayOf(1)];
  const known = rise();
  await append(0, known);
  first.relay.ring(0, true);
  await until('the person is there', async () => (await waiting(0)) === 0);
  const before = [await first.applied(), await second.applied()];
  const { pool } = (sides[1] as (typeof sides)[number]).sales.database;
  const holder = await pool.connect();
  await holder.query('BEGIN');
  const { rowCount } = await holder.query('SELECT FROM people WHERE email = $1 FOR UPDATE', [
    known.identity?.email,
  ]);
  expect(rowCount).toBe(1);
  await append(0, { ...known, from: 1, to: 2, tierName: '2 chilis', score: 60, atMs: startMs + 1 });
  first.relay.ring(0, true);
  await until(
    'the first waits for the person',
    async () =>
      (
        await sql(
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM people%'",
        )
      ).length === 1,
  );
  for (const partition of [0, 1]) {
    if (partition === 1) await append(partition, rise());
    second.relay.ring(partition, true);
  }
  await until('the second has its own', async () => (await waiting(1)) === 0);
  expect([await first.applied(), await second.applied()]).toEqual([before[0], (before[1] ?? 0) + 1]);
  await holder.query('ROLLBACK');
  holder.release();
  await until('the first goes on', async () => (await waiting(0)) === 0);
  expect(await sql(`SELECT tier FROM leads WHERE profile = '${known.profile}'`)).toEqual([{ tier: 2 }]);
});

test('two relays at the same people and companies apply everything once, without a deadlock', async () => {
  const deadlocks = async () =>
    (
      await sql<{ deadlocks: string }>(
        'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
      )
    )[0]?.deadlocks;
  const [before, leadsBefore] = [await deadlocks(), await sql('SELECT id FROM leads')];
  const rises = 40;
  const shared = Array.from({ length: rises }, () => ++people);
  const [first, second] = [await relayOf(0), await relayOf(1)];
  for (let nth = 0; nth < rises; nth++)
    for (let partition = 0; partition < partitions; partition++) {
      // Each partition meets the same people in an order of its own, by a profile of its own, at one company.
      const who = shared[(nth * (2 * partition + 1) + partition) % rises];
      const identity = { ...identityOf(`s${who}@shared.example`), company: 'Shared' };
      await append(partition, standing({ profile: `s${partition}-${who}`, identity }));
      const isFirst = partition % 2 === 0;
      first.relay.ring(partition, isFirst);
      second.relay.ring(partition, !isFirst);
    }
  await until('all is applied', async () => {
    const left = await Promise.all(Array.from({ length: partitions }, (_, partition) => waiting(partition)));
    return left.every((count) => count === 0);
  });
  // One may trim what the other has applied a moment before that counts it.
  const applied = await until('all is counted', async () => {
    const counts = [await first.applied(), await second.applied()] as const;
    return counts[0] + counts[1] >= rises * partitions && counts;
  });
  expect(applied[0] + applied[1]).toBe(rises * partitions);
  expect(Math.min(...applied)).toBeGreaterThan(0);
  expect(await sql("SELECT count(*)::int AS people FROM people WHERE email LIKE '%@shared.example'")).toEqual(
    [{ people: rises }],
  );
  // One open lead a person and campaign, however many profiles have risen.
  expect((await sql('SELECT id FROM leads')).length - leadsBefore.length).toBe(rises);
  expect(await deadlocks()).toBe(before);
});

test('what a dead relay has left is taken over by one that heard its ring', async () => {
  const alive = await relayOf(1);
  await until('it has looked at all', async () => (await waiting(0)) === 0);
  await append(3, rise());
  alive.relay.ring(3, false);
  await until('it is applied', async () => (await waiting(3)) === 0);
  expect(await alive.applied()).toBe(1);
});
