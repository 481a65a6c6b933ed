/**
 * Keys while an upgrade rolls: the statements of processes that know one previous text of a key run on the tables of now, and both kinds of
 * processes know every text that counts. On a real PostgreSQL and Redis.
 */
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../src/base/database/database.ts';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import {
  type KeyRegistry,
  type KeyStore,
  keyMigrations,
  openKeyRegistry,
  openKeyStore,
} from '../../../src/engine/keys/keys.ts';
import { sha256Of } from '../../../src/engine/keys/registry.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { newDirectory } from '../../support/test-run.ts';

const settings = { writeKey: `c${'p'.repeat(24)}`, secretKey: `c${'s'.repeat(24)}` };
const textOf = (letter: string) => `c${letter.repeat(24)}`;
const clock = { nowMs: () => Date.now() };
const inAnHour = () => new Date(clock.nowMs() + limits.hourMs);

let redis: TestServer;
let postgres: TestDatabase;
let pool: pg.Pool;
let stream: Stream;
let store: KeyStore;
let registry: KeyRegistry;

/** As a process of before the migration `0004` writes and reads. */
const before = {
  insert: (id: string, text: string) =>
    pool.query(
      `INSERT INTO ingest_keys (id, name, kind, key, sha256, hint, origins, signed, created_by, created_at, form)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [id, id, 'public', text, sha256Of(text), '…', [], 'optional', 'admin', new Date(clock.nowMs()), null],
    ),
  rotate: (id: string, text: string) =>
    pool.query(
      `UPDATE ingest_keys SET sha256 = $2, hint = $3, key = CASE kind WHEN 'secret' THEN NULL ELSE $4 END,
         previous_sha256 = sha256, previous_until = $5, rotated_at = $6
       WHERE id = $1 RETURNING *`,
      [id, sha256Of(text), '…', text, inAnHour(), new Date(clock.nowMs())],
    ),
  rename: (id: string, name: string) =>
    pool.query(
      `UPDATE ingest_keys SET name = coalesce($2, name), origins = coalesce($3, origins), signed = coalesce($4, signed),
         form = coalesce($5, form) WHERE id = $1 RETURNING *`,
      [id, name, null, null, null],
    ),
  /** The texts that it would publish: the one of now and the previous one. */
  known: async (id: string) => {
    const { rows } = await pool.query<{ sha256: string; previous_sha256: string; previous_until: Date }>(
      'SELECT * FROM ingest_keys WHERE revoked_at IS NULL ORDER BY created_at, id',
    );
    const row = (rows as unknown as { id: string }[]).find(
      (one) => one.id === id,
    ) as unknown as (typeof rows)[0];
    return row.previous_until?.getTime() > clock.nowMs() ? [row.sha256, row.previous_sha256] : [row.sha256];
  },
  ofForm: (text: string) =>
    pool.query(
      `SELECT id, name, origins, form FROM ingest_keys
       WHERE kind = 'form' AND revoked_at IS NULL AND (sha256 = $1 OR (previous_sha256 = $1 AND previous_until > $2))`,
      [sha256Of(text), new Date(clock.nowMs())],
    ),
};

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase({ isWithoutTables: true })]);
  pool = new pg.Pool({ connectionString: postgres.url });
  stream = await openStream({ url: redis.url, partitions: 1, onError: () => undefined });
  const directory = path.join(newDirectory('keys'), 'migrations');
  mkdirSync(directory);
  for (const file of ['0001_keys.sql', '0002_signed.sql', '0003_forms.sql'])
    cpSync(new URL(file, keyMigrations.directory), path.join(directory, file));
  await migrate(pool, { ...keyMigrations, directory: pathToFileURL(`${directory}/`) });
  await before.insert('ky_old', textOf('a'));
  await before.rotate('ky_old', textOf('b'));

  // The first process of now starts, while those of before run on.
  const published = stream.ingestKeys;
  store = await openKeyStore({ pool, published, settings, clock, logger: createLogger('silent') });
  registry = await openKeyRegistry({ published, settings, clock });
});
afterAll(async () => {
  registry?.close();
  await stream?.close();
  await pool?.end();
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

const knownNow = async (letters: string) => {
  await store.publish();
  return [...letters].map((letter) => registry.known(textOf(letter))?.id ?? null);
};

test('a rotation by a process of before is known to those of now, and ends no text before its time', async () => {
  expect(await knownNow('abc')).toEqual(['ky_old', 'ky_old', null]);
  await before.rotate('ky_old', textOf('c'));
  expect(await knownNow('abc')).toEqual(['ky_old', 'ky_old', 'ky_old']);
  expect(await before.known('ky_old')).toEqual([sha256Of(textOf('c')), sha256Of(textOf('b'))]);
  await before.rename('ky_old', 'Renamed');
  expect(await knownNow('abc')).toEqual(['ky_old', 'ky_old', 'ky_old']);
});

test('a rotation by a process of now is known to those of before, with the text before it', async () => {
  await before.insert('ky_new', textOf('d'));
  expect(await before.known('ky_new')).toEqual([sha256Of(textOf('d'))]);
  const rotated = await store.rotate('ky_new', 60);
  expect(await before.known('ky_new')).toEqual([sha256Of(rotated?.key ?? ''), sha256Of(textOf('d'))]);
  expect(await knownNow('d')).toEqual(['ky_new']);
  // Without a time beside it, the text before ends at once for both.
  const again = await store.rotate('ky_new', 0);
  expect((await before.known('ky_new'))[0]).toBe(sha256Of(again?.key ?? ''));
  await store.revoke('ky_new', 'admin');
  expect(await knownNow('d')).toEqual([null]);
});

test('a form key that either has rotated is found by both', async () => {
  const form = { pipeline: 'emea/lead', fields: [] };
  const made = await store.create(
    { name: 'Form', kind: 'form', origins: [], signed: 'optional', form },
    'admin',
  );
  const first = made.key ?? '';
  await before.rotate(made.id, textOf('f'));
  expect((await store.form(first))?.id).toBe(made.id);
  expect((await before.ofForm(first)).rows).toMatchObject([{ id: made.id }]);
  await store.rotate(made.id, 60);
  for (const text of [first, textOf('f')]) expect((await store.form(text))?.id).toBe(made.id);
  expect((await before.ofForm(textOf('f'))).rows).toMatchObject([{ id: made.id }]);
});
