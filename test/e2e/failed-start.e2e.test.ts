/** Starts that fail or are interrupted: each says why, ends at once, and leaves no process behind. */
import { once } from 'node:events';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listProcesses } from '../../src/setup/process-table.ts';
import { type ChildProgram, startProgram } from '../support/child-program.ts';
import { type ProgramStart, programStart } from '../support/program-file.ts';
import { startTestPostgres, type TestServer } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

/** How long a process may take to end, on a machine where other tests run: 5 s, and what Node needs to begin. */
const endMsMax = 20_000;

let program: ProgramStart;
let postgres: TestServer;
/** Takes connections and never says a word. */
let silent: Server;
let silentPort: number;

beforeAll(async () => {
  [postgres, program] = await Promise.all([startTestPostgres(), programStart()]);
  silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  silentPort = (silent.address() as AddressInfo).port;
});

afterAll(async () => {
  await postgres?.stop();
  silent?.close();
});

interface Start extends ChildProgram {
  dataDir: string;
  /** Processes that run on its folder. */
  servers(): number[];
}

function start(env: Record<string, string>): Start {
  const dataDir = newDirectory('data');
  const child = startProgram(process.execPath, program.args, {
    env: { NODE_ENV: '', LOG_LEVEL: 'warn', PORT: '0', DATA_DIR: dataDir, ...program.env, ...env },
  });
  onTestFinished(() => child.kill('SIGKILL'));
  const servers = () =>
    listProcesses()
      .filter(({ args }) => args.some((part) => part.startsWith(dataDir)))
      .map(({ pid }) => pid);
  return { ...child, dataDir, servers };
}

/** Waits for its end, at most `endMsMax`; returns the exit code. */
async function codeOf(child: Start): Promise<number | NodeJS.Signals> {
  let code: number | NodeJS.Signals | undefined;
  void child.ended.then((ended) => {
    code = ended;
  });
  await until('the process has ended', () => code !== undefined, endMsMax);
  return code as number | NodeJS.Signals;
}

const query = async (sql: string): Promise<pg.QueryResult> => {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
};

describe('a start that cannot succeed', () => {
  test('a port in use: said before a server is started', async () => {
    const child = start({ PORT: String(silentPort) });
    expect(await codeOf(child)).toBe(1);
    expect(child.output()).toBe(
      `Scoville could not start: PORT=${silentPort}: another program already listens on 127.0.0.1:${silentPort}. Stop that program, or use another port, such as PORT=${silentPort + 1}.\n`,
    );
    expect(existsSync(path.join(child.dataDir, 'redis'))).toBe(false);
    expect(child.servers()).toEqual([]);
  });

  test('a broken programme: the private Redis is stopped', async () => {
    const rules = newDirectory('rules');
    writeFileSync(path.join(rules, 'broken.yaml'), 'programme: [');
    const child = start({ DATABASE_URL: postgres.url, RULES_DIR: rules });
    expect(await codeOf(child)).toBe(1);
    expect(child.output()).toContain('broken.yaml:1:12: not valid YAML');
    expect(child.servers()).toEqual([]);
  });

  test('a Redis that fails while PostgreSQL starts: PostgreSQL is stopped', async () => {
    const redisServer = path.join(newDirectory('programs'), 'redis-server');
    // It fails once the other server runs.
    const script = `#!/bin/sh
while ! [ -e "$(dirname "$1")/../postgres/data/postmaster.pid" ]; do sleep 0.02; done
exit 3
`;
    writeFileSync(redisServer, script);
    chmodSync(redisServer, 0o755);
    const child = start({ SCOVILLE_REDIS_SERVER: redisServer });
    expect(await child.ended).toBe(1);
    expect(child.output()).toContain('Redis did not start (code 3)');
    expect(child.servers()).toEqual([]);
  });
});

describe('SIGTERM during the start: the process ends in order, exit code 0', () => {
  const stoppedBy = (child: Start) => {
    child.kill('SIGTERM');
    return codeOf(child);
  };

  test('while a store is asked that does not answer', async () => {
    const asked = once(silent, 'connection');
    const child = start({ REDIS_URL: `redis://127.0.0.1:${silentPort}` });
    await asked;
    expect(await stoppedBy(child)).toBe(0);
    expect(child.output()).toContain('Scoville stopped during its start: SIGTERM');
  });

  test('while the private PostgreSQL is made', async () => {
    const child = start({});
    await until('initdb runs', () => child.servers().length > 1);
    expect(await stoppedBy(child)).toBe(0);
    expect(child.servers()).toEqual([]);
  });

  test('while the application waits for the migrations of another process', async () => {
    const other = new pg.Client({ connectionString: postgres.url });
    await other.connect();
    await other.query('SELECT pg_advisory_lock(4400001)');
    const child = start({ DATABASE_URL: postgres.url });
    await until('it waits', async () => {
      const { rowCount } = await query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
      return rowCount === 1;
    });
    expect(child.servers()).toHaveLength(1);
    expect(await stoppedBy(child)).toBe(0);
    expect(child.servers()).toEqual([]);
    await other.end();
  });
});
