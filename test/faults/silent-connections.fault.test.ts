/**
 * Silent connections, one at a time: what is given up, what is left alone, and what a session that was given up holds. Each
 * test has its own proxy, so that they wait side by side.
 */
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, transaction } from '../../src/base/database/database.ts';
import { limits } from '../../src/base/kernel/kernel.ts';
import { copyIn } from '../../src/engine/history/copy-in.ts';
import { openStream } from '../../src/engine/stream/stream.ts';
import { listenForAlerts } from '../../src/sales/outbox/alert-feed.ts';
import { startProgram } from '../support/child-program.ts';
import { startTestProxy, type TestProxy } from '../support/proxy.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { startSpine } from '../support/spine.ts';
import { until } from '../support/until.ts';

const recoveryMsMax = 15_000;

let postgres: TestServer;
let redis: TestServer;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startTestPostgres(), startTestRedis()]);
  const sql = new pg.Client({ connectionString: postgres.url });
  await sql.connect();
  await sql.query(`CREATE TABLE counts (id int PRIMARY KEY, count int NOT NULL);
    INSERT INTO counts VALUES (1, 0), (2, 0), (3, 0); CREATE TABLE lines (line text)`);
  await sql.end();
});

afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await Promise.all([postgres?.stop(), redis?.stop()]);
});

async function proxyOf(server: TestServer): Promise<TestProxy> {
  const proxy = await startTestProxy(server.url);
  closing.push(proxy.stop);
  return proxy;
}

async function poolBehindProxy() {
  const proxy = await proxyOf(postgres);
  const pool = openDatabase(proxy.url, () => undefined).pool;
  closing.push(async () => {
    // Idle connections may be stranded, which an orderly end would wait for.
    proxy.resume();
    await pool.end();
  });
  return { proxy, pool };
}

/** Old connections are silent for ever; new ones work. */
const strand = (proxy: TestProxy) => {
  proxy.silence();
  proxy.heal();
};

const add = (pool: pg.Pool, id: number) =>
  transaction(pool, async (connection) => {
    await connection.query('UPDATE counts SET count = count + 1 WHERE id = $1', [id]);
  });

const countOf = async (pool: pg.Pool, id: number) =>
  (await pool.query<{ count: number }>('SELECT count FROM counts WHERE id = $1', [id])).rows[0]?.count;

/** Its reason; fails when the work has neither ended nor failed in time. */
async function failureOf(work: Promise<unknown>): Promise<string> {
  let reason: string | null = null;
  work.then(
    () => {
      reason = 'nothing failed';
    },
    (error: Error) => {
      reason = error.message;
    },
  );
  return until('the work has ended or failed', () => reason, recoveryMsMax);
}

