/** A PgBouncer in front of a test's PostgreSQL; or the reason why there is none. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { newPort } from './ports.ts';
import { repository } from './source-text.ts';
import { newDirectory } from './test-run.ts';
import { until } from './until.ts';

export const pgBouncerProgram =
  [
    process.env['SCOVILLE_PGBOUNCER'] ?? '',
    path.join(repository, '.tools', 'pgbouncer', 'pgbouncer'),
    '/usr/sbin/pgbouncer',
  ].find((one) => one !== '' && existsSync(one)) ?? null;

/** Null when it is there; else why the tests that need it are skipped, said loudly. */
export const whyNoPgBouncer: string | null =
  pgBouncerProgram === null ? 'no PgBouncer; install one, or set SCOVILLE_PGBOUNCER to the program' : null;

if (whyNoPgBouncer !== null) console.warn(`\n!!! TESTS OF A POOLER SKIPPED: ${whyNoPgBouncer}\n`);

export interface TestPooler {
  /** The same database, through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts one whose pool has so many sessions of the server; it takes 200 clients. */
export async function startTestPgBouncer(
  url: string,
  { mode, sessions }: { mode: 'transaction' | 'session'; sessions: number },
): Promise<TestPooler> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const database = pathname.slice(1);
  const ownPort = await newPort();
  const file = path.join(newDirectory('pgbouncer'), 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]
${database} = host=${hostname} port=${port} dbname=${database} user=${username} password=${decodeURIComponent(password)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${ownPort}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = ${sessions}
max_client_conn = 200
${process.getuid?.() === 0 ? 'user = nobody' : ''}
`,
  );
  const child = spawn(pgBouncerProgram ?? '', ['-q', file], { stdio: 'ignore' });
  const own = new URL(url);
  own.hostname = '127.0.0.1';
  own.port = String(ownPort);
  await until('PgBouncer answers', async () => {
    const client = new pg.Client({ connectionString: own.href });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('SELECT 1');
    await client.end();
    return true;
  });
  return {
    url: own.href,
    stop: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
