/** Makes a backup while the installation runs: what Redis adds first, then PostgreSQL as of one moment, then files. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { lockTables, readMigrations, readRows, readSequences } from '../base/database/database.ts';
import type { RedisClient } from '../base/redis/redis.ts';
import { productVersion } from '../base/telemetry/telemetry.ts';
import { counted } from '../base/time/time.ts';
import { readInstallation } from '../engine/history/history.ts';
import { readKeys } from '../engine/stream/stream.ts';
import { ArchiveWriter } from './archive.ts';
import { keyRecord } from './key-records.core.ts';
import { newManifest } from './manifest.core.ts';
import { BackupRefused } from './refusal.ts';

/** Where the data of an installation are. */
export interface Stores {
  client: pg.Client;
  /** Null where PostgreSQL alone is asked for. */
  redis: RedisClient | null;
  /** By their names in a backup: files with secrets. Those that are not there are left out. */
  files: Readonly<Record<string, string>>;
  attachmentsDirectory: string;
}

/** A backup that was made. */
export interface Made {
  /** Of the file. */
  bytes: number;
  sha256: string;
  tables: number;
  /** Of Redis; null where it was left out. */
  keys: number | null;
  attachments: number;
}

/** Reports how far a long job is, in words. */
export type Progress = (line: string) => void;

/** Writes the backup to a file that must not be there. What it has written is removed when it fails. */
export async function makeBackup(
  stores: Stores,
  file: string,
  nowMs: number,
  progress: Progress,
): Promise<Made> {
  const archive = new ArchiveWriter(file, nowMs);
  try {
    // Redis first: what leaves it meanwhile is in the history, which is read after it.
    const keys = stores.redis === null ? null : await addKeys(archive, stores.redis, progress);
    const tables = await addTables(archive, stores, nowMs, progress);
    for (const [name, filePath] of Object.entries(stores.files)) {
      const content = await readFile(filePath).catch(unlessMissing);
      if (content !== null) await archive.add(`files/${name}`, [content]);
    }
    // After PostgreSQL: no row of it is without its bytes.
    const attachments = await addAttachments(archive, stores.attachmentsDirectory, progress);
    const { bytes, sha256 } = await archive.end();
    return { bytes, sha256, tables, keys, attachments };
  } catch (error) {
    await archive.abandon();
    throw error;
  }
}

async function addKeys(archive: ArchiveWriter, redis: RedisClient, progress: Progress): Promise<number> {
  let count = 0;
  await archive.add(
    'redis',
    (async function* () {
      for await (const keys of readKeys(redis)) {
        for (const key of keys) yield keyRecord(key);
        count += keys.length;
        progress(`Redis: ${counted(count, 'key')}`);
      }
    })(),
  );
  return count;
}

async function addTables(
  archive: ArchiveWriter,
  { client, redis }: Stores,
  nowMs: number,
  progress: Progress,
): Promise<number> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const tables = await lockTables(client);
  const migrations = await readMigrations(client);
  if (migrations.length === 0)
    throw new BackupRefused('PostgreSQL holds no Scoville yet: there is nothing to back up');
  const manifest = newManifest({
    product: productVersion(),
    madeAt: new Date(nowMs).toISOString(),
    installation: await installationOf(client),
    migrations,
    tables,
    sequences: await readSequences(client),
    hasRedis: redis !== null,
  });
  await archive.add('manifest.json', [Buffer.from(JSON.stringify(manifest))]);
  for (const [index, table] of tables.entries()) {
    progress(`PostgreSQL: table ${index + 1} of ${tables.length}, ${table.name}`);
    await archive.add(`postgresql/${table.name}`, readRows(client, table));
  }
  await client.query('COMMIT');
  return tables.length;
}

async function installationOf(client: pg.Client) {
  const found = await readInstallation(client);
  return found === null ? null : { id: found.id, era: found.era };
}

async function addAttachments(
  archive: ArchiveWriter,
  directory: string,
  progress: Progress,
): Promise<number> {
  let count = 0;
  for (const folder of ((await readdir(directory).catch(unlessMissing)) ?? []).sort()) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue;
    for (const name of (await readdir(path.join(directory, folder))).sort()) {
      const filePath = path.join(directory, folder, name);
      // Removed meanwhile, as its last row was: it belongs to no row of the backup that needs it.
      if (!(await isWhole(filePath, name))) continue;
      await archive.add(`attachments/${folder}/${name}`, createReadStream(filePath));
      progress(`attachments: ${++count}`);
    }
  }
  return count;
}

/** Whether a file has the bytes of its name: damaged ones would be handed to nobody. */
async function isWhole(filePath: string, sha256: string): Promise<boolean> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(filePath)) hash.update(chunk as Buffer);
  } catch (error) {
    return unlessMissing(error as NodeJS.ErrnoException) !== null;
  }
  return hash.digest('hex') === sha256;
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
