/** What every report is worked out in: one moment of the store, nothing written, and not for longer than it may take. */
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Queryable } from '../../../src/base/database/database.ts';
import { atOneMoment } from '../../../src/sales/reports/report.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';

let server: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  server = await startTestDatabase();
  pool = openDatabase(server.url, () => undefined).pool;
  await pool.query('CREATE TABLE things (name text)');
});
afterAll(async () => {
  await pool?.end();
  await server?.stop();
});

async function count(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM things');
  return rows[0]?.count ?? 0;
}

test('its statements see the same moment, whatever is written meanwhile', async () => {
  const seen = await atOneMoment(pool, async (connection) => {
    const before = await count(connection);
    await pool.query(`INSERT INTO things VALUES ('meanwhile')`);
    return [before, await count(connection)];
  });
  expect(seen).toEqual([0, 0]);
  expect(await atOneMoment(pool, count)).toBe(1);
});

test('it writes nothing', async () => {
  const writing = atOneMoment(pool, (connection) => connection.query(`INSERT INTO things VALUES ('x')`));
  await expect(writing).rejects.toMatchObject({ code: '25006' });
});

test('a statement that takes too long is answered with the remedy', async () => {
  const endless = atOneMoment(pool, (connection) => connection.query('SELECT pg_sleep(3600)'), 100);
  await expect(endless).rejects.toMatchObject({
    code: 'invalid_request',
    detail: expect.stringMatching(/took longer than 0.1 seconds; ask for a shorter period/),
  });
  expect(await atOneMoment(pool, count)).toBe(1);
});
