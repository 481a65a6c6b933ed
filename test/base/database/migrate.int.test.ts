/** Migrations on a real PostgreSQL: applied once, beside programs of an earlier version, and refused where these would break. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, migrate, openDatabase } from '../../../src/base/database/database.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { newDirectory } from '../../support/test-run.ts';

let server: TestDatabase;
let database: Database;
const root = newDirectory('migrations');

beforeAll(async () => {
  server = await startTestDatabase({ isWithoutTables: true });
  database = openDatabase(server.url, () => undefined);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

/** The migrations of a version, `room` first. */
function version(name: string, files: Record<string, string>) {
  const folder = path.join(root, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  return { room: 'shop', directory: pathToFileURL(`${folder}/`) };
}

const made = { '0001_made.sql': 'CREATE TABLE things (id integer PRIMARY KEY, old text)' };
const expanded = { ...made, '0002_expanded.sql': 'ALTER TABLE things ADD COLUMN new text' };
const contracted = {
  ...expanded,
  '0003_contracted.sql': '-- contracts: shop/0002_expanded.sql\nALTER TABLE things DROP COLUMN old',
};
const names = async () =>
  (await database.pool.query<{ name: string }>('SELECT name FROM migrations ORDER BY name')).rows.map(
    ({ name }) => name,
  );

test('a table of migrations from before contractions is brought up to date, and earlier programs still write it', async () => {
  await database.pool.query(
    'CREATE TABLE migrations (name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
  );
  await migrate(database.pool, version('one', made));
  await database.pool.query("INSERT INTO migrations (name, hash) VALUES ('other/0001.sql', 'x')");
  expect(await names()).toEqual(['other/0001.sql', 'shop/0001_made.sql']);
});

test('beside a version that expands, the one before it starts again and writes as ever', async () => {
  const one = version('one', made);
  await migrate(database.pool, version('two', expanded));
  await migrate(database.pool, one);
  await database.pool.query("INSERT INTO things (id, old) VALUES (1, 'by the first version')");
  expect((await database.pool.query('SELECT id, old, new FROM things')).rows).toEqual([
    { id: 1, old: 'by the first version', new: null },
  ]);
});

test('after a version that contracts, the one before the expansion is refused, and the one with it starts', async () => {
  await migrate(database.pool, version('three', contracted));
  await expect(migrate(database.pool, version('one', made))).rejects.toThrow(
    'the tables are of a later version of Scoville: shop/0003_contracted.sql removed what this one still reads. Start the version that has shop/0002_expanded.sql, or a later one; nothing was changed',
  );
  await migrate(database.pool, version('two', expanded));
  await migrate(database.pool, version('three', contracted));
  expect(await names()).toHaveLength(4);
});

test('an altered migration is refused', async () => {
  const altered = { ...contracted, '0002_expanded.sql': 'SELECT 1' };
  await expect(migrate(database.pool, version('altered', altered))).rejects.toThrow(
    'migration shop/0002_expanded.sql was altered after it was applied',
  );
});
