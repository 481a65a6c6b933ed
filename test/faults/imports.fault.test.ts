/**
 * A program that is killed in the midst of an import: whatever the moment, another one goes on, and every row is in once. The same for an
 * undo, and for a change of many records. An upload that breaks off leaves nothing.
 */
import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BulkActView, ImportView } from '../../src/contract/api/api.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { api, type Program, programToken, startProgram } from '../support/program.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const count = 6_000;
const msMax = 60_000;
let servers: (TestServer | TestDatabase)[] = [];
let program: Program;
let sql: pg.Pool;

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  servers = [redis, postgres];
  program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url });
  sql = new pg.Pool({ connectionString: postgres.url });
});
afterAll(async () => {
  await program?.kill();
  await sql?.end();
  for (const server of servers) await server.stop();
});

const importOf = (id: string) => api<ImportView>(program, `/api/v1/imports/${id}`);

async function numberOf(statement: string): Promise<number> {
  return (
    (await sql.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${statement}`)).rows[0]?.count ??
    0
  );
}

/** Kills the program once so many rows are done, and starts it again. */
async function killAt(id: string, status: string, rows: number): Promise<void> {
  await until(
    `${rows} rows are done`,
    async () => {
      const { rows: found } = await sql.query(
        'SELECT FROM imports WHERE id = $1 AND status = $2 AND done_rows >= $3',
        [id, status, rows],
      );
      return found.length > 0;
    },
    msMax,
  );
  await program.kill();
  await program.restart();
}

test('an import and its undo go on after a kill, and every row counts once', async () => {
  const rows = Array.from({ length: count }, (_, index) => `row${index}@killed.example,Row ${index}\n`);
  const answer = await fetch(`${program.url}/api/v1/imports?kind=people`, {
    method: 'POST',
    headers: { authorization: `Bearer ${programToken}`, 'content-type': 'text/csv' },
    body: `email,name\n${rows.join('')}`,
  });
  expect(answer.status).toBe(202);
  const { id } = (await answer.json()) as ImportView;
  await killAt(id, 'checking', 500);
  await killAt(id, 'applying', 500);
  const done = await until(
    'the import is done',
    async () => {
      const view = await importOf(id);
      return view.status === 'done' && view;
    },
    msMax,
  );
  expect(done).toMatchObject({ counts: { rows: count, new: count, changed: 0, unchanged: 0, bad: 0 } });
  const people = `people WHERE email LIKE '%@killed.example'`;
  expect(await numberOf(people)).toBe(count);
  expect(await numberOf(`timeline WHERE record IN (SELECT id FROM ${people})`)).toBe(count);
  expect(await numberOf('import_pieces')).toBe(0);
  await fetch(`${program.url}/api/v1/imports/${id}/undo`, {
    method: 'POST',
    headers: { authorization: `Bearer ${programToken}` },
  });
  await killAt(id, 'undoing', 500);
  await until('it is undone', async () => (await importOf(id)).status === 'undone', msMax);
  expect((await importOf(id)).counts.kept).toBe(0);
  expect(await numberOf(people)).toBe(0);
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

test('a change of many records and its undo go on after a kill, and each record is changed once', async () => {
  const records = 300;
  await sql.query(
    `INSERT INTO companies (id, name, owner, created_at, updated_at)
     SELECT 'cp_killed_' || n, 'Killed ' || n, 'killed', now(), now() FROM generate_series(1, $1::int) AS n`,
    [records],
  );
  const { id } = await api<BulkActView>(program, '/api/v1/bulk-acts', {
    method: 'POST',
    body: { list: 'companies', filter: { owner: 'killed' }, change: { country: 'FR' } },
  });
  const act = () => api<BulkActView>(program, `/api/v1/bulk-acts/${id}`);
  const killOnce = async (status: string) => {
    const items = `bulk_items WHERE act_id = '${id}' AND status = '${status}'`;
    await until(`30 records are ${status}`, async () => (await numberOf(items)) >= 30, msMax);
    await program.kill();
    await program.restart();
  };
  const ended = (status: string) =>
    until(`the act is ${status}`, async () => (await act()).status === status, msMax);
  const companies = `companies WHERE owner = 'killed'`;
  const changes = `timeline WHERE record LIKE 'cp_killed_%' AND changes ? 'country'`;
  await killOnce('done');
  await ended('done');
  expect((await act()).counts).toMatchObject({ records, done: records, refused: 0, unchanged: 0 });
  expect([await numberOf(`${companies} AND country = 'FR'`), await numberOf(changes)]).toEqual([
    records,
    records,
  ]);
  await api(program, `/api/v1/bulk-acts/${id}/undo`, { method: 'POST' });
  await killOnce('undone');
  await ended('undone');
  expect((await act()).counts).toMatchObject({ undone: records, kept: 0 });
  expect([await numberOf(`${companies} AND country IS NULL`), await numberOf(changes)]).toEqual([
    records,
    2 * records,
  ]);
}, 240_000);
