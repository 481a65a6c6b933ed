/**
 * All tables of a database as bytes, and back: what a backup and its restore do with PostgreSQL.
 *
 * A table is read as of one moment, the snapshot of the caller's transaction. Tables are made by migrations, never by what a copy
 * says: it names columns and days alone. PostgreSQL away: the caller receives the error.
 */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { copyIn, copyOut } from './copy.ts';
import { applyMigration, hashOf, makeMigrationTable } from './migrate.ts';
import type { MigrationFolder } from './migration-state.ts';

/** A table with rows of its own. */
export interface CopiedTable {
  name: string;
  /** Those that are written, in order; generated ones are not. */
  columns: string[];
  /** Of a table that holds a part of another: which one, and the bound in PostgreSQL's words. */
  part: { of: string; bound: string } | null;
}

/** How far a sequence is. */
export interface CopiedSequence {
  name: string;
  /** A bigint as text. */
  last: string;
  isCalled: boolean;
}

/** A migration that was applied. */
export interface AppliedMigration {
  /** `room/file` */
  name: string;
  /** SHA-256 of its text, hex. */
  hash: string;
}

const name = (text: string) => pg.escapeIdentifier(text);

/** The one table that is described and not copied. */
const migrationsTable = 'migrations';

/** Every table with rows, by name; each is locked against being dropped until the transaction ends. */
export async function lockTables(client: pg.Client): Promise<CopiedTable[]> {
  const { rows } = await client.query<CopiedTable & { parent: string | null; bound: string | null }>(
    `SELECT child.relname AS name, parent.relname AS parent, pg_get_expr(child.relpartbound, child.oid) AS bound,
            ARRAY (SELECT attname::text FROM pg_attribute
                   WHERE attrelid = child.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                   ORDER BY attnum) AS columns
     FROM pg_class AS child
     LEFT JOIN pg_inherits ON inhrelid = child.oid
     LEFT JOIN pg_class AS parent ON parent.oid = inhparent
     WHERE child.relnamespace = current_schema()::regnamespace AND child.relkind = 'r' AND child.relname <> $1
     ORDER BY child.relname`,
    [migrationsTable],
  );
  const tables = rows.map(({ name: own, columns, parent, bound }) => ({
    name: own,
    columns,
    part: parent === null || bound === null ? null : { of: parent, bound },
  }));
  if (tables.length > 0)
    await client.query(
      `LOCK TABLE ${tables.map((table) => name(table.name)).join(', ')} IN ACCESS SHARE MODE`,
    );
  return tables;
}

