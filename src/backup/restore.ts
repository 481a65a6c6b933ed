/**
 * Puts a backup back. It is verified whole before anything changes. PostgreSQL is loaded and compared in one transaction; then come
 * Redis and the files.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import {
  dropAll,
  emptyTables,
  lockTables,
  type MigrationFolder,
  makeTables,
  readRows,
  setSequences,
  UnknownTables,
  withoutChecks,
  writeRows,
} from '../base/database/database.ts';
import { limits } from '../base/kernel/kernel.ts';
import type { RedisClient } from '../base/redis/redis.ts';
import { counted } from '../base/time/time.ts';
import { analysisMigrations } from '../engine/analysis/analysis.ts';
import { historyMigrations } from '../engine/history/history.ts';
import { keyMigrations } from '../engine/keys/keys.ts';
import { programmeMigrations } from '../engine/programmes/programmes.ts';
import {
  forgetInstallation,
  hasKeys,
  lastReportAtMs,
  removeKeys,
  writeKeys,
} from '../engine/stream/stream.ts';
import { salesMigrations, startOtherActs } from '../sales/sales.ts';
import { readParts, verifyArchive } from './archive.ts';
import { readKeyRecords } from './key-records.core.ts';
import type { Progress, Stores } from './make.ts';
import { type Manifest, readManifest } from './manifest.core.ts';
import { BackupRefused } from './refusal.ts';

const folders: readonly MigrationFolder[] = [
  historyMigrations,
  programmeMigrations,
  keyMigrations,
  analysisMigrations,
  salesMigrations,
];

export interface RestoreOptions {
  /** Whether what is there may be removed. */
  replaces: boolean;
  /** Whether Redis keeps what it has: it is newer than the backup. */
  keepsRedis: boolean;
  nowMs: number;
  progress: Progress;
}

/** A backup that was read to its end, each part as its checksum says. */
export interface Verified {
  manifest: Manifest;
  /** Texts of files with secrets, by their names. */
  files: ReadonlyMap<string, string>;
  /** By table: the SHA-256 of its rows. */
  digests: ReadonlyMap<string, string>;
  attachments: number;
}

/** Reads all of a backup. Throws `BackupRefused` where a part is damaged or missing. */
export async function verifyBackup(file: string): Promise<Verified> {
  const { parts, texts } = await verifyArchive(
    file,
    (name) => name === 'manifest.json' || name.startsWith('files/'),
  );
  const manifest = readManifest(texts.get('manifest.json') ?? '');
  const named = (prefix: string) =>
    Object.entries(parts)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, { sha256 }]) => [name.slice(prefix.length), sha256] as const);
  return {
    manifest,
    files: new Map(named('files/').map(([name]) => [name, texts.get(`files/${name}`) ?? ''])),
    digests: new Map(named('postgresql/')),
    attachments: named('attachments/').length,
  };
}

/** Puts a verified backup back. Throws `BackupRefused`, and has changed nothing, where the target is in use or not empty. */
export async function restoreBackup(
  stores: Stores,
  file: string,
  verified: Verified,
  options: RestoreOptions,
): Promise<void> {
  await refuseTarget(stores, verified.manifest, options);
  await loadTables(stores.client, file, verified, options);
  if (stores.redis !== null && !options.keepsRedis)
    await loadRedis(stores.redis, file, verified.manifest, options.progress);
  await loadAttachments(file, stores.attachmentsDirectory, options.progress);
}

