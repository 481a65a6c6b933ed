/** Scoville through Debian's PgBouncer: from an event to an alert on the live stream in transaction mode, and what a start finds out. */
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../src/environment.ts';
import { databaseAccess, judgePostgres } from '../../src/roles/database-access.ts';
import { readEvents } from '../sales/notifications/event-source.ts';
import { superuserUrl } from '../support/clusters.ts';
import { scoville } from '../support/command-line.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { getHot } from '../support/getting-hot.ts';
import { startTestPgBouncer, type TestPooler, whyNoPgBouncer } from '../support/pgbouncer.ts';
import { api, type Program, programToken, startProgram } from '../support/program.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

/** Far fewer than the connections of one process. */
const sessions = 4;

let redis: TestServer;
let database: TestDatabase;
let pooler: TestPooler;
let sessionPooler: TestPooler;

describe.skipIf(whyNoPgBouncer !== null)('PgBouncer', () => {
  beforeAll(async () => {
    [redis, database] = await Promise.all([startTestRedis(), startTestDatabase()]);
    [pooler, sessionPooler] = await Promise.all([
      startTestPgBouncer(database.url, { mode: 'transaction', sessions }),
      startTestPgBouncer(database.url, { mode: 'session', sessions }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([pooler?.stop(), sessionPooler?.stop()]);
    await database?.stop();
    await redis?.stop();
  });

  describe('a start', () => {
    const settings = (given: Record<string, string>) =>
      readEnvironment({ DATABASE_URL: database.url, REDIS_URL: redis.url, ...given });
    const accessOf = (url: string, given: Record<string, string> = {}) =>
      databaseAccess(url, settings(given));
    const judged = (url: string, given: Record<string, string> = {}) => judgePostgres(url, settings(given));

    test('knows PostgreSQL from a pooler, and relies on what lasts there', async () => {
      const direct = { isPooled: false, prepares: true, sessionUrl: database.url, replica: null };
      expect(await accessOf(database.url)).toEqual(direct);
      expect(await accessOf(database.url, { DATABASE_PREPARE: 'off' })).toEqual({
        ...direct,
        prepares: false,
      });
      for (const { url } of [pooler, sessionPooler])
        expect(await accessOf(url)).toEqual({ ...direct, isPooled: true, prepares: false, sessionUrl: null });
      const given = { DATABASE_PREPARE: 'on', DATABASE_SESSION_URL: database.url };
      expect(await accessOf(pooler.url, given)).toEqual({ ...direct, isPooled: true });
    });

    test('says what is slower without an address where a session lasts', async () => {
      expect(await judged(database.url)).toEqual([]);
      expect(await judged(pooler.url)).toEqual([
        'DATABASE_URL leads through a pooler, where nobody can listen: PostgreSQL is asked for alerts every 500 ms. Set DATABASE_SESSION_URL to the address of PostgreSQL itself to hear of them at once.',
      ]);
      for (const url of [database.url, sessionPooler.url])
        expect(await judged(pooler.url, { DATABASE_SESSION_URL: url })).toEqual([]);
      expect(await judged(pooler.url, { ROLES: 'ingest' }), 'ingest listens to nothing').toEqual([]);
    });

    test('refuses an address for sessions in which none lasts, or that is of another database', async () => {
      const other = new URL(database.url);
      other.pathname = 'template1';
      for (const url of [pooler.url, other.href])
        await expect(judged(pooler.url, { DATABASE_SESSION_URL: url })).rejects.toThrow(
          'DATABASE_SESSION_URL hears nothing of DATABASE_URL: it leads to another database, or through a pooler in transaction mode. Write the address of PostgreSQL itself, or of a pool in session mode.',
        );
      const away = new URL(database.url);
      away.port = '1';
      await expect(judged(pooler.url, { DATABASE_SESSION_URL: away.href })).rejects.toThrow(
        'DATABASE_SESSION_URL: the PostgreSQL at 127.0.0.1:1 cannot be used: connect ECONNREFUSED 127.0.0.1:1. Start it, or correct DATABASE_SESSION_URL, or leave it out.',
      );
    });

    test('refuses prepared statements where none is kept', async () => {
      await expect(judged(pooler.url, { DATABASE_PREPARE: 'on' })).rejects.toThrow(
        'DATABASE_PREPARE is on, and the pooler of DATABASE_URL keeps no prepared statements. Leave it out, or set max_prepared_statements (PgBouncer 1.21 or newer).',
      );
      const kept = { DATABASE_PREPARE: 'on', DATABASE_SESSION_URL: database.url };
      expect(await judged(sessionPooler.url, kept)).toEqual([]);
    });
  });

  describe('a program in transaction mode, without an address for sessions', () => {
    let program: Program;
    let sql: pg.Client;
    beforeAll(async () => {
      program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: pooler.url });
      sql = new pg.Client({ connectionString: superuserUrl(database.url, 'postgres') });
      await sql.connect();
    });
    afterAll(async () => {
      await sql?.end();
      expect(await program?.stop()).toBe(0);
    });

    test('makes leads of visitors, and shows alerts and changed records on the live stream', async () => {
      await until('the start says so', () =>
        program.lines.some((line) => line.includes('DATABASE_URL leads through a pooler')),
      );
      const authorization = `Bearer ${programToken}`;
      const live = await readEvents(program.url, '?rows=true', { authorization });
      // Often enough that statements would be prepared.
      for (let one = 0; one < 10; one++) await getHot(program, `hot-${one}`, `Hot ${one}`);
      const opened = () => live.received().filter(({ type }) => type === 'lead.opened');
      await until('each lead is on the stream', () => opened().length === 10);
      await until('changed lists are told', () =>
        /event: records\.changed\ndata: \{"lists":\[[^\]]*"leads"/.test(live.text()),
      );
      await live.close();
      const rows = await Promise.all(
        Array.from({ length: 30 }, () => api<{ items: unknown[] }>(program, '/api/v1/leads')),
      );
      expect(new Set(rows.map(({ items }) => items.length))).toEqual(new Set([10]));
      await api(program, '/api/v1/reports/customers');
    });

    test('shares few sessions of the server, of which none keeps what another program set', async () => {
      const { rows } = await sql.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = $1`,
        [new URL(database.url).pathname.slice(1)],
      );
      // Those of the pool in session mode have gone with their clients, but for idle ones.
      expect(rows[0]?.count).toBeLessThanOrEqual(2 * sessions);
      const client = new pg.Client({ connectionString: pooler.url });
      await client.connect();
      const asked = await client.query('SHOW idle_in_transaction_session_timeout');
      await client.end();
      expect(asked.rows).toEqual([{ idle_in_transaction_session_timeout: '0' }]);
      expect(program.lines.filter((line) => /"level":(?:50|60)|prepared statement/.test(line))).toEqual([]);
    });

    test('is backed up through it', async () => {
      const file = path.join(newDirectory('backup'), 'scoville.tar.gz');
      const settings = {
        ...{ DATABASE_URL: pooler.url, REDIS_URL: redis.url, DATA_DIR: program.dataDir },
      };
      const made = await scoville(settings, 'backup', file);
      expect(made.code, made.words).toBe(0);
      const verified = await scoville(settings, 'backup', 'verify', file);
      expect(verified.code, verified.words).toBe(0);
    });
  });
});