/** Every sequence, by name. */
export async function readSequences(client: pg.Client): Promise<CopiedSequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace ORDER BY relname`,
  );
  const sequences: CopiedSequence[] = [];
  for (const row of rows) {
    const { rows: found } = await client.query<{ last: string; isCalled: boolean }>(
      `SELECT last_value::text AS last, is_called AS "isCalled" FROM ${name(row.name)}`,
    );
    sequences.push({ name: row.name, last: found[0]?.last ?? '1', isCalled: found[0]?.isCalled ?? false });
  }
  return sequences;
}

/** What was applied, in the order of its application. Empty where the database has no tables of the product. */
export async function readMigrations(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows: found } = await client.query(
    `SELECT FROM pg_class WHERE relname = $1 AND relnamespace = current_schema()::regnamespace`,
    [migrationsTable],
  );
  if (found.length === 0) return [];
  const { rows } = await client.query<AppliedMigration>(
    `SELECT name, hash FROM ${migrationsTable} ORDER BY applied_at, name`,
  );
  return rows;
}

const columnsOf = ({ columns }: CopiedTable) => columns.map(name).join(', ');

/** The rows of a table as PostgreSQL writes them. */
export function readRows(client: pg.Client, table: CopiedTable): AsyncIterable<Buffer> {
  return copyOut(client, `COPY ${name(table.name)} (${columnsOf(table)}) TO STDOUT`);
}

/** Writes rows that `readRows` has read. */
export function writeRows(
  client: pg.Client,
  table: CopiedTable,
  rows: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  return copyIn(client, `COPY ${name(table.name)} (${columnsOf(table)}) FROM STDIN`, rows);
}

/** Removes all that the schema holds: tables, views, sequences and functions of this user. */
export async function dropAll(client: pg.Client): Promise<void> {
  const { rows: relations } = await client.query<{ kind: string; name: string }>(
    `SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, relname AS name
     FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'S')
     ORDER BY relkind = 'S'`,
  );
  for (const { kind, name: own } of relations)
    await client.query(`DROP ${kind} IF EXISTS ${name(own)} CASCADE`);
  const { rows: functions } = await client.query<{ signature: string }>(
    `SELECT oid::regprocedure::text AS signature FROM pg_proc WHERE pronamespace = current_schema()::regnamespace`,
  );
  for (const { signature } of functions) await client.query(`DROP ROUTINE IF EXISTS ${signature} CASCADE`);
}

/** A copy that these migrations cannot make the tables of; the message has the remedy. */
export class UnknownTables extends Error {}

/**
 * Makes the tables as they were when the copy was made: by its migrations, in their order, from the files of this version. Some
 * of them write rows. Throws `UnknownTables` where this version lacks one, or has another text of it.
 */
export async function makeTables(
  client: pg.Client,
  folders: readonly MigrationFolder[],
  { migrations, tables }: { migrations: readonly AppliedMigration[]; tables: readonly CopiedTable[] },
): Promise<void> {
  await makeMigrationTable(client);
  for (const { name: own, hash } of migrations) {
    const [room, file] = [own.slice(0, own.lastIndexOf('/')), own.slice(own.lastIndexOf('/') + 1)];
    const directory = folders.find((folder) => folder.room === room)?.directory;
    const text = directory && (await readFile(new URL(file, directory), 'utf8').catch(() => undefined));
    if (text === undefined)
      throw new UnknownTables(
        `the backup has the migration "${own}", which this version of Scoville lacks: restore it with the version that made it, or a later one`,
      );
    if (hashOf(text) !== hash)
      throw new UnknownTables(
        `the migration "${own}" of this version has another text than that of the backup`,
      );
    // Each at its own moment: the next backup lists them in this order.
    await applyMigration(client, { name: own, hash, text }, 'clock_timestamp()');
  }
  for (const { name: own, part } of tables)
    if (part !== null)
      await client.query(`CREATE TABLE ${name(own)} PARTITION OF ${name(part.of)} ${part.bound}`);
}

/** Removes every row. Parts of a table are emptied with it. */
export async function emptyTables(client: pg.Client): Promise<void> {
  const whole = (await lockTables(client)).filter((table) => table.part === null);
  if (whole.length > 0) await client.query(`TRUNCATE ${whole.map((table) => name(table.name)).join(', ')}`);
}

/**
 * Runs `load` while no trigger acts and no reference is checked; then the tables are as before, and every reference is checked. In
 * the caller's transaction.
 */
export async function withoutChecks(client: pg.Client, load: () => Promise<void>): Promise<void> {
  const { rows: references } = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE connamespace = current_schema()::regnamespace AND contype = 'f' AND conparentid = 0`,
  );
  const { rows: triggers } = await client.query<{ table: string; name: string; enables: string }>(
    `SELECT tgrelid::regclass::text AS table, tgname AS name,
            CASE tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END AS enables
     FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
     WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND tgparentid = 0 AND tgenabled <> 'D'`,
  );
  for (const { table, name: own } of triggers)
    await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${name(own)}`);
  for (const { table, name: own } of references)
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name(own)}`);
  await load();
  for (const { table, name: own, definition } of references)
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name(own)} ${definition}`);
  for (const { table, name: own, enables } of triggers)
    await client.query(`ALTER TABLE ${table} ${enables} TRIGGER ${name(own)}`);
}

/** Sets sequences to where they were. */
export async function setSequences(client: pg.Client, sequences: readonly CopiedSequence[]): Promise<void> {
  for (const { name: own, last, isCalled } of sequences)
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [name(own), last, isCalled]);
}
