/**
 * A program that is killed in the midst of an import: another one goes on, and every row is in once. The same for an undo, and for a change
 * of many records. An upload that breaks off leaves nothing.
 */
import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import type { BulkActView, ImportView } from '../../src/contract/api/api.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { startFaultRedis } from '../support/fault-redis.ts';
import { freezeAt, type Ice } from '../support/ice.ts';
import { api, type Program, programToken, startProgram } from '../support/program.ts';
import type { TestServer } from '../support/servers.ts';
import { isLong } from '../support/test-form.ts';
import { until } from '../support/until.ts';

const batch = limits.importBatchRows;
/** Three batches. The middle row is of the second, also when they are taken back, the latest first. */
const count = 2 * batch + 200;
const middleRow = `email = 'row${count / 2}@killed.example'`;
/** Two batches of records. */
const records = limits.bulkBatchRecords + 50;
const msMax = 60_000;

let servers: (TestServer | TestDatabase)[] = [];
let program: Program;
let sql: pg.Client;

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startFaultRedis(), startTestDatabase()]);
  servers = [redis, postgres];
  program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url });
  sql = new pg.Client({ connectionString: postgres.url });
  await sql.connect();
});
afterAll(async () => {
  await program?.kill();
  await sql?.end();
  for (const server of servers) await server.stop();
});

async function numberOf(statement: string): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${statement}`);
  return rows[0]?.count ?? 0;
}

/**
 * Kills the program when it stands still at all these statements. Its leases on an import and an act then pass: the long form waits for
 * that, in the short one they pass at once. That others wait is shown in test/sales/imports/lease.int.test.ts and
 * test/console/bulk-acts-course.int.test.ts.
 */
async function killAt(...ices: Ice[]): Promise<void> {
  for (const ice of ices) await ice.holds();
  await program.kill();
  for (const ice of ices) await ice.thaw();
  if (isLong) return;
  for (const table of ['imports', 'bulk_acts'])
    await sql.query(`UPDATE ${table} SET leased_until = clock_timestamp() WHERE lease IS NOT NULL`);
}

async function sendFile(): Promise<string> {
  const rows = Array.from({ length: count }, (_, index) => `row${index}@killed.example,Row ${index}\n`);
  const answer = await fetch(`${program.url}/api/v1/imports?kind=people`, {
    method: 'POST',
    headers: { authorization: `Bearer ${programToken}`, 'content-type': 'text/csv' },
    body: `email,name\n${rows.join('')}`,
  });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as ImportView).id;
}

/** What is asked for of many companies. */
async function changeCompanies(): Promise<string> {
  const { id } = await api<BulkActView>(program, '/api/v1/bulk-acts', {
    method: 'POST',
    body: { list: 'companies', filter: { owner: 'killed' }, change: { country: 'FR' } },
  });
  return id;
}

/** Waits until an import or an act has ended so. */
async function ended<View extends { status: string }>(path: string, status: string): Promise<View> {
  return until(
    `${path} is ${status}`,
    async () => {
      const view = await api<View>(program, path);
      return view.status === status && view;
    },
    msMax,
  );
}

test('an import, a change of many records and their undo go on after a kill, and all is done once', async () => {
  const people = `people WHERE email LIKE '%@killed.example'`;
  const companies = `companies WHERE owner = 'killed'`;
  const changes = `timeline WHERE record LIKE 'cp_killed_%' AND changes ? 'country'`;
  const itemsOf = (status: string) => numberOf(`bulk_items WHERE status = '${status}'`);
  const rowsDone = async () =>
    (await sql.query<{ done_rows: number }>('SELECT done_rows FROM imports')).rows[0]?.done_rows;
  /** The item of a record in the second batch of an act is noted: the record itself was changed just before. */
  const freezeAct = (status: string) =>
    freezeAt(sql, 'UPDATE ON bulk_items', {
      each: `ROW WHEN (NEW.status = '${status}' AND NEW.place = ${records / 2})`,
    });
  await sql.query(
    `INSERT INTO companies (id, name, owner, created_at, updated_at)
     SELECT 'cp_killed_' || n, 'Killed ' || n, 'killed', now(), now() FROM generate_series(1, $1::int) AS n`,
    [records],
  );

  const checks = await freezeAt(sql, 'UPDATE ON imports', {
    each: `ROW WHEN (NEW.status = 'checking' AND NEW.done_rows > ${batch})`,
  });
  const importPath = `/api/v1/imports/${await sendFile()}`;
  await killAt(checks);
  expect(await rowsDone()).toBe(batch);

  const writes = await freezeAt(sql, 'INSERT ON people', { each: `ROW WHEN (NEW.${middleRow})` });
  const acts = await freezeAct('done');
  await program.restart();
  const actPath = `/api/v1/bulk-acts/${await changeCompanies()}`;
  await killAt(writes, acts);
  expect([await rowsDone(), await itemsOf('done')]).toEqual([batch, records / 2 - 1]);
  await program.restart();
  expect((await ended<ImportView>(importPath, 'done')).counts).toMatchObject({
    ...{ rows: count, new: count, changed: 0, unchanged: 0, bad: 0 },
  });
  expect(await numberOf(people)).toBe(count);
  expect(await numberOf(`timeline WHERE record IN (SELECT id FROM ${people})`)).toBe(count);
  expect(await numberOf('import_pieces')).toBe(0);
  expect((await ended<BulkActView>(actPath, 'done')).counts).toMatchObject({
    ...{ records, done: records, refused: 0, unchanged: 0 },
  });
  expect(await numberOf(`${companies} AND country = 'FR'`)).toBe(records);
  expect(await numberOf(changes)).toBe(records);

  const deletes = await freezeAt(sql, 'DELETE ON people', { each: `ROW WHEN (OLD.${middleRow})` });
  const undoes = await freezeAct('undone');
  for (const path of [importPath, actPath]) await api(program, `${path}/undo`, { method: 'POST' });
  await killAt(deletes, undoes);
  expect([await rowsDone(), await itemsOf('undone')]).toEqual([batch, records / 2]);
  await program.restart();
  expect((await ended<ImportView>(importPath, 'undone')).counts.kept).toBe(0);
  expect(await numberOf(people)).toBe(0);
  expect((await ended<BulkActView>(actPath, 'undone')).counts).toMatchObject({ undone: records, kept: 0 });
  expect(await numberOf(`${companies} AND country IS NULL`)).toBe(records);
  expect(await numberOf(changes)).toBe(2 * records);
}, 240_000);

test('an upload that breaks off leaves nothing', async () => {
  const { hostname, port } = new URL(program.url);
  const socket = connect(Number(port), hostname);
  const head = [
    'POST /api/v1/imports?kind=people HTTP/1.1',
    `Host: ${hostname}`,
    `Authorization: Bearer ${programToken}`,
  ];
  socket.write(`${[...head, 'Content-Type: text/csv', 'Content-Length: 1000000'].join('\r\n')}\r\n\r\n`);
  socket.write(`email\n${'x'.repeat(300_000)}`);
  await until('a piece has arrived', async () => (await numberOf('import_pieces')) > 0);
  socket.destroy();
  await until('it is gone', async () => (await numberOf('import_pieces')) === 0);
});
