/** The doctor on real stores: sound, misconfigured, away and silent; and beside the running program. */
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runCommandLine } from '../../src/commands/commands.ts';
import type { Finding } from '../../src/commands/doctor/finding.ts';
import { readEnvironment } from '../../src/environment.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { type Program, programToken, startProgram } from '../support/program.ts';
import { startSelfSignedServer } from '../support/self-signed-server.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

let redisServer: TestServer;
let database: TestDatabase;
let program: Program;
let redis: Redis;
let sql: pg.Client;
const nowhere = 'redis://127.0.0.1:1';

beforeAll(async () => {
  [redisServer, database] = await Promise.all([startTestRedis(), startTestDatabase()]);
  program = await startProgram({ REDIS_URL: redisServer.url, DATABASE_URL: database.url });
  redis = new Redis(redisServer.url);
  sql = new pg.Client(database.url);
  await sql.connect();
});
afterAll(async () => {
  redis?.disconnect();
  await sql?.end();
  await program?.kill();
  await Promise.all([redisServer?.stop(), database?.stop()]);
});

/** Runs it with the settings of the program, and others; returns its code and what it found. */
async function doctor(settings: Record<string, string> = {}) {
  const { hostname, port } = new URL(program.url);
  const variables = {
    ...{ HOST: hostname, PORT: port, API_TOKEN: programToken, DATA_DIR: program.dataDir },
    ...{ REDIS_URL: redisServer.url, DATABASE_URL: database.url, ...settings },
  };
  const said: string[] = [];
  const code = await runCommandLine(['doctor', '--json'], {
    environment: () => readEnvironment(variables),
    say: (line) => said.push(line),
    complain: (line) => said.push(line),
    writeOut: async () => {},
    showProgress: () => {},
    onInterrupt: () => {},
    readIn: async () => '',
  });
  const { state, findings } = JSON.parse(said.join('\n')) as { state: string; findings: Finding[] };
  const faults = findings
    .filter(({ severity }) => severity === 'warning' || severity === 'error')
    .map(({ matter, severity, says }) => `${severity} ${matter}: ${says}`);
  return { code, state, faults, findings };
}

describe('a Redis', () => {
  test.each([
    [
      'evicts',
      'maxmemory-policy',
      'allkeys-lru',
      'noeviction',
      /^error redis: .*maxmemory-policy allkeys-lru/,
    ],
    ['forgets at a stop', 'appendonly', 'no', 'yes', /^warning redis: Redis has appendonly no/],
    ['never syncs', 'appendfsync', 'no', 'always', /^warning redis: Redis has appendfsync no/],
    ['is nearly full', 'maxmemory', '2mb', '1gb', /^warning redis: Redis uses \d+ % of its maxmemory/],
  ])('that %s is found by its setting %s', async (_what, name, bad, good, found) => {
    await redis.config('SET', name, bad);
    onTestFinished(async () => void (await redis.config('SET', name, good)));
    expect((await doctor()).faults).toContainEqual(expect.stringMatching(found));
  });

  test('that is a replica takes no writes', async () => {
    const replica = await startTestRedis();
    onTestFinished(() => replica.stop());
    const connection = new Redis(replica.url);
    await connection.replicaof('127.0.0.1', 1);
    connection.disconnect();
    const { code, faults } = await doctor({ REDIS_URL: replica.url });
    expect(faults).toContainEqual(expect.stringMatching(/^error redis: .*is a replica/));
    expect(faults).toContainEqual(expect.stringMatching(/^warning installation: Redis is empty/));
    expect(code).toBe(1);
  });

  test('that is away or silent is named, and the rest is looked at all the same', async () => {
    const away = await doctor({ REDIS_URL: nowhere });
    expect(away.faults).toContainEqual(
      expect.stringMatching(/^error redis: .*127.0.0.1:1 cannot be used: connect ECONNREFUSED/),
    );
    expect(away.findings).toContainEqual(expect.objectContaining({ matter: 'migrations', severity: 'well' }));
    const silent = await startTestRedis();
    onTestFinished(() => silent.stop());
    silent.freeze();
    const { code, faults } = await doctor({ REDIS_URL: silent.url });
    silent.thaw();
    expect(faults).toContainEqual(
      expect.stringMatching(/^error redis: .*cannot be used: no answer within 2 s$/),
    );
    expect(code).toBe(1);
  });

  test('with a certificate that nobody signed is told apart from one that is away', async () => {
    const server = await startSelfSignedServer();
    onTestFinished(() => server.stop());
    const { faults } = await doctor({ REDIS_URL: `rediss://127.0.0.1:${server.port}` });
    expect(faults).toContainEqual(
      expect.stringMatching(/^error certificates: .*REDIS_URL .*not trusted here: .*SELF_SIGNED/),
    );
  });
});

