/** Starts that fail, part by part: the address, the stores that the environment names, the application; each within its limit. */
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { readEnvironment } from '../../src/environment.ts';
import { startApplication } from '../../src/roles/application.ts';
import { listenError, tryAddress } from '../../src/roles/listening.ts';
import { openStores } from '../../src/roles/stores.ts';
import { listenForAlerts } from '../../src/sales/outbox/alert-feed.ts';
import { openDataDir } from '../../src/setup/setup.ts';
import { type SelfSignedServer, startSelfSignedServer } from '../support/self-signed-server.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

/** Not every machine knows its own name: a bare one has no file of hosts. */
const hasLocalhost = await lookup('localhost').then(
  () => true,
  () => false,
);
type Refused = [
  what: string,
  env: () => Record<string, string>,
  setting: string,
  words: string,
  remedy?: string,
];
const byName: Refused = [
  'no Redis, by a name with several addresses',
  () => ({ REDIS_URL: 'redis://localhost:1' }),
  'REDIS_URL',
  'connect ECONNREFUSED',
];

let redis: TestServer;
let postgres: TestServer;
/** Takes connections and never says a word. */
let silent: Server;
let silentPort: number;
let selfSigned: SelfSignedServer;

beforeAll(async () => {
  [redis, postgres, selfSigned] = await Promise.all([
    startTestRedis(),
    startTestPostgres(),
    startSelfSignedServer(),
  ]);
  silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  silentPort = (silent.address() as AddressInfo).port;
});

afterAll(async () => {
  silent?.close();
  selfSigned?.stop();
  await redis?.stop();
  await postgres?.stop();
});

/** The words of the failure. Where a part has a limit of its own, they say that it was reached. */
async function failureOf(work: Promise<unknown>): Promise<string> {
  let words: string | null = null;
  work.then(
    () => {
      words = 'no failure';
    },
    (error: Error) => {
      words = error.message;
    },
  );
  return until('it has failed', () => words);
}

describe('the address', () => {
  test('in use', async () => {
    expect(await failureOf(tryAddress({ host: '127.0.0.1', port: silentPort }))).toBe(
      `PORT=${silentPort}: another program already listens on 127.0.0.1:${silentPort}. Stop that program, or use another port, such as PORT=${silentPort + 1}.`,
    );
  });

  test('not of this machine', async () => {
    expect(await failureOf(tryAddress({ host: '192.0.2.7', port: 4400 }))).toBe(
      'HOST=192.0.2.7: this machine does not have that address, so 192.0.2.7:4400 cannot be listened on. Use HOST=127.0.0.1 for this machine alone, or HOST=0.0.0.0 for every network.',
    );
  });

  test('a name without an address', async () => {
    expect(await failureOf(tryAddress({ host: 'nowhere.invalid', port: 4400 }))).toMatch(
      /^HOST=nowhere\.invalid: the name has no address/,
    );
  });

  test('without the right to listen there', () => {
    const refused = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
    expect(listenError(refused, { host: '127.0.0.1', port: 80 }).message).toBe(
      'PORT=80: this user may not listen on 127.0.0.1:80. Use a port from 1024 on, such as PORT=4400.',
    );
  });

  test('free: it stays free', async () => {
    const address = { host: '127.0.0.1', port: 0 };
    await tryAddress(address);
    await tryAddress(address);
  });
});

describe('stores that the environment names', () => {
  // Side by side: two of them wait for a limit.
  test.concurrent.each<Refused>([
    [
      'no Redis',
      () => ({ REDIS_URL: 'redis://127.0.0.1:1' }),
      'REDIS_URL',
      'connect ECONNREFUSED 127.0.0.1:1',
    ],
    ...(hasLocalhost ? [byName] : []),
    [
      'a silent Redis',
      () => ({ REDIS_URL: `redis://127.0.0.1:${silentPort}` }),
      'REDIS_URL',
      'no answer within 2 s',
    ],
    [
      'a Redis that refuses the password',
      () => ({ REDIS_URL: redis.url.replace(':test@', ':hidden@') }),
      'REDIS_URL',
      'WRONGPASS',
      'Write its user and password into REDIS_URL: redis://user:password@host:port.',
    ],
    [
      'a Redis that asks for a password',
      () => ({ REDIS_URL: redis.url.replace(':test@', '') }),
      'REDIS_URL',
      'NOAUTH',
      'Write its user and password into REDIS_URL: redis://user:password@host:port.',
    ],
    [
      'a Redis with a certificate of nobody',
      () => ({ REDIS_URL: `rediss://127.0.0.1:${selfSigned.port}` }),
      'REDIS_URL',
      'self-signed certificate',
      'Use a certificate for that host name from an authority that this machine trusts; NODE_EXTRA_CA_CERTS',
    ],
    [
      'no PostgreSQL',
      () => ({ DATABASE_URL: 'postgres://a:hidden@127.0.0.1:1/x' }),
      'DATABASE_URL',
      'connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      'a silent PostgreSQL',
      () => ({ DATABASE_URL: `postgres://a:hidden@127.0.0.1:${silentPort}/x` }),
      'DATABASE_URL',
      'no answer within 2 s',
    ],
    [
      'a PostgreSQL that refuses the password',
      () => ({ DATABASE_URL: postgres.url.replace(':test@', ':hidden@') }),
      'DATABASE_URL',
      'password authentication failed for user "scoville"',
      'Write its user and password into DATABASE_URL: postgres://user:password@host:port/database.',
    ],
    [
      'a database that does not exist',
      () => ({ DATABASE_URL: postgres.url.replace(/\/scoville$/, '/elsewhere') }),
      'DATABASE_URL',
      'database "elsewhere" does not exist',
      'Create that database, or name another one in DATABASE_URL.',
    ],
    [
      'a PostgreSQL without TLS',
      () => ({ DATABASE_URL: `${postgres.url}?sslmode=verify-full` }),
      'DATABASE_URL',
      'The server does not support SSL connections',
      'Turn TLS on there, or leave it out of DATABASE_URL',
    ],
    [
      'a PostgreSQL with a certificate of nobody',
      () => ({ DATABASE_URL: `postgres://a:hidden@127.0.0.1:${selfSigned.port}/x?sslmode=verify-full` }),
      'DATABASE_URL',
      'self-signed certificate',
      'Use a certificate for that host name from an authority that this machine trusts; NODE_EXTRA_CA_CERTS',
    ],
  ])('%s: refused before a private server is started', async (_what, env, setting, words, remedy) => {
    const data = openDataDir(newDirectory('data'));
    const { signal } = new AbortController();
    const failure = await failureOf(openStores(readEnvironment(env()), data, () => undefined, signal));
    expect(failure).toMatch(
      new RegExp(`^${setting}: the \\w+ at (?:127\\.0\\.0\\.1|localhost):\\d+ cannot be used: ${words}`),
    );
    expect(failure).toContain(remedy ?? `Start it, or correct ${setting}, or leave it out`);
    expect(failure).not.toContain('hidden');
    expect(existsSync(data.redisDirectory) || existsSync(data.postgresDirectory)).toBe(false);
    data.close();
  });
});

