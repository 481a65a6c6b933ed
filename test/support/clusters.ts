/** Stopped PostgreSQL clusters that tests copy instead of making their own (one without rows, full ones in the cache), and fills. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrate, openDatabase } from '../../src/base/database/database.ts';
import { startEmbeddedPostgres } from '../../src/setup/embedded-postgres.ts';
import { superuser } from '../../src/setup/postgres-cluster.ts';
import { findPostgresPrograms } from '../../src/setup/postgres-programs.ts';
import type { EmbeddedServer } from '../../src/setup/server-process.ts';
import { madeOnceARun } from './once-a-run.ts';
import { cacheDirectory, newDirectory } from './test-run.ts';

const password = 'test';
/** A cached cluster that no run has used for as long is removed when another one is made. */
const unusedMsMax = 24 * 3_600_000;

/** The folders of migrations, by the room that runs them. */
export const migrations = [
  { room: 'history', directory: new URL('../../src/engine/history/migrations/', import.meta.url) },
  { room: 'analysis', directory: new URL('../../src/engine/analysis/migrations/', import.meta.url) },
  { room: 'keys', directory: new URL('../../src/engine/keys/migrations/', import.meta.url) },
  { room: 'programmes', directory: new URL('../../src/engine/programmes/migrations/', import.meta.url) },
  { room: 'sales', directory: new URL('../../src/sales/store/migrations/', import.meta.url) },
];

/** Starts a server of a test on a cluster's folder; nothing restarts it. */
export const startCluster = (directory: string, isDurable: boolean, port?: number): Promise<EmbeddedServer> =>
  startEmbeddedPostgres({ directory, password, isSupervised: false, isDurable, ...(port ? { port } : {}) });

/** Copies a stopped cluster with its owners and modes. */
export function copyCluster(from: string, to: string): void {
  execFileSync('cp', ['-a', `${from}/.`, to]);
}

/** The folder of a stopped cluster with the product's tables and no rows, made once a run. */
export const emptyCluster = (): Promise<string> =>
  madeOnceARun('postgres-template', (folder) => fillCluster(folder, makeTables));

/**
 * The folder of a stopped, filled cluster in the cache, made when missing. The tables, the server's version and the texts of
 * `sources` are part of its name, so a change of any of them makes another one. It is made elsewhere and then renamed: what
 * stands in the cache is whole, and of two runs that make it at once the first one's stays.
 */
export async function cachedCluster(
  name: string,
  sources: readonly string[],
  fill: (url: string) => Promise<void>,
): Promise<string> {
  const cache = cacheDirectory('clusters');
  const folder = path.join(cache, `${name}-${hashOf(sources)}`);
  if (!existsSync(folder)) {
    removeUnused(cache);
    const making = newDirectory('cluster');
    copyCluster(await emptyCluster(), making);
    await fillCluster(making, fill);
    moveInto(folder, making);
  }
  utimesSync(folder, new Date(), new Date());
  return folder;
}

/** The same server for its superuser, which no trigger and no permission stops. */
export function superuserUrl(url: string, database = new URL(url).pathname.slice(1)): string {
  const address = new URL(url);
  address.username = superuser;
  address.pathname = database;
  return address.href;
}

/** Runs a statement past every trigger: for rows by the thousand that only have to be there. */
export async function fillPastTriggers(url: string, sql: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl(url) });
  await client.connect();
  await client.query('SET session_replication_role = replica');
  await client.query(sql, values);
  await client.end();
}

/**
 * Empties tables and all that refer to them, past every trigger, as `TRUNCATE … RESTART IDENTITY CASCADE` would. That makes and removes the
 * files of some forty tables and their indexes, which takes longer than a new database; few of them have rows.
 */
export const emptyTables = (url: string, ...tables: string[]): Promise<void> =>
  fillPastTriggers(
    url,
    `CREATE TEMP TABLE emptied AS
       WITH RECURSIVE reached AS (
         SELECT name::regclass::oid AS relation FROM unnest('{${tables.join()}}'::text[]) AS name
         UNION SELECT conrelid FROM pg_constraint JOIN reached ON confrelid = relation WHERE contype = 'f')
       SELECT relation::regclass AS name FROM reached;
     DO $$ DECLARE one regclass; BEGIN
       FOR one IN SELECT name FROM emptied LOOP EXECUTE format('DELETE FROM %s', one); END LOOP;
       FOR one IN SELECT objid FROM pg_depend JOIN pg_class ON pg_class.oid = objid AND relkind = 'S'
                  WHERE refobjid IN (SELECT name FROM emptied) AND deptype IN ('a', 'i')
       LOOP EXECUTE format('ALTER SEQUENCE %s RESTART', one); END LOOP;
     END $$`,
  );

/** Makes the product's database again, without tables, as a first start finds it. */
export async function dropTables(url: string): Promise<void> {
  const { username: owner, pathname } = new URL(url);
  const name = pathname.slice(1);
  const client = new pg.Client({ connectionString: superuserUrl(url, 'postgres') });
  await client.connect();
  await client.query(`DROP DATABASE ${name}`);
  await client.query(`CREATE DATABASE ${name} OWNER ${owner}`);
  await client.end();
}

async function fillCluster(directory: string, fill: (url: string) => Promise<void>): Promise<void> {
  const server = await startCluster(directory, false);
  try {
    await fill(server.url);
  } finally {
    await server.stop();
  }
}

async function makeTables(url: string): Promise<void> {
  const database = openDatabase(url, () => undefined);
  for (const { room, directory } of migrations) await migrate(database.pool, { room, directory });
  await database.close();
  await easeConnecting(url);
}

/**
 * Lets each of the thousands of log-ins of a run derive its key in one round instead of 4,096. And leaves room for the programs of tests
 * that run side by side, of which each takes up to 16 connections: copies of the cluster have it from their first start.
 */
async function easeConnecting(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl(url) });
  await client.connect();
  await client.query('ALTER SYSTEM SET max_connections = 200');
  await client.query('SET scram_iterations = 1');
  for (const role of [superuser, new URL(url).username])
    await client.query(`ALTER ROLE ${role} PASSWORD '${password}'`);
  await client.end();
}

function hashOf(sources: readonly string[]): string {
  const hash = createHash('sha256').update(`PostgreSQL ${findPostgresPrograms().major}`);
  for (const { directory } of migrations)
    for (const file of readdirSync(directory).sort()) hash.update(readFileSync(new URL(file, directory)));
  for (const source of [...sources, fileURLToPath(import.meta.url)]) hash.update(readFileSync(source));
  return hash.digest('hex').slice(0, 16);
}

/** Renames a finished folder; between two file systems it is copied beside its place first. */
function moveInto(folder: string, made: string): void {
  const beside = `${folder}.${process.pid}`;
  try {
    renameSync(made, beside);
  } catch {
    mkdirSync(beside);
    copyCluster(made, beside);
    rmSync(made, { recursive: true });
  }
  try {
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

function removeUnused(cache: string): void {
  const sinceMs = Date.now() - unusedMsMax;
  for (const entry of readdirSync(cache)) {
    const folder = path.join(cache, entry);
    if (statSync(folder).mtimeMs < sinceMs) rmSync(folder, { recursive: true, force: true });
  }
}