describe('a PostgreSQL', () => {
  test('that is silent is named in time', async () => {
    const silent = await startTestPostgres();
    onTestFinished(() => silent.stop());
    silent.freeze();
    const { code, faults } = await doctor({ DATABASE_URL: silent.url });
    silent.thaw();
    expect(faults).toContainEqual(
      expect.stringMatching(/^error postgresql: .*cannot be used: no answer within 2 s$/),
    );
    expect(code).toBe(1);
  });

  test('without tables waits for its first start', async () => {
    const bare = await startTestPostgres({ isWithoutTables: true });
    onTestFinished(() => bare.stop());
    const { findings } = await doctor({ DATABASE_URL: bare.url, REDIS_URL: nowhere });
    expect(findings).toContainEqual(expect.objectContaining({ matter: 'migrations', severity: 'unknown' }));
    expect(findings).toContainEqual(
      expect.objectContaining({ matter: 'installation', says: expect.stringMatching(/^the stores hold no/) }),
    );
  });

  test('that is read-only takes no writes', async () => {
    const { rows } = await sql.query<{ name: string }>('SELECT current_database() AS name');
    const name = rows[0]?.name;
    await sql.query(`ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
    onTestFinished(
      async () => void (await sql.query(`ALTER DATABASE "${name}" RESET default_transaction_read_only`)),
    );
    const { code, faults } = await doctor();
    expect(faults).toContainEqual(expect.stringMatching(/^error postgresql: .*takes no writes/));
    expect(code).toBe(1);
  });

  test('that is away, or has no such database, is named without its password', async () => {
    const { faults } = await doctor({ DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/x' });
    expect(faults).toContainEqual(expect.stringMatching(/^error postgresql: .*127.0.0.1:1 cannot be used/));
    const other = new URL(database.url);
    other.pathname = '/nothing';
    const absent = await doctor({ DATABASE_URL: other.href });
    expect(absent.faults).toContainEqual(
      expect.stringMatching(/^error postgresql: .*"nothing" does not exist/),
    );
    expect(JSON.stringify([faults, absent.findings])).not.toContain('hidden');
  });

  test('whose migrations are missing, altered or of a later version is found', async () => {
    const { rows } = await sql.query(
      "SELECT * FROM migrations WHERE name LIKE 'sales/%' ORDER BY name LIMIT 2",
    );
    const [missing, altered] = rows as { name: string; hash: string; applied_at: Date }[];
    onTestFinished(async () => {
      await sql.query('UPDATE migrations SET hash = $2 WHERE name = $1', [altered?.name, altered?.hash]);
      await sql.query("DELETE FROM migrations WHERE name = 'sales/9999_later.sql'");
      await sql.query('INSERT INTO migrations VALUES ($1, $2, $3)', [
        missing?.name,
        missing?.hash,
        missing?.applied_at,
      ]);
    });
    await sql.query('DELETE FROM migrations WHERE name = $1', [missing?.name]);
    await sql.query("UPDATE migrations SET hash = 'other' WHERE name = $1", [altered?.name]);
    await sql.query("INSERT INTO migrations (name, hash) VALUES ('sales/9999_later.sql', 'x')");
    const { faults } = await doctor();
    expect(faults.filter((fault) => fault.includes('migrations:'))).toEqual([
      `error migrations: the migrations ${altered?.name} differ from what was applied: no process starts`,
      'warning migrations: the database has the migrations sales/9999_later.sql of a later version',
      `warning migrations: the migrations ${missing?.name} are not applied yet`,
    ]);
  });
});

test('settings that contradict the stores, or cannot be used, are said', async () => {
  expect((await doctor({ PARTITIONS: '5' })).faults).toContainEqual(
    'error installation: PARTITIONS is 5, and the installation has 16',
  );
  expect((await doctor({ REDIS_REPLICAS_ACK: '1' })).faults).toContainEqual(
    expect.stringMatching(/^error redis: REDIS_REPLICAS_ACK is 1, and 0 replicas are connected/),
  );
  const { code, faults } = await doctor({ PORT: '99999', ROLES: 'wroker' });
  expect(faults).toEqual([
    expect.stringMatching(/^error settings: PORT=99999: /),
    expect.stringMatching(/^error settings: ROLES=wroker: "wroker" is no role/),
  ]);
  expect(code).toBe(1);
});

test('a Redis of another installation is found by its id', async () => {
  await redis.hset('scoville:installation', 'id', 'of-somebody-else');
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM installation');
  onTestFinished(async () => void (await redis.hset('scoville:installation', 'id', rows[0]?.id ?? '')));
  expect((await doctor()).faults).toContainEqual(
    `error installation: Redis holds the installation of-somebody-else, PostgreSQL ${rows[0]?.id}`,
  );
});

test('without a program the stores are looked at, and what waits in them', async () => {
  await redis.xadd('scoville:{0}:dead', '*', 'f', 'e', 'j', '{}', 'r', 'failed', 'd', 'x');
  onTestFinished(async () => void (await redis.del('scoville:{0}:dead')));
  const { code, faults } = await doctor({ PORT: '1', DATA_DIR: newDirectory('data') });
  expect(faults).toContainEqual(
    expect.stringMatching(/^warning program: no Scoville answers at http:\/\/127.0.0.1:1$/),
  );
  expect(faults).toContainEqual('warning work: 1 dead letters wait');
  expect(code).toBe(0);
});

// The last of all: a program looks at itself some seconds after its start, and what the others changed is as before.
test('finds nothing wrong with a sound installation beside its program', async () => {
  const { code, faults, findings } = await until('the program has looked at itself', async () => {
    const report = await doctor();
    return (
      report.findings.some(({ matter, severity }) => matter === 'program' && severity === 'well') && report
    );
  });
  // Test clusters of PostgreSQL are without fsync, for speed.
  expect(faults).toEqual(
    ['fsync', 'full_page_writes', 'synchronous_commit'].flatMap((name) => expectedOff(name, faults)),
  );
  expect(findings.filter(({ severity }) => severity === 'well').map(({ matter }) => matter)).toEqual([
    ...['settings', 'redis', 'installation', 'migrations', 'clocks', 'program', 'disk'],
  ]);
  expect(code).toBe(0);
});

/** The fault of a setting of durability, where this cluster has it. */
function expectedOff(name: string, faults: readonly string[]) {
  return faults.filter((fault) => fault.startsWith(`warning postgresql: PostgreSQL has ${name} off`));
}