describe('the application', () => {
  const startOn = (
    databaseUrl: string,
    port: number,
    {
      signal = new AbortController().signal,
      ...more
    }: { signal?: AbortSignal; redisUrl?: string; msMax?: number } = {},
  ) => {
    const data = openDataDir(newDirectory('data'));
    data.close();
    return startApplication({
      environment: readEnvironment({ PORT: String(port) }),
      secrets: data.secrets,
      redisUrl: redis.url,
      databaseUrl,
      logger: createLogger('silent'),
      signal,
      ...more,
    });
  };

  test('a port that was taken meanwhile: every part that had begun is closed', async () => {
    expect(await failureOf(startOn(postgres.url, silentPort))).toMatch(
      /^PORT=\d+: another program already listens on 127\.0\.0\.1/,
    );
  });

  test('a migration that was altered', async () => {
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query('CREATE DATABASE altered');
    await admin.end();
    const altered = postgres.url.replace(/\/scoville$/, '/altered');
    const client = new pg.Client({ connectionString: altered });
    await client.connect();
    await client.query(
      `CREATE TABLE migrations (name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
       INSERT INTO migrations (name, hash) VALUES ('sales/0001_timeline.sql', 'another')`,
    );
    await client.end();
    expect(await failureOf(startOn(altered, 0))).toMatch(/^migration sales\/\S+ was altered/);
  });

  test('a PostgreSQL that makes it wait: the deadline ends it, and says for what it waits', async () => {
    const other = new pg.Client({ connectionString: postgres.url });
    await other.connect();
    await other.query('SELECT pg_advisory_lock(4400001)');
    const address = new URL(postgres.url).host;
    expect(await failureOf(startOn(postgres.url, 0, { msMax: 1_500 }))).toBe(
      `the start did not end within 1.5 s: it waits for the PostgreSQL at ${address}, where another process may be changing tables. Look at what holds that up, and start again.`,
    );
    // What waited for the lock ends when it has it.
    await other.query('SELECT pg_advisory_unlock_all()');
    await until('all connections are closed', async () => {
      const { rows } = await other.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = 'scoville' AND pid <> pg_backend_pid()",
      );
      return rows.length === 0;
    });
    await other.end();
  });

  test('a Redis that falls silent meanwhile', async () => {
    const redisUrl = `redis://127.0.0.1:${silentPort}`;
    const started = startOn(postgres.url, 0, { redisUrl, msMax: 1_500 });
    expect(await failureOf(started)).toContain(`it waits for the Redis at 127.0.0.1:${silentPort}`);
  });

  test('a database in which no table can be made', async () => {
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query('CREATE DATABASE foreign_one');
    await admin.query('ALTER DATABASE foreign_one SET default_transaction_read_only = on');
    await admin.end();
    const url = postgres.url.replace(/\/scoville$/, '/foreign_one');
    expect(await failureOf(startOn(url, 0))).toMatch(
      /^DATABASE_URL: the PostgreSQL at 127\.0\.0\.1:\d+ cannot be used: cannot execute CREATE TABLE in a read-only transaction/,
    );
  });

  test('a signal that came before', async () => {
    expect(
      await failureOf(startOn(postgres.url, 0, { signal: AbortSignal.abort(new Error('SIGTERM')) })),
    ).toBe('SIGTERM');
  });
});

describe('the listener for alerts closes', () => {
  test.each(Array.from({ length: 12 }, (_, turns) => turns))(
    'while it connects, %i turns of the event loop after it was opened',
    async (turns) => {
      const listener = listenForAlerts(postgres.url, () => undefined);
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect(await failureOf(listener.close())).toBe('no failure');
    },
  );

  test('while the server is silent', async () => {
    const asked = once(silent, 'connection');
    const listener = listenForAlerts(`postgres://a:b@127.0.0.1:${silentPort}/x`, () => undefined);
    await asked;
    expect(await failureOf(listener.close())).toBe('no failure');
  });
});
