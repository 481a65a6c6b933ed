/**
 * Deadlines that cannot get lost, on real processes: tasks that fall due in seconds while workers are killed with -9, all of
 * them stand still around the deadline, and Redis loses its jobs. Every step of every task happens once, in order. The short
 * form kills one worker in the midst of its notices. The long form (`npm run test:faults`) does it again and again; its seed is
 * printed, and a failing one can be given again.
 */
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { expect, type TestContext, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { type FaultRedis, keysLike, startFaultRedis } from '../support/fault-redis.ts';
import { type Program, startProgram } from '../support/program.ts';
import { randomFrom } from '../support/random.ts';
import { inWholeForm, isLong, seed } from '../support/test-form.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const quietMsMax = 60_000;

/** Seconds where the shipped file has hours. */
const escalation = `steps:
  - { step: due soon, before: 1 second, notify: owner }
  - { step: overdue, after: 0 seconds, notify: owner }
  - { step: manager notified, after: 1 second, notify: manager }
  - { step: reassigned, after: 2 seconds, do: reassign }
`;
const stepsInOrder = ['task.overdue', 'task.escalated', 'task.reassigned'];

interface Installation {
  redis: FaultRedis;
  postgres: TestDatabase;
  sql: pg.Client;
  workers: Program[];
}

/** Stores and workers of one test: the tests run side by side, because each mostly waits for a deadline. */
async function install(count: number, { onTestFinished }: TestContext): Promise<Installation> {
  const [redis, postgres] = await Promise.all([startFaultRedis(), startTestDatabase()]);
  const rules = newDirectory('rules');
  cpSync(new URL('../../rules', import.meta.url), rules, { recursive: true });
  writeFileSync(path.join(rules, 'sales', 'escalation.yaml'), escalation);
  const settings = { REDIS_URL: redis.url, DATABASE_URL: postgres.url, ROLES: 'worker', RULES_DIR: rules };
  const sql = new pg.Client({ connectionString: postgres.url });
  await sql.connect();
  const installation: Installation = { redis, postgres, sql, workers: [] };
  onTestFinished(async () => {
    await Promise.all(installation.workers.map((worker) => worker.kill()));
    await sql.end();
    await Promise.all([redis.stop(), postgres.stop()]);
  });
  const startWorker = async () => void installation.workers.push(await startProgram(settings));
  await Promise.all(Array.from({ length: count }, startWorker));
  await sql.query(
    `INSERT INTO users (email, role, accepts_leads, max_open_leads)
     VALUES ('boss@x.com', 'manager', false, 0), ('a@x.com', 'rep', true, 10000), ('b@x.com', 'rep', true, 10000)`,
  );
  return installation;
}

/** Opens calls for a@x.com that fall due one after another, from `fromMs` to `untilMs` on. */
async function openTasks(
  { sql }: Installation,
  wave: number,
  count: number,
  fromMs: number,
  untilMs: number,
) {
  await sql.query(
    `INSERT INTO tasks (id, type, subject, due_at, owner, created_at)
     SELECT 'tk_' || $1 || '_' || n, 'Call', 'call', $3::timestamptz + n * ($4::timestamptz - $3) / $2::int, 'a@x.com', $3
     FROM generate_series(1, $2::int) AS n`,
    [wave, count, new Date(fromMs), new Date(untilMs)],
  );
}

const isDone = async ({ sql }: Installation) => {
  const { rows } = await sql.query<{ left: number }>(
    `SELECT count(*)::int AS left FROM tasks WHERE escalates_at IS NOT NULL`,
  );
  return rows[0]?.left === 0;
};

/** The alerts of each task, in order, with its owner at that time. */
async function alertsByTask({ sql }: Installation): Promise<Map<string, string[]>> {
  const { rows } = await sql.query<{ task: string; types: string[] }>(
    `SELECT data->'task'->>'id' AS task, array_agg(type || ' ' || owner ORDER BY id) AS types FROM alerts GROUP BY 1`,
  );
  return new Map(rows.map(({ task, types }) => [task, types]));
}

const whole = ['task.overdue a@x.com', 'task.escalated a@x.com', 'task.reassigned b@x.com'];

async function loseJobs(server: FaultRedis): Promise<void> {
  const redis = server.open();
  await redis.ping();
  const keys = await keysLike(redis, '{scoville:jobs}*');
  if (keys.length > 0) await redis.del(...keys);
  await redis.quit();
}

/** Holds the notices of all deadlines back, until what it returns lets them go. */
async function holdNotices({ postgres }: Installation): Promise<() => Promise<unknown>> {
  const sql = new pg.Client({ connectionString: postgres.url });
  await sql.connect();
  await sql.query('BEGIN; LOCK TABLE alerts IN EXCLUSIVE MODE');
  return () => sql.query('COMMIT').finally(() => sql.end());
}

const waitsForLock = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

test.concurrent('a worker killed between a deadline and its notice, its jobs lost: each step once, in order', async (context) => {
  const installation = await install(1, context);
  const { redis, sql, workers } = installation;
  const letGo = await holdNotices(installation);
  const dueMs = Date.now() - 10_000;
  await openTasks(installation, 0, 10, dueMs, dueMs + 1_000);
  await until(
    'a notice is about to be written',
    async () => (await sql.query(waitsForLock)).rows.length > 0,
    quietMsMax,
  );
  for (const worker of workers) await worker.kill();
  await letGo();
  await loseJobs(redis);
  for (const worker of workers) await worker.restart();
  await until('every task has had its steps', () => isDone(installation), quietMsMax);
  const all = await alertsByTask(installation);
  expect(all.size).toBe(10);
  for (const [task, types] of all) expect(types, task).toEqual(whole);
});

inWholeForm(() => {
  test.concurrent('everything killed before the deadline and started after it: each step once, in order, no reminder late', async (context) => {
    const installation = await install(2, context);
    const { workers, redis } = installation;
    const waves = isLong ? 20 : 1;
    for (let wave = 0; wave < waves; wave++) {
      await Promise.all(workers.map((worker) => worker.kill()));
      const dueMs = Date.now() + 1_000;
      await openTasks(installation, wave, 60, dueMs, dueMs + 1_000);
      const { rows } = await installation.sql.query(
        `SELECT 1 FROM alerts WHERE data->'task'->>'id' LIKE $1`,
        [`tk_${wave}_%`],
      );
      expect(rows).toHaveLength(0);
      await until('every step of every task is past', () => Date.now() > dueMs + 3_100);
      await loseJobs(redis);
      await Promise.all(workers.map((worker) => worker.restart()));
      await until('every task has had its steps', () => isDone(installation), quietMsMax);
    }
    const all = await alertsByTask(installation);
    expect(all.size).toBe(60 * waves);
    for (const [task, types] of all) expect(types, task).toEqual(whole);
  });

  test.concurrent('workers killed again and again while tasks fall due, their jobs lost meanwhile: each step once, in order', async (context) => {
    console.info(`seed ${seed}`);
    const installation = await install(2, context);
    const { workers, redis, sql } = installation;
    const random = randomFrom(seed);
    const kills = isLong ? 60 : 3;
    const startMs = Date.now() + 2_000;
    const count = isLong ? 3_000 : 120;
    await openTasks(installation, 0, count, startMs, startMs + kills * 1_500);
    for (let kill = 0; kill < kills; kill++) {
      const before = Number((await sql.query('SELECT count(*) AS n FROM escalations')).rows[0]?.n);
      const wanted = before + Math.floor(random() * 40);
      await until('some more steps were taken', async () => {
        const { rows } = await sql.query<{ n: string }>('SELECT count(*) AS n FROM escalations');
        return Number(rows[0]?.n) >= wanted || (await isDone(installation));
      });
      const worker = workers[Math.floor(random() * workers.length)] as Program;
      await worker.kill();
      await loseJobs(redis);
      await worker.restart();
    }
    await until('every task has had its steps', () => isDone(installation), quietMsMax);
    const all = await alertsByTask(installation);
    expect(all.size, `seed ${seed}`).toBe(count);
    for (const [task, types] of all) {
      const steps = types.map((type) => type.split(' ')[0]);
      // Whether there was time for the reminder depends on the kills; a late one is not sent.
      const isReminded = steps[0] === 'task.due-soon';
      expect(steps, `${task}, seed ${seed}`).toEqual(
        isReminded ? ['task.due-soon', ...stepsInOrder] : stepsInOrder,
      );
    }
    const late = await sql.query(
      `SELECT 1 FROM alerts WHERE type = 'task.due-soon' AND at >= (data->'task'->>'dueAt')::timestamptz`,
    );
    expect(late.rows, `seed ${seed}`).toHaveLength(0);
  });
});
