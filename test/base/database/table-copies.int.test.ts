/** Tables as bytes and back, on a real PostgreSQL: more than fits in one read, every kind of value, and rows that refer to each other. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  lockTables,
  readRows,
  readSequences,
  setSequences,
  withoutChecks,
  writeRows,
} from '../../../src/base/database/database.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await startTestDatabase({ isWithoutTables: true });
  client = new pg.Client(database.url);
  await client.connect();
  await client.query(`
    CREATE TABLE nodes (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      other bigint NOT NULL REFERENCES nodes,
      doubled bigint GENERATED ALWAYS AS (other * 2) STORED,
      value text, bytes bytea, data jsonb, ratio double precision, at timestamptz
    );
    CREATE TABLE notes (node bigint REFERENCES nodes);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'rows are never written'; END $$;
    CREATE TRIGGER never BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION refuse();
    -- Each refers to the one at the other end, which is not there yet.
    INSERT INTO nodes (other, value, bytes, data, ratio, at)
    SELECT 60001 - n, repeat(chr(9) || '\\N ' || n, 12), decode(md5(n::text), 'hex'), jsonb_build_object('n', n, 'text', E'a\\nb'), n / 7.0,
           '-infinity'::timestamptz
    FROM generate_series(1, 60000) AS n;`);
});
afterAll(async () => {
  await client?.end();
  await database?.stop();
});

const digest = async () => {
  const { rows } = await client.query<{ digest: string }>(
    `SELECT md5(string_agg(nodes::text, ',' ORDER BY id)) AS digest FROM nodes`,
  );
  return rows[0]?.digest;
};

async function bytesOf(table: Awaited<ReturnType<typeof lockTables>>[number]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readRows(client, table)) {
    chunks.push(chunk);
    // A slow reader: what comes meanwhile waits.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return Buffer.concat(chunks);
}

test('rows are the same after they were read, removed and written, although no order of them fits their references', async () => {
  await client.query('BEGIN');
  const tables = await lockTables(client);
  expect(tables.map(({ name }) => name)).toEqual(['nodes', 'notes']);
  expect(tables[0]?.columns).not.toContain('doubled');
  const before = await digest();
  const sequences = await readSequences(client);
  const [nodes] = tables;
  if (nodes === undefined) throw new Error('there is no table');
  const bytes = await bytesOf(nodes);
  expect(bytes.length).toBeGreaterThan(10_000_000);
  await withoutChecks(client, async () => {
    await client.query('TRUNCATE nodes RESTART IDENTITY CASCADE');
    const half = Math.floor(bytes.length / 2);
    await writeRows(
      client,
      nodes,
      (async function* () {
        yield bytes.subarray(0, half);
        yield bytes.subarray(half);
      })(),
    );
  });
  await setSequences(client, sequences);
  expect(await digest()).toBe(before);
  const again = createHash('sha256')
    .update(await bytesOf(nodes))
    .digest('hex');
  expect(again).toBe(createHash('sha256').update(bytes).digest('hex'));
  await client.query('COMMIT');
  const { rows } = await client.query<{ id: string }>(
    'INSERT INTO nodes (other) VALUES (1) RETURNING id::text',
  );
  expect(rows[0]?.id).toBe('60001');
});

test('a reference that leads nowhere is found at the end, and triggers act again', async () => {
  const [, notes] = await lockedTables();
  if (notes === undefined) throw new Error('there is no table');
  const load = (row: string) => withoutChecks(client, () => writeRows(client, notes, [Buffer.from(row)]));
  await client.query('BEGIN');
  await expect(load('70000\n')).rejects.toThrow('violates foreign key constraint');
  await client.query('ROLLBACK');
  await client.query('BEGIN');
  await load('1\n');
  await client.query('COMMIT');
  await expect(client.query('INSERT INTO notes VALUES (2)')).rejects.toThrow('rows are never written');
});

test('a source that fails and a row that does not fit write nothing, and the connection goes on', async () => {
  const [nodes] = await lockedTables();
  if (nodes === undefined) throw new Error('there is no table');
  const failing = async function* () {
    yield Buffer.from('');
    throw new Error('the file is cut off');
  };
  await expect(writeRows(client, nodes, failing())).rejects.toThrow('the file is cut off');
  await expect(writeRows(client, nodes, [Buffer.from('no number\n')])).rejects.toThrow(
    'invalid input syntax for type bigint',
  );
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

async function lockedTables() {
  await client.query('BEGIN');
  const tables = await lockTables(client);
  await client.query('ROLLBACK');
  return tables;
}
