/** The history of the demo in a real PostgreSQL: whole, agreeing with itself, gone on with after a kill, and never among people of others. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { draftOf } from '../../src/engine/programmes/programmes.ts';
import { compileAlone } from '../../src/engine/scoring/scoring.ts';
import { openDemo } from '../../src/roles/demo/demo.ts';
import { type History, openHistory } from '../../src/roles/demo/history.ts';
import { openPast, type Past } from '../../src/roles/demo/past.ts';
import { daysBefore, storiesOn } from '../../src/roles/demo/plan.core.ts';
import { startTestPostgres, type TestServer } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const rules = fileURLToPath(new URL('../../rules', import.meta.url));
const text = readFileSync(`${rules}/emea-lead-scoring.yaml`, 'utf8');
const { programme, version } = draftOf('emea-lead-scoring', text);
const programmes = compileAlone(programme, version);
const dayMs = 86_400_000;
const nowMs = Date.parse('2026-11-25T12:00:00Z');
/** Long enough for opportunities that are won and lost. */
const days = 60;
const running = new AbortController().signal;

let server: TestServer;
let client: pg.Client;
const pasts: Past[] = [];

/** Opens the history as a start at a moment does. */
async function open(startMs = nowMs): Promise<History> {
  const past = await openPast({ url: server.url, isPooled: false }, startMs - days * dayMs, {
    attachmentsDirectory: newDirectory('demo'),
    processesDirectory: `${rules}/pipelines`,
    salesRulesDirectory: `${rules}/sales`,
  });
  pasts.push(past);
  const history = await openHistory({
    ...{ past, programmes, secretKey: 'secret', seed: 'test', days },
    nowMs: startMs,
  });
  if (history === null) throw new Error('the store is of others');
  return history;
}

const rowsOf = async (sql: string) => (await client.query(sql)).rows;
const countOf = async (sql: string) => Number((await rowsOf(sql))[0]?.count);

beforeAll(async () => {
  server = await startTestPostgres();
  client = new pg.Client({ connectionString: server.url });
  await client.connect();
});
afterEach(async () => {
  for (const past of pasts.splice(0)) await past.close();
});
afterAll(async () => {
  await client?.end();
  await server?.stop();
});

test('the team can log in before anything else is written', async () => {
  const history = await open();
  expect(history.part()).toBe(0);
  expect(await countOf('SELECT count(*) FROM users WHERE password_hash IS NOT NULL')).toBe(9);
  expect(await countOf('SELECT count(*) FROM companies')).toBe(0);
});

test('the newest days come first, each with all that came of it', async () => {
  const history = await open();
  await history.fill(nowMs - 20 * dayMs, running);
  expect(history.part()).toBeCloseTo(20.5 / 60.5, 6);
  const oldest = await rowsOf('SELECT min(created_at) AS at FROM leads');
  expect(oldest[0].at.getTime()).toBeGreaterThan(nowMs - 21 * dayMs);
  expect(await countOf('SELECT count(*) FROM leads')).toBeGreaterThan(10);
  expect(await countOf('SELECT count(*) FROM companies')).toBe(180);
});

test('a start that is killed on a day leaves nothing of it; two that go on at once write each day once', async () => {
  const first = await open();
  const filling = first.fill(first.span.fromMs, running);
  const dead = expect(filling).rejects.toThrow();
  await until('a day is being written', async () => {
    const killed = `SELECT pg_terminate_backend(pid) AS is FROM pg_stat_activity
      WHERE application_name LIKE 'scoville-%' AND xact_start IS NOT NULL`;
    return (await rowsOf(killed)).length > 0;
  });
  await dead;
  const writtenSinceMs = Number(
    (await rowsOf('SELECT written_since_ms FROM demo_history'))[0].written_since_ms,
  );
  expect(
    await countOf(`SELECT count(*) FROM leads WHERE created_at < to_timestamp(${writtenSinceMs / 1_000})`),
  ).toBe(0);
  // An hour later: the history ends where it ended when it was begun.
  const next = await open(nowMs + 3_600_000);
  const other = await open(nowMs + 3_600_000);
  expect(next.span).toEqual(first.span);
  expect(next.part()).toBe((nowMs - writtenSinceMs) / (nowMs - first.span.fromMs));
  await Promise.all([next, other].map((one) => one.fill(one.span.fromMs, running)));
  expect([next.part(), other.part()]).toEqual([1, 1]);
  const planned = daysBefore(Number.POSITIVE_INFINITY, next.span).flatMap((dayStartMs) =>
    storiesOn(programmes, next.span, dayStartMs),
  );
  expect(await countOf('SELECT count(*) FROM leads')).toBe(planned.length);
});

