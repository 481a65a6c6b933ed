/** The one look for waiting work: each kind is seen from the moment it is due until somebody is at it, and wakes its loop alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { startDeadlineSweeper } from '../../src/sales/deadlines/deadlines.ts';
import { deliveriesWait } from '../../src/sales/delivery/delivery.ts';
import { startWorkLook, type Work, waitingWork } from '../../src/sales/work-look.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { openTestSales, type TestSales } from '../support/rooms.ts';
import { watchTransactions } from '../support/transactions.ts';
import { until } from '../support/until.ts';
import { deliver } from './delivery/receivers.ts';
import { admin, identityOf, standing, startMs } from './records.ts';

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

const waitingAt = (ms: number) => waitingWork(sales.database.pool, ms);

test('nothing waits at first; an alert does until channels have chosen, and a deadline from its moment until it is met', async () => {
  expect(await waitingAt(startMs)).toEqual([]);
  const record = standing({ profile: 'p1', identity: identityOf('ada@example.com') });
  await sales.leads.applyTierUpdates([{ partition: 0, id: `${startMs}-1`, record }]);
  // Nobody takes leads, so the task is escalated at once.
  expect(await waitingAt(startMs)).toEqual(['deadlines', 'notices']);
  while ((await sales.deadlines.escalateDue()) > 0);
  while ((await sales.notifications.chooseNotices()) > 0);
  expect(await waitingAt(startMs)).toEqual([]);
  const deadlineMs = (await sales.deadlines.planned()).nextMs ?? Number.NaN;
  expect(await waitingAt(deadlineMs - 1)).toEqual([]);
  expect(await waitingAt(deadlineMs)).toEqual(['deadlines']);
});

test('a sweep of deadlines while none is due begins no transaction of any kind, beside a look', async () => {
  const { workflow, deadlines, database } = sales;
  const begun = watchTransactions(database.pool);
  const sweeper = startDeadlineSweeper({ workflow, deadlines, logger: createLogger('silent'), everyMs: 1 });
  const looks = () => begun.filter((sql) => sql.includes(' AS next)')).length;
  await until('it has swept twice', () => looks() >= 2);
  await sweeper.close();
  // Beside it the version of the escalation is asked for, and once what was planned with it.
  const others = begun.filter((sql) => !/ AS next\)|FROM sales_rules|FROM escalation_plan/.test(sql));
  expect(others).toEqual([]);
});

test('a delivery waits from its moment on, for its own kind, and not while it is leased or its destination takes none', async () => {
  const { pool } = sales.database;
  const at = startMs + 1_000;
  const id = await deliver(pool, {
    kind: 'slack',
    target: 'https://hooks.example.com/one',
    at: new Date(at),
  });
  expect(await waitingAt(at - 1)).toEqual([]);
  expect(await waitingAt(at)).toEqual(['slack']);
  await pool.query("UPDATE deliveries SET lease = 'one', leased_until = $2 WHERE id = $1", [
    id,
    new Date(at + 500),
  ]);
  expect(await waitingAt(at + 499)).toEqual([]);
  expect(await waitingAt(at + 500)).toEqual(['slack']);
  await pool.query(
    `INSERT INTO destinations (destination, free_at) SELECT destination, $2 FROM deliveries WHERE id = $1`,
    [id, new Date(at + 900)],
  );
  expect(await waitingAt(at + 899)).toEqual([]);
  expect(await waitingAt(at + 900)).toEqual(['slack']);
  await pool.query('DELETE FROM deliveries WHERE id = $1', [id]);
});

test('deliveries that are not due, or whose destination takes none, cost the look nothing, however many they are', async () => {
  const { pool } = sales.database;
  const target = 'https://hooks.example.com/busy';
  const [dueMs, freeMs] = [startMs + 60_000, startMs + 70_000];
  const id = await deliver(pool, { kind: 'slack', target, at: new Date(dueMs) });
  await pool.query(
    `INSERT INTO deliveries (id, channel, target, body, created_at, next_at)
     SELECT id || ' ' || n, channel, target, body, created_at, next_at + n * interval '1 ms'
     FROM deliveries, generate_series(1, 9999) AS n WHERE id = $1`,
    [id],
  );
  await pool.query('INSERT INTO destinations (destination, free_at) VALUES ($1, $2)', [
    target,
    new Date(freeMs),
  ]);
  await pool.query('ANALYZE deliveries, destinations');
  const explained = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT ${deliveriesWait('slack')} AS waits`;
  for (const atMs of [dueMs - 1, freeMs - 1]) {
    const { rows } = await pool.query(explained, [new Date(atMs)]);
    const { Plan } = rows[0]['QUERY PLAN'][0];
    expect(Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks']).toBeLessThan(50);
    expect(await waitingAt(atMs)).toEqual([]);
  }
  expect(await waitingAt(freeMs)).toEqual(['slack']);
  await pool.query('DELETE FROM deliveries WHERE id LIKE $1', [`${id}%`]);
});

test('an import waits while none is worked on', async () => {
  async function* bytes() {
    yield new TextEncoder().encode('email,name\nada@example.com,Ada\n');
  }
  await sales.imports.receive(bytes(), { kind: 'people', rows: 'good', dryRun: false }, admin);
  expect(await waitingAt(startMs)).toEqual(['imports']);
  const { pool } = sales.database;
  await pool.query(
    "UPDATE imports SET lease = 'one', leased_until = clock_timestamp() + interval '1 minute'",
  );
  expect(await waitingAt(startMs)).toEqual([]);
  await pool.query('UPDATE imports SET lease = NULL, leased_until = NULL');
  const { signal } = new AbortController();
  while (await sales.imports.work(signal));
  expect(await waitingAt(startMs)).toEqual(['traits']);
});

test('wakes the loop of what waits, again and again, and no other', async () => {
  const woken: Work[] = [];
  const wake = (work: Work) => () => void woken.push(work);
  const look = startWorkLook({
    database: sales.database.pool,
    clock: { nowMs: () => startMs },
    wakes: { imports: wake('imports'), traits: wake('traits'), bulk: wake('bulk') },
    logger: createLogger('silent'),
  });
  await until('it has woken the loop twice', () => woken.length === 2);
  await look.close();
  expect(woken).toEqual(['traits', 'traits']);
});

test('statuses of people wait while a change is to be said', async () => {
  const asks = {
    wanted: () => ({ isWanted: true, generation: 1 }),
    historyMs: 1,
    onHeld: () => undefined,
    latenessMs: 0,
    say: async () => undefined,
  };
  const pass = async () => {
    while ((await sales.leads.passStatusesOn(asks)) > 0);
  };
  await pass();
  expect(await waitingAt(startMs)).not.toContain('statuses');
  await sales.records.putPerson({ email: 'customer@look.example', kind: 'customer' }, admin);
  expect(await waitingAt(startMs)).toContain('statuses');
  await pass();
  expect(await waitingAt(startMs)).not.toContain('statuses');
});
