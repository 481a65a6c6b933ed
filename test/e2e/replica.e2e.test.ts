/** Reads from a real streaming replica: how far it is behind, when it is left, and what a running program says of it. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase, transaction } from '../../src/base/database/database.ts';
import { ApiError } from '../../src/base/kernel/kernel.ts';
import type { Health } from '../../src/contract/api/api.ts';
import { startEmbeddedPostgres } from '../../src/setup/embedded-postgres.ts';
import { getHot } from '../support/getting-hot.ts';
import { startTestPostgresReplica, type TestPostgresReplica } from '../support/postgres-replica.ts';
import { api, type Program, startProgram } from '../support/program.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

let redis: TestServer;
let primary: TestServer;
let replica: TestPostgresReplica;

beforeAll(async () => {
  [redis, primary] = await Promise.all([startTestRedis(), startTestPostgres()]);
  replica = await startTestPostgresReplica(primary);
});
afterAll(async () => {
  await replica?.stop();
  await Promise.all([primary?.stop(), redis?.stop()]);
});

const isReplica = `SELECT pg_is_in_recovery() AS "isReplica"`;

describe('reads', () => {
  const behindMsMax = 30_000;
  let nowMs = 1_000_000;
  let database: Database;
  const open = (url: string) =>
    openDatabase(primary.url, () => undefined, {
      replica: { url, behindMsMax, nowMs: () => nowMs, lookEveryMs: 3_600_000 },
    });
  beforeAll(() => {
    database = open(replica.url);
  });
  afterAll(async () => void (await database?.close()));

  const readsReplica = async (one = database) =>
    (await one.reads.query<{ isReplica: boolean }>(isReplica)).rows[0]?.isReplica;
  /** Looks until the replica has all that the primary had. */
  const caughtUp = () =>
    until('it has caught up', async () => {
      await database.lookAtReplica();
      return database.reads.asOfMs() === nowMs;
    });

  test('go to the primary until the replica was looked at', async () => {
    expect(database.reads.replica()).toEqual({
      isUsed: false,
      asOfMs: null,
      reason: 'it has not been looked at yet',
    });
    expect(await readsReplica()).toBe(false);
  });

  test('go to the replica then, as of a moment that is known', async () => {
    await caughtUp();
    expect(database.reads.replica()).toEqual({ isUsed: true, asOfMs: nowMs, reason: null });
    expect(await readsReplica()).toBe(true);
    await database.reads.run(async (pool, asOfMs) => {
      expect(asOfMs).toBe(nowMs);
      expect((await pool.query(isReplica)).rows).toEqual([{ isReplica: true }]);
    });
    await database.pool.query('CREATE TABLE seen (id integer)');
    nowMs += 1;
    await caughtUp();
    expect((await database.reads.query('SELECT * FROM seen')).rows, 'as of then it is there').toEqual([]);
  });

  test('leave a replica that is behind the limit, at the limit not yet', async () => {
    await replica.pause();
    const pausedMs = nowMs;
    await database.pool.query('INSERT INTO seen VALUES (1)');
    nowMs += behindMsMax;
    await database.lookAtReplica();
    expect(database.reads.replica()).toEqual({ isUsed: true, asOfMs: pausedMs, reason: null });
    expect(await readsReplica()).toBe(true);
    nowMs += 1;
    await database.lookAtReplica();
    expect(database.reads.replica()).toEqual({
      isUsed: false,
      asOfMs: pausedMs,
      reason: 'it is more than 30 s behind',
    });
    expect((await database.reads.query('SELECT id FROM seen')).rows).toEqual([{ id: 1 }]);
    await replica.resume();
    await caughtUp();
    expect(await readsReplica()).toBe(true);
  });

  test('that fail there are read from the primary; an error for the caller is not', async () => {
    const fails = async (error: Error) => {
      let tries = 0;
      const result = database.reads.run(async () => {
        if (++tries === 1) throw error;
        return 'read';
      });
      return { result: await result.catch((thrown: Error) => thrown.message), tries };
    };
    await caughtUp();
    expect(await fails(new ApiError('invalid_request', 'too long'))).toEqual({
      result: 'invalid_request: too long',
      tries: 1,
    });
    const cut = 'Connection terminated unexpectedly';
    expect(await fails(new Error(cut))).toEqual({ result: 'read', tries: 2 });
    expect(database.reads.replica()).toMatchObject({ isUsed: false, reason: cut });
    await caughtUp();
  });

  test('whose statement is wrong, or takes longer than we allow, leave the replica in use', async () => {
    const isUsed = () => database.reads.replica()?.isUsed;
    await expect(database.reads.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    expect(isUsed()).toBe(true);
    let tries = 0;
    const slow = database.reads.run((pool) =>
      transaction(pool, async (connection) => {
        tries++;
        await connection.query('SET LOCAL statement_timeout = 1');
        await connection.query('SELECT pg_sleep(60)');
      }),
    );
    await expect(slow).rejects.toMatchObject({ code: '57014' });
    expect({ tries, isUsed: isUsed() }).toEqual({ tries: 1, isUsed: true });
  });

  test('of a table that the replica does not have yet are of the primary, and leave it in use', async () => {
    await replica.pause();
    await database.pool.query('CREATE TABLE young (id integer); INSERT INTO young VALUES (1)');
    expect((await database.reads.query('SELECT id FROM young')).rows).toEqual([{ id: 1 }]);
    expect(database.reads.replica()?.isUsed).toBe(true);
    await replica.resume();
    await caughtUp();
  });

  test('until a moment that the replica has not reached are of the primary, at the moment itself not', async () => {
    await caughtUp();
    const isReplicaUntil = async (ms: number) => {
      const { rows } = await database.reads.until(ms).query<{ isReplica: boolean }>(isReplica);
      const { rows: more } = await database.reads.pool(ms).query<{ isReplica: boolean }>(isReplica);
      expect(more).toEqual(rows);
      return rows[0]?.isReplica;
    };
    expect(await isReplicaUntil(nowMs - 1)).toBe(true);
    expect(await isReplicaUntil(nowMs)).toBe(true);
    expect(await isReplicaUntil(nowMs + 1)).toBe(false);
  });

  test('by an address of several servers are of the one that was looked at, or of the primary', async () => {
    let to = replica.url;
    const balancer = createServer((socket) => {
      const server = connect(Number(new URL(to).port), '127.0.0.1');
      socket.pipe(server).pipe(socket);
      for (const end of [socket, server])
        end.on('error', () => undefined).on('close', () => [socket, server].map((one) => one.destroy()));
    }).listen(0, '127.0.0.1');
    await once(balancer, 'listening');
    const url = new URL(replica.url);
    url.port = String((balancer.address() as AddressInfo).port);
    const own = open(url.href);
    await until('it has caught up', async () => {
      await own.lookAtReplica();
      return own.reads.asOfMs() === nowMs;
    });
    // The look keeps its connection; what reads is connected to another server.
    to = primary.url;
    expect(await readsReplica(own)).toBe(false);
    expect(own.reads.replica()).toMatchObject({
      isUsed: false,
      reason: 'its address leads to several servers: name one of them',
    });
    to = replica.url;
    await own.lookAtReplica();
    expect(await readsReplica(own)).toBe(true);
    await own.close();
    balancer.close();
  });

  test('go on after a restart of the replica, which is another run of it', async () => {
    await replica.restart();
    await caughtUp();
    expect(await readsReplica()).toBe(true);
  });

  test('never go to a PostgreSQL that follows no primary, or another one', async () => {
    const own = open(primary.url);
    await own.lookAtReplica();
    expect(own.reads.replica()).toMatchObject({ isUsed: false, reason: 'it follows no primary' });
    expect(await readsReplica(own)).toBe(false);
    await own.close();
    // Those of tests are copies of one cluster, and have its number; this one is new.
    const other = await startEmbeddedPostgres({
      ...{ directory: newDirectory('postgres'), password: 'test', isSupervised: false, isDurable: false },
    });
    const elsewhere = openDatabase(other.url, () => undefined, {
      replica: { url: replica.url, lookEveryMs: 3_600_000 },
    });
    await elsewhere.lookAtReplica();
    expect(elsewhere.reads.replica()).toMatchObject({
      isUsed: false,
      reason: 'it follows another PostgreSQL',
    });
    await elsewhere.close();
    await other.stop();
  });
});

