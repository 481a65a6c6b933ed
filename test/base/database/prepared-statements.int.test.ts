/** Prepared statements on a real PostgreSQL: frequent ones are planned once, and a migration under them is no error. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type Database,
  openDatabase,
  planForAnyValues,
  transaction,
} from '../../../src/base/database/database.ts';
import { namedStatementsMax, usesMin } from '../../../src/base/database/statement-names.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';

let server: TestDatabase;
let database: Database;
let unprepared: Database;
let sql: pg.Client;
/** No test meets a statement of another. */
let table = 0;

beforeAll(async () => {
  server = await startTestDatabase();
  database = openDatabase(server.url, () => undefined);
  unprepared = openDatabase(server.url, () => undefined, { prepares: false });
  sql = new pg.Client({ connectionString: server.url });
  await sql.connect();
});

beforeEach(async () => {
  table++;
  await sql.query(`CREATE TABLE things_${table} (id integer PRIMARY KEY)`);
  await sql.query(`INSERT INTO things_${table} SELECT generate_series(1, 1000)`);
});

afterAll(async () => {
  await sql?.end();
  await Promise.all([database?.close(), unprepared?.close()]);
  await server?.stop();
});

const statement = () => `SELECT * FROM things_${table} WHERE id = $1`;
const preparedOn = async (one: Database, text: string) => {
  const { rows } = await one.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM pg_prepared_statements WHERE statement = $1',
    [text],
  );
  return rows[0]?.count;
};
const often = async (one: Database) => {
  for (let use = 0; use < 10; use++) await one.pool.query(statement(), [use]);
};

test('a frequent statement is prepared once a connection; where a pooler cannot, none is', async () => {
  await often(database);
  expect(await preparedOn(database, statement())).toBe(1);
  await often(unprepared);
  expect(await preparedOn(unprepared, statement())).toBe(0);
});

test('where a migration adds a column, the next use returns it, alone and in a transaction', async () => {
  await often(database);
  await sql.query(`ALTER TABLE things_${table} ADD COLUMN name text DEFAULT 'new'`);
  expect((await database.pool.query(statement(), [1])).rows).toEqual([{ id: 1, name: 'new' }]);
  await often(database);
  await sql.query(`ALTER TABLE things_${table} ADD COLUMN more text DEFAULT 'too'`);
  let runs = 0;
  const found = await transaction(database.pool, async (connection) => {
    runs++;
    await connection.query(`UPDATE things_${table} SET name = name || $1 WHERE id = 1`, ['er']);
    return (await connection.query(statement(), [1])).rows;
  });
  expect(found).toEqual([{ id: 1, name: 'newer', more: 'too' }]);
  expect(runs).toBe(2);
  expect((await database.pool.query(statement(), [1])).rows).toEqual(found);
});

test('beyond the most names PostgreSQL keeps as many plans, and the latest statements have theirs', async () => {
  const one = openDatabase(server.url, () => undefined);
  const late = (number: number) => `SELECT ${number} AS number, id FROM things_${table} WHERE id = $1`;
  try {
    for (let number = 0; number < namedStatementsMax + 3; number++)
      for (let use = 0; use < usesMin; use++)
        expect((await one.pool.query(late(number), [use + 1])).rows).toEqual([{ number, id: use + 1 }]);
    const { rows } = await one.pool.query<{ statement: string }>(
      'SELECT statement FROM pg_prepared_statements',
    );
    const kept = rows.map(({ statement: text }) => text);
    expect(kept).toHaveLength(namedStatementsMax);
    expect(kept).toContain(late(namedStatementsMax + 2));
    expect(kept).not.toContain(late(2));
    expect(kept).toContain(late(3));
    // One that lost its name works, and has one again when it is frequent.
    for (let use = 0; use < usesMin; use++) await one.pool.query(late(0), [1]);
    expect(await preparedOn(one, late(0))).toBe(1);
  } finally {
    await one.close();
  }
});

test('an error of a prepared statement is the caller’s, as of any other', async () => {
  const text = `INSERT INTO things_${table} VALUES ($1)`;
  for (let id = 2_000; id < 2_010; id++) await database.pool.query(text, [id]);
  await expect(database.pool.query(text, [2_000])).rejects.toMatchObject({ code: '23505' });
  await expect(
    transaction(database.pool, (connection) => connection.query(text, [2_000])),
  ).rejects.toMatchObject({ code: '23505' });
});

test('plans for any values hold in their transaction alone, and go by indexes, also while the table is small', async () => {
  await sql.query(`DELETE FROM things_${table} WHERE id > 1`);
  await sql.query(`VACUUM ANALYZE things_${table}`);
  const text = `EXPLAIN (COSTS off) SELECT id FROM things_${table} WHERE id = ANY($1::int[])`;
  const plan = () =>
    transaction(database.pool, async (connection) => {
      await planForAnyValues(connection);
      const { rows } = await connection.query<{ 'QUERY PLAN': string }>(text, [[1, 2, 3]]);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
  expect(await plan()).toMatch(/Index|Bitmap/);
  const usual = await database.pool.query<{ 'QUERY PLAN': string }>(text, [[1, 2, 3]]);
  expect(usual.rows[0]?.['QUERY PLAN']).toMatch(/^Seq Scan/);
  const { rows } = await database.pool.query(
    "SELECT current_setting('plan_cache_mode') AS plans, current_setting('enable_seqscan') AS scans",
  );
  expect(rows).toEqual([{ plans: 'auto', scans: 'on' }]);
});
