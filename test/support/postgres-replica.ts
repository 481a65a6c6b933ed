/**
 * A streaming replica of a test's PostgreSQL. The package of the server has no pg_basebackup: a base backup is made by the
 * functions that it uses, and streamed from there on.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { superuser } from '../../src/setup/postgres-cluster.ts';
import { superuserUrl } from './clusters.ts';
import { startTestPostgres, type TestServer } from './servers.ts';
import { newDirectory } from './test-run.ts';
import { until } from './until.ts';

export interface TestPostgresReplica extends TestServer {
  /** Lets it receive and not replay. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** A PostgreSQL of its own that follows a primary. */
export async function startTestPostgresReplica(primary: TestServer): Promise<TestPostgresReplica> {
  const folder = newDirectory('postgres-base');
  await copyRunning(primary, folder);
  const server = await startTestPostgres({ cluster: folder });
  rmSync(folder, { recursive: true, force: true });
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: superuserUrl(server.url, 'postgres') });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(statement);
    await client.end();
    return rows[0] ?? {};
  };
  await until('the replica follows', async () => {
    const { status } = await administer('SELECT status FROM pg_stat_wal_receiver');
    return status === 'streaming';
  });
  return {
    ...server,
    get pid() {
      return server.pid;
    },
    pause: async () => {
      await administer('SELECT pg_wal_replay_pause()');
      await until('it has paused', async () => {
        const { state } = await administer('SELECT pg_get_wal_replay_pause_state() AS state');
        return state === 'paused';
      });
    },
    resume: async () => void (await administer('SELECT pg_wal_replay_resume()')),
  };
}

async function copyRunning({ url, directory }: TestServer, folder: string): Promise<void> {
  const { hostname, port, password } = new URL(url);
  const client = new pg.Client({ connectionString: superuserUrl(url, 'postgres') });
  await client.connect();
  // Without it the primary could remove what the copy still needs.
  await client.query(`SELECT pg_create_physical_replication_slot('test_replica', true)`);
  await client.query(`SELECT pg_backup_start('replica', fast => true)`);
  execFileSync('cp', ['-a', `${directory}/.`, folder]);
  const { rows } = await client.query<{ labelfile: string }>(
    'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
  );
  await client.end();
  const data = path.join(folder, 'data');
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
  rmSync(path.join(data, 'pg_replslot', 'test_replica'), { recursive: true, force: true });
  const { uid, gid } = statSync(path.join(data, 'PG_VERSION'));
  writeFileSync(path.join(data, 'backup_label'), rows[0]?.labelfile ?? '');
  writeFileSync(path.join(data, 'standby.signal'), '');
  appendFileSync(
    path.join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${hostname} port=${port} user=${superuser} password=${decodeURIComponent(password)}'
primary_slot_name = 'test_replica'
`,
  );
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', `${uid}:${gid}`, data]);
}