describe('a program', () => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram({
      ...{ REDIS_URL: redis.url, DATABASE_URL: primary.url, DATABASE_REPLICA_URL: replica.url },
    });
  });
  afterAll(async () => void (await program?.stop()));

  interface Report {
    dataAsOf: string;
    rows: unknown[];
  }
  const report = () => api<Report>(program, '/api/v1/reports/salesmen');
  const health = () => api<Health>(program, '/api/v1/health');

  test('reads reports there, and says as of when', async () => {
    await getHot(program, 'ada', 'Ada Lovelace');
    await until(
      'the lead is there',
      async () => (await api<{ items: unknown[] }>(program, '/api/v1/leads')).items.length === 1,
    );
    const askedMs = Date.now();
    const seen = await until('the report has it', async () => {
      const answer = await report();
      return answer.rows.length > 0 && Date.parse(answer.dataAsOf) >= askedMs - 5_000 && answer;
    });
    expect(Date.parse(seen.dataAsOf)).toBeLessThanOrEqual(Date.now());
    const { replica: found, alarms } = await until('health says so', async () => {
      const answer = await health();
      return answer.replica?.isUsed && answer;
    });
    expect(found).toMatchObject({ isUsed: true, reason: null });
    expect(alarms.map(({ name }) => name)).not.toContain('replica-unused');
  });

  test('reads the primary while the replica is stopped, and says so', async () => {
    await replica.kill();
    expect((await report()).rows.length).toBeGreaterThan(0);
    const { alarms } = await until('health says so', async () => {
      const answer = await health();
      return answer.replica?.isUsed === false && answer;
    });
    const [alarm] = alarms.filter(({ name }) => name === 'replica-unused');
    expect(alarm?.says).toMatch(/^reports are read from the primary: the replica is not used, since /);
    const ready = (await (await fetch(`${program.url}/readyz`)).json()) as {
      status: string;
      notes: string[];
    };
    expect(ready.status).toBe('ok');
    expect(ready.notes.join()).toContain('DATABASE_REPLICA_URL is not read');
    const csv = await fetch(`${program.url}/api/v1/exports?kind=people`, {
      headers: { authorization: 'Bearer token-of-the-tests-only' },
    });
    expect(await csv.text()).toContain('Ada Lovelace');
  });

  test('goes back to it by itself', async () => {
    await replica.restart();
    await until('it is read again', async () => (await health()).replica?.isUsed);
  });
});