async function refuseTarget(
  { client, redis }: Stores,
  { hasRedis }: Manifest,
  { replaces, keepsRedis, nowMs }: RestoreOptions,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'scoville-%'`,
  );
  const isReported = redis !== null && nowMs - (await lastReportAtMs(redis)) < limits.processSilentMs;
  if (rows.length > 0 || isReported)
    throw new BackupRefused(
      `a Scoville still runs on these stores: stop every process of it. One that was killed counts for ${limits.processSilentMs / limits.secondMs} s`,
    );
  if (replaces) return;
  const hasTables = (await lockTablesOnce(client)) > 0;
  const hasOthers = redis !== null && !keepsRedis && (await hasKeys(redis));
  if (!hasTables && !hasOthers) return;
  const store = hasTables ? 'PostgreSQL' : 'Redis';
  throw new BackupRefused(
    `${store} is not empty: a restore would remove what it holds${hasRedis ? '' : ', also in Redis'}. Add --replace if you mean it`,
  );
}

async function lockTablesOnce(client: pg.Client): Promise<number> {
  await client.query('BEGIN');
  const tables = await lockTables(client);
  await client.query('ROLLBACK');
  return tables.length;
}

async function loadTables(
  client: pg.Client,
  file: string,
  { manifest, digests }: Verified,
  { progress }: RestoreOptions,
): Promise<void> {
  // A transaction of its own: the locks of both together may be more than a server has room for.
  await inTransaction(client, () => dropAll(client));
  await inTransaction(client, async () => {
    await makeTables(client, folders, manifest);
    await withoutChecks(client, async () => {
      await emptyTables(client);
      await writeTables(client, file, manifest, progress);
      await compareTables(client, manifest, digests, progress);
      await startOtherActs(client);
    });
    await setSequences(client, manifest.sequences);
  });
  progress('PostgreSQL: statistics');
  await client.query('ANALYZE');
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error instanceof UnknownTables ? new BackupRefused(error.message) : error;
  }
}

async function writeTables(
  client: pg.Client,
  file: string,
  { tables }: Manifest,
  progress: Progress,
): Promise<void> {
  const made = new Set((await lockTables(client)).map(({ name }) => name));
  for await (const { name, bytes } of readParts(file)) {
    const table = tables.find((one) => `postgresql/${one.name}` === name);
    // A table that no migration makes is not of the product.
    if (table === undefined || !made.has(table.name)) continue;
    progress(`PostgreSQL: ${table.name}`);
    await writeRows(client, table, bytes).catch((error: Error) => {
      throw new BackupRefused(
        `PostgreSQL refuses the table "${table.name}": ${error.message}. Nothing was restored`,
      );
    });
  }
}

/** Reads every table back: what was written is what the backup has. */
async function compareTables(
  client: pg.Client,
  { tables }: Manifest,
  digests: ReadonlyMap<string, string>,
  progress: Progress,
): Promise<void> {
  const made = new Set((await lockTables(client)).map(({ name }) => name));
  for (const table of tables.filter(({ name }) => made.has(name))) {
    progress(`PostgreSQL: comparing ${table.name}`);
    const hash = createHash('sha256');
    for await (const chunk of readRows(client, table)) hash.update(chunk);
    if (hash.digest('hex') !== digests.get(table.name))
      throw new BackupRefused(
        `the table "${table.name}" reads otherwise than the backup has it: nothing was restored. Use the PostgreSQL version that the backup was made with`,
      );
  }
}

async function loadRedis(
  redis: RedisClient,
  file: string,
  { hasRedis }: Manifest,
  progress: Progress,
): Promise<void> {
  await removeKeys(redis);
  if (!hasRedis) return;
  let count = 0;
  for await (const { name, bytes } of readParts(file)) {
    if (name !== 'redis') continue;
    for await (const keys of readKeyRecords(bytes)) {
      await writeKeys(redis, keys);
      count += keys.length;
      progress(`Redis: ${counted(count, 'key')}`);
    }
  }
  await forgetInstallation(redis);
}

async function loadAttachments(file: string, directory: string, progress: Progress): Promise<void> {
  let count = 0;
  for await (const { name, bytes } of readParts(file)) {
    const [, folder, sha256] = /^attachments\/([0-9a-f]{2})\/([0-9a-f]{64})$/.exec(name) ?? [];
    if (folder === undefined || sha256 === undefined) continue;
    await mkdir(path.join(directory, folder), { recursive: true, mode: 0o700 });
    const filePath = path.join(directory, folder, sha256);
    const beside = await open(`${filePath}.part`, 'w', 0o600);
    try {
      for await (const chunk of bytes) await beside.writeFile(chunk);
      await beside.sync();
    } finally {
      await beside.close();
    }
    await rename(`${filePath}.part`, filePath);
    progress(`attachments: ${++count}`);
  }
}