test('a whole history is kept as it is', async () => {
  const leads = () => rowsOf('SELECT id, revision FROM leads ORDER BY id');
  const before = await leads();
  const history = await open();
  await history.fill(history.span.fromMs, running);
  expect(await leads()).toEqual(before);
});

test('leads, opportunities, tasks, quotations and campaigns, all of them of the past; and no alert, which would be news', async () => {
  const least = { leads: 40, opportunities: 10, quotations: 4, activities: 60, campaigns: 3, orders: 1 };
  for (const [table, min] of Object.entries(least))
    expect([table, await countOf(`SELECT count(*) FROM ${table}`)]).toEqual([
      table,
      expect.toSatisfy((count: number) => count >= min),
    ]);
  for (const ended of ['won', 'lost'])
    expect(await countOf(`SELECT count(*) FROM opportunities WHERE ended = '${ended}'`)).toBeGreaterThan(0);
  const bounds = `created_at > to_timestamp(${nowMs / 1_000}) OR created_at < to_timestamp(${nowMs / 1_000}) - interval '62 days'`;
  for (const table of ['leads', 'opportunities', 'tasks', 'people', 'activities', 'orders', 'jobs', 'deals'])
    expect([table, await countOf(`SELECT count(*) FROM ${table} WHERE ${bounds}`)]).toEqual([table, 0]);
  expect(await countOf('SELECT count(*) FROM alerts')).toBe(0);
  expect(await countOf(`SELECT count(*) FROM campaigns WHERE fields ->> 'budget' IS NULL`)).toBe(0);
});

test('nothing is closed before it was opened, and the timeline agrees with every row', async () => {
  for (const table of ['leads', 'opportunities', 'campaigns'])
    expect(
      await countOf(`SELECT count(*) FROM ${table} WHERE closed_at < created_at OR entered_at < created_at`),
    ).toBe(0);
  expect(await countOf('SELECT count(*) FROM tasks WHERE completed_at < created_at')).toBe(0);
  expect(
    await countOf(
      'SELECT count(*) FROM opportunities o JOIN leads l ON l.id = o.lead_id WHERE o.created_at < l.created_at',
    ),
  ).toBe(0);
  // The last stage that the timeline names is the stage of the row, at the time that the row says.
  const [{ differing, compared }] = (await rowsOf(`
    SELECT count(*)::int AS compared,
           count(*) FILTER (WHERE moved.stage <> o.stage OR moved.at <> o.entered_at)::int AS differing
    FROM opportunities o JOIN LATERAL (
      SELECT changes -> 'stage' ->> 1 AS stage, at FROM timeline
      WHERE kind = 'opportunities' AND record = o.id AND changes ? 'stage' ORDER BY id DESC LIMIT 1) moved ON true`)) as [
    { differing: number; compared: number },
  ];
  expect([compared > 10, differing]).toEqual([true, 0]);
});

test('few contacts are late, and who let the deadline pass was reminded', async () => {
  const done = `FROM tasks WHERE episode IS NOT NULL AND status = 'Complete'`;
  const all = await countOf(`SELECT count(*) ${done}`);
  const late = await countOf(`SELECT count(*) ${done} AND completed_at > due_at`);
  expect(late).toBeGreaterThan(0);
  expect(late / all).toBeLessThan(0.2);
  expect(await countOf(`SELECT count(DISTINCT task_id) FROM escalations WHERE step = 'overdue'`)).toBe(late);
});

test('a store with people of its own gets no history and no log-ins; nor does one with other rules', async () => {
  await client.query('DROP TABLE demo_history');
  const said: string[] = [];
  const demoOf = (rulesDirectory: string) =>
    openDemo({
      environment: {
        ...{ RULES_DIR: rulesDirectory, DATA_DIR: newDirectory('demo') },
        ...{ ATTACHMENTS_DIR: undefined, HISTORY_DAYS: 400 },
      },
      databaseUrl: server.url,
      ...{ secretKey: 'secret', signal: running, nowMs, days },
      say: (line) => said.push(line),
    });
  expect(await demoOf(rules)).toBeNull();
  expect(await demoOf(newDirectory('rules'))).toBeNull();
  expect(said).toEqual([
    expect.stringMatching(/^Demo: this store has people of its own.*DATA_DIR/),
    expect.stringMatching(/^Demo: RULES_DIR has no emea-lead-scoring\.yaml/),
  ]);
});
