/** All of a process that listen for alerts share one connection to PostgreSQL. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { until } from '../../support/until.ts';
import { startMs } from '../records.ts';

let database: TestDatabase;
let sales: TestSales;

beforeAll(async () => {
  database = await startTestDatabase();
  sales = await openTestSales({ databaseUrl: database.url, clock: { nowMs: () => startMs } });
});
afterAll(async () => {
  await sales?.close();
  await database?.stop();
});

const listening = async () => {
  const { rows } = await sales.database.pool.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND query IN ('SELECT 1', 'LISTEN scoville_alerts; LISTEN scoville_records') ORDER BY pid`,
  );
  return rows.map(({ pid }) => pid);
};
const notify = (id: number) =>
  sales.database.pool.query("SELECT pg_notify('scoville_alerts', $1)", [String(id)]);

test('two that listen have one connection, which ends with the last of them', async () => {
  const heard: [number[], number[]] = [[], []];
  const one = sales.outbox.listenForAlerts((id) => void heard[0].push(id));
  const tables: string[] = [];
  const other = sales.outbox.listenForAlerts(
    (id) => void heard[1].push(id),
    (table) => void tables.push(table),
  );
  await until('both are rung for', () => heard.every((ids) => ids.includes(Number.POSITIVE_INFINITY)));
  await until('it listens', async () => (await listening()).length > 0);
  await notify(7);
  await until('both hear of news', () => heard.every((ids) => ids.includes(7)));
  expect(await listening()).toHaveLength(1);

  const late: number[] = [];
  const third = sales.outbox.listenForAlerts((id) => void late.push(id));
  await until('one that joins is rung for', () => late.includes(Number.POSITIVE_INFINITY));
  await one.close();
  await notify(8);
  await until('the others still hear', () => heard[1].includes(8) && late.includes(8));
  expect(heard[0]).not.toContain(8);
  expect(await listening()).toHaveLength(1);

  await sales.database.pool.query('SELECT pg_terminate_backend($1)', await listening());
  await until('they hear again of all that may have changed', () => tables.length > 0);
  await Promise.all([other.close(), third.close()]);
  await until('the connection has ended', async () => (await listening()).length === 0);

  const again: number[] = [];
  const next = sales.outbox.listenForAlerts((id) => void again.push(id));
  await until('the next one opens another', async () => (await listening()).length === 1);
  await next.close();
});