describe.concurrent('PostgreSQL', () => {
  test('silence within a transaction: it fails, and its session keeps no lock', async () => {
    const { proxy, pool } = await poolBehindProxy();
    const work = transaction(pool, async (connection) => {
      await connection.query('UPDATE counts SET count = 100 WHERE id = 1');
      strand(proxy);
      await connection.query('SELECT 1');
    });
    expect(await failureOf(work)).toMatch(/silent/);
    // The row is locked until the session of before ends.
    await until('the row can be changed', () => add(pool, 1).then(() => true), recoveryMsMax);
    expect(await countOf(pool, 1)).toBe(1);
  });

  test('silence before COMMIT: the transaction fails, and what it did is done once or not at all', async () => {
    const { proxy, pool } = await poolBehindProxy();
    const work = transaction(pool, async (connection) => {
      await connection.query('UPDATE counts SET count = count + 1 WHERE id = 2');
      strand(proxy);
    });
    expect(await failureOf(work)).toMatch(/silent/);
    await until('the row can be changed', () => add(pool, 2).then(() => true), recoveryMsMax);
    expect(await countOf(pool, 2)).toBe(1);
  });

  test('silence within a COPY: it fails, and the next copies all', async () => {
    const { proxy, pool } = await poolBehindProxy();
    const lines = Array.from({ length: 20_000 }, (_, index) => `${index} ${'x'.repeat(200)}\n`);
    const copy = () =>
      transaction(pool, (connection) => {
        const copied = copyIn(connection, { table: 'lines', columns: 'line' }, lines);
        return copied;
      });
    await pool.query('SELECT 1');
    const first = copy();
    strand(proxy);
    expect(await failureOf(first)).toMatch(/silent/);
    await until('the next copy works', () => copy().then(() => true), recoveryMsMax);
    const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM lines');
    expect(rows[0]?.count).toBe(lines.length);
  });

  test('ten idle connections stranded at once cost one wait, not ten', async () => {
    const { proxy, pool } = await poolBehindProxy();
    await Promise.all(Array.from({ length: 10 }, () => pool.query('SELECT pg_sleep(0.2)')));
    expect(pool.idleCount).toBe(10);
    strand(proxy);
    await until('a statement works', () => pool.query('SELECT 1').then(() => true), recoveryMsMax);
  });

  test('a long statement is left alone, and so is a long wait for a lock', async () => {
    const { pool } = await poolBehindProxy();
    const sleeps = transaction(pool, async (connection) => {
      await connection.query('UPDATE counts SET count = count + 1 WHERE id = 3');
      await connection.query('SELECT pg_sleep(8)');
    });
    await until('the row is locked', async () => {
      const { rows } = await pool.query(`SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(8)'`);
      return rows.length > 0;
    });
    await Promise.all([sleeps, add(pool, 3)]);
    expect(await countOf(pool, 3)).toBe(2);
  });

  test('a long statement is left alone, though the server has no connection left for the question', async () => {
    const full = await startTestPostgres();
    const pool = openDatabase(full.url, () => undefined).pool;
    closing.push(full.stop, () => pool.end());
    await pool.query('ALTER DATABASE scoville CONNECTION LIMIT 1');
    await pool.query('SELECT pg_sleep(8)');
  });

  test('a long statement is left alone by a process that stood still itself while it asked', async () => {
    const asker = fileURLToPath(new URL('../support/standing-asker.ts', import.meta.url));
    const child = startProgram(process.execPath, [asker], { env: { DATABASE_URL: postgres.url } });
    expect([await child.ended, child.output()]).toEqual([0, '']);
  });

  test('a listener whose connection is silent listens on another', async () => {
    const proxy = await proxyOf(postgres);
    let rings = 0;
    const listener = listenForAlerts(proxy.url, () => rings++);
    closing.push(listener.close);
    await until('it listens', () => rings > 0);
    strand(proxy);
    const before = rings;
    await until('it listens again and looks for what it has missed', () => rings > before, recoveryMsMax);
  });
});

describe.concurrent('Redis', () => {
  test('a bell whose connection is silent is heard again', async () => {
    const proxy = await proxyOf(redis);
    const stream = await openStream({ url: proxy.url, partitions: 4, onError: () => undefined });
    closing.push(stream.close);
    const heard: number[] = [];
    stream.bell.onEvents((partition) => heard.push(partition));
    const ring = () => stream.appender.append([{ partition: 2, field: 'e', json: '{}' }]);
    const rings = () => ring().then(() => heard.length > 0);
    await until('the bell is heard', rings);
    strand(proxy);
    heard.length = 0;
    await until('the bell is heard again', rings, recoveryMsMax);
    await until('all connections are well', () => stream.ping().then(() => true), recoveryMsMax);
  });

  test('connections that only read leave a server that became a replica', async () => {
    const former = await startTestRedis();
    const next = await startTestRedis();
    closing.push(former.stop, next.stop);
    const proxy = await proxyOf(former);
    const stream = await openStream({ url: proxy.url, partitions: 4, onError: () => undefined });
    closing.push(stream.close);
    const [old, primary] = [new Redis(former.url), new Redis(next.url)];
    closing.push(async () => primary.disconnect());
    proxy.pointTo(next.url);
    // It follows nobody who answers, so it will never hear what the new primary hears.
    await old.replicaof('127.0.0.1', 1);
    old.disconnect();
    const connections = async () =>
      String(await primary.client('LIST'))
        .split('\n')
        .filter((line) => line.includes('cmd=role')).length;
    await until('every connection leads to the new primary', async () => (await connections()) >= 4);
  });

  test.each(['silent', 'gone'])('scoring ends in order where Redis is %s', async (how) => {
    const server = await startTestRedis();
    const proxy = await proxyOf(server);
    closing.push(server.stop);
    const spine = await startSpine({ redisUrl: proxy.url });
    closing.push(spine.close);
    spine.startWorker();
    expect(await spine.post('/v1/track', { userId: 'ada', event: 'E', messageId: 'm1' })).toBe(200);
    if (how === 'silent') proxy.silence();
    else await server.stop();
    await until('Redis does not answer', () =>
      spine.stream.ping().then(
        () => false,
        () => true,
      ),
    );
    let isClosed = false;
    void spine.close().then(() => {
      isClosed = true;
    });
    await until('it is closed', () => isClosed, limits.redisSilenceMsMax + limits.closeStepMsMax);
  });
});
