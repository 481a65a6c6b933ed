/** The lists of where personal data lies, against the tables of the schema and the keys of Redis: no store can be forgotten. */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/base/database/database.ts';
import { impersonalAnalysis, personalAnalysis } from '../../../src/engine/analysis/backtest-moves.ts';
import {
  erasureTables,
  impersonalHistory,
  personalHistory,
} from '../../../src/engine/history/personal-data.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { personalKeys } from '../../../src/engine/stream/personal-keys.ts';
import { impersonalTables, personalTables } from '../../../src/sales/privacy/personal-data.ts';
import { migrations } from '../../support/clusters.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';

let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await startTestDatabase();
  database = openDatabase(server.url, () => undefined);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

const listed = [
  ...Object.keys(personalHistory),
  ...erasureTables,
  ...Object.keys(impersonalHistory),
  ...Object.keys(personalAnalysis),
  ...Object.keys(impersonalAnalysis),
  ...personalTables.map(({ table }) => table),
  ...Object.keys(impersonalTables),
];

test('the tables of every room with migrations are here', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const folders = globSync('src/**/migrations/', { cwd: root }).map((folder) => folder.replace(/\/?$/, '/'));
  const here = migrations.map(({ directory }) => fileURLToPath(directory).slice(root.length));
  expect(here.sort()).toEqual(folders.sort());
});

test('every table is listed once, as personal or with what it holds instead', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
       AND relnamespace = current_schema()::regnamespace`,
  );
  expect(rows.length).toBeGreaterThan(40);
  expect([...listed].sort()).toEqual(rows.map(({ name }) => name).sort());
});

test('a table that refers to a person, a lead, a task or an alert is listed as personal', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
     WHERE contype = 'f' AND confrelid = ANY($1::regclass[])`,
    [['people', 'leads', 'tasks', 'alerts', 'deliveries']],
  );
  const personal = new Set(personalTables.map(({ table }) => table));
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter(({ name }) => !personal.has(name))).toEqual([]);
});

test('every key of a partition is listed', () => {
  expect(Object.keys(personalKeys).sort()).toEqual(Object.keys(keysOf(0)).sort());
});
