/** The budget of connections: a program under work never takes more of PostgreSQL, and a start says where there is no room. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readServerRoom } from '../../src/base/database/database.ts';
import { readEnvironment } from '../../src/environment.ts';
import { openStores } from '../../src/roles/stores.ts';
import { openDataDir } from '../../src/setup/setup.ts';
import { superuserUrl } from '../support/clusters.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { getHot } from '../support/getting-hot.ts';
import { api, type Program, programToken, startProgram } from '../support/program.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const budget = 12;

let redis: TestServer;
let database: TestDatabase;
/** Connected to another database, so that it is not counted itself. */
let sql: pg.Client;

beforeAll(async () => {
  [redis, database] = await Promise.all([startTestRedis(), startTestDatabase()]);
  sql = new pg.Client({ connectionString: superuserUrl(database.url, 'postgres') });
  await sql.connect();
});
afterAll(async () => {
  await sql?.end();
  await database?.stop();
  await redis?.stop();
});

const name = () => new URL(database.url).pathname.slice(1);
const connections = async () => {
  const { rows } = await sql.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = $1',
    [name()],
  );
  return rows[0]?.count ?? 0;
};

describe('a program with all roles', () => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram({
      REDIS_URL: redis.url,
      DATABASE_URL: database.url,
      DATABASE_CONNECTIONS: String(budget),
    });
  });
  afterAll(async () => void (await program?.stop()));

  test('takes no more than its budget, while everything asks at once', async () => {
    const live = new AbortController();
    const headers = { authorization: `Bearer ${programToken}` };
    const streams = await Promise.all(
      Array.from({ length: 3 }, () =>
        fetch(`${program.url}/api/v1/alerts/stream`, { headers, signal: live.signal }),
      ),
    );
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200]);
    const asked = ['leads', 'tasks', 'people', 'reports/salesmen', 'reports/forecast', 'reports/customers'];
    const rounds = Array.from({ length: 90 }, (_, round) => `/api/v1/${asked[round % asked.length]}`);
    let isBusy = true;
    const seen: number[] = [];
    const watching = (async () => {
      while (isBusy) seen.push(await connections());
    })();
    // One after another: at once on a busy machine the door would shed some.
    for (let one = 0; one < 8; one++) await getHot(program, `user-${one}`, `User ${one}`);
    await Promise.all(rounds.map((path) => api(program, path)));
    await until('each is a lead', async () => {
      const { items } = await api<{ items: unknown[] }>(program, '/api/v1/leads?limit=100');
      return items.length === 8;
    });
    isBusy = false;
    await watching;
    live.abort();
    expect(Math.max(...seen)).toBeLessThanOrEqual(budget);
    // One listens; of the others most were there.
    expect(Math.max(...seen)).toBeGreaterThan(budget - 4);
  });
});

describe('a start', () => {
  const role = 'few_connections';
  const opened = async (settings: Record<string, string>) => {
    const url = new URL(database.url);
    url.username = role;
    url.password = 'few';
    const environment = readEnvironment({ REDIS_URL: redis.url, DATABASE_URL: url.href, ...settings });
    const data = openDataDir(newDirectory('data'));
    try {
      return await openStores(environment, data, () => undefined, new AbortController().signal);
    } finally {
      data.close();
    }
  };
  /** The connections of starts before it take a moment to end on the server. */
  const hasRoom = (connectionsMax: string) =>
    until('a start finds room', async () => {
      const { warnings } = await opened({ DATABASE_CONNECTIONS: connectionsMax });
      return warnings.length === 0;
    });
  const allow = (connectionsMax: number) =>
    sql.query(`ALTER ROLE ${role} CONNECTION LIMIT ${connectionsMax}`);

  beforeAll(async () => void (await sql.query(`CREATE ROLE ${role} LOGIN PASSWORD 'few'`)));
  afterAll(async () => void (await sql.query(`DROP ROLE IF EXISTS ${role}`)));

  test('refuses a PostgreSQL that could never give it all, and says what bounds it', async () => {
    await allow(9);
    await expect(opened({ DATABASE_CONNECTIONS: '10' })).rejects.toThrow(
      `DATABASE_URL: DATABASE_CONNECTIONS is 10, and PostgreSQL has 9 for it (CONNECTION LIMIT of the role ${role}, less what is reserved). Raise CONNECTION LIMIT of the role ${role}, lower DATABASE_CONNECTIONS, run fewer processes, or put PgBouncer in front.`,
    );
    expect(
      (await opened({ DATABASE_CONNECTIONS: '10', ROLES: 'ingest' })).warnings,
      'ingest takes none',
    ).toEqual([]);
    await hasRoom('9');
  });

  test('warns where others have taken what it may need', async () => {
    await allow(11);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'few';
    const other = new pg.Client({ connectionString: url.href });
    await other.connect();
    try {
      await hasRoom('10');
      const [warning] = (await opened({ DATABASE_CONNECTIONS: '11' })).warnings;
      expect(warning).toMatch(
        /[1-9] of 11 connections of PostgreSQL are taken, and a process may take 11\. Raise/,
      );
    } finally {
      await other.end();
    }
  });

  test('counts what max_connections leaves besides the reserved ones, and every session', async () => {
    const { rows } = await sql.query<{ most: number }>(
      "SELECT current_setting('max_connections')::int AS most",
    );
    const others = Array.from({ length: 3 }, () => new pg.Client({ connectionString: database.url }));
    await Promise.all(others.map((one) => one.connect()));
    const room = await readServerRoom(sql);
    await Promise.all(others.map((one) => one.end()));
    expect(room).toMatchObject({ allowed: (rows[0]?.most ?? 0) - 3, setting: 'max_connections' });
    expect(room.used).toBeGreaterThanOrEqual(others.length);
  });
});
