/** The health of an installation over the API: what waits is counted, other processes are seen. */
import { Redis } from 'ioredis';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/base/database/database.ts';
import { limits } from '../../src/base/kernel/kernel.ts';
import { createMetrics, ProcessReporter } from '../../src/base/telemetry/telemetry.ts';
import type { Health } from '../../src/contract/api/api.ts';
import { keysOf, processesKey } from '../../src/engine/stream/keys.ts';
import { openProcesses } from '../../src/engine/stream/stream.ts';
import { deliver } from '../sales/delivery/receivers.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let redis: Redis;
let pool: pg.Pool;
let operator: Caller;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  redis = new Redis(consoleApp.redisUrl);
  pool = openDatabase(consoleApp.databaseUrl, () => undefined).pool;
  operator = await newcomer(consoleApp, 'runner@example.com', 'operator');
});
afterAll(async () => {
  redis?.disconnect();
  await pool?.end();
  await consoleApp?.close();
});

/** A second later than the last one: an answer is given again until then. */
async function health(caller: Caller = operator): Promise<Health> {
  consoleApp.clock.turnTo(consoleApp.clock.nowMs() + limits.healthKeptMs);
  const answer = await caller.ask('GET', '/health');
  expect([answer.statusCode, answer.body]).toEqual([200, expect.anything()]);
  return answer.json();
}

test('it is for operators and managers, not for reps', async () => {
  const rep = await newcomer(consoleApp, 'seller@example.com', 'rep');
  expect((await rep.ask('GET', '/health')).statusCode).toBe(403);
});

test('what waits is counted in both stores, and one answer is given again for a second', async () => {
  expect(await health()).toMatchObject({
    deliveries: [{ channel: 'mail', waiting: 0, kept: 0, oldestAt: null, failed: 0 }, {}, {}],
    ...{ heldLeads: 0, unreadTierUpdates: 0, restore: null },
    stores: [{ isReady: true }, { isReady: true }],
  });
  await redis.xadd(keysOf(1).events, '*', 'e', 'no JSON');
  await consoleApp.scored();
  await redis.xadd(keysOf(0).events, '*', 'e', '[]');
  const nowMs = consoleApp.clock.nowMs();
  const [, failed, old, repeated] = await Promise.all(
    ['a', 'b', 'c', 'd'].map((name) =>
      deliver(pool, { kind: 'mail', target: `${name}@example.com`, at: new Date(nowMs - 60_000) }),
    ),
  );
  await consoleApp.query(
    `UPDATE deliveries SET state = 'failed', next_at = NULL, tries = 1, last_error = 'no' WHERE id = ANY($1)`,
    [[failed, old, repeated]],
  );
  const tried = (id: string | undefined, at: number) =>
    consoleApp.query(
      `INSERT INTO delivery_attempts (delivery_id, at, outcome, error, duration_ms) VALUES ($1, $2, 'failed', 'no', 1)`,
      [id, new Date(at)],
    );
  await tried(failed, nowMs - limits.dayMs + 5_000);
  await tried(old, nowMs - limits.dayMs - 5_000);
  await tried(repeated, nowMs);
  await program(consoleApp).ask('POST', `/deliveries/${repeated}/replay`);
  const { partitions, deliveries, alarms, state } = await health();
  expect(partitions).toMatchObject([
    { lag: 1, deadLetters: 0 },
    { lag: 0, deadLetters: 1 },
  ]);
  expect(deliveries?.[0]).toEqual({
    ...{ channel: 'mail', waiting: 2, kept: 0, failed: 1 },
    oldestAt: new Date(nowMs - 60_000).toISOString(),
  });
  expect(state).toBe('alarm');
  expect(alarms.map(({ name }) => name)).toEqual(['role-missing', 'dead-letters', 'deliveries-failed']);
  await redis.del(keysOf(1).deadLetters);
  // Not looked at again yet.
  expect((await operator.ask('GET', '/health')).json().partitions[1].deadLetters).toBe(1);
  expect((await health()).partitions?.[1]?.deadLetters).toBe(0);
});

test('a quiet night is known by the stream itself, hours after the last event', async () => {
  // A log-in ends before that.
  const anytime = program(consoleApp);
  const nowMs = consoleApp.clock.nowMs();
  expect((await health(anytime)).lastEventAt).not.toBeNull();
  const [last] = (await redis.hmget(keysOf(1).cursor, 'offset')) as [string];
  const lastMs = Number(last.split('-')[0]);
  consoleApp.clock.turnTo(lastMs + limits.noEventsMs - limits.healthKeptMs - 1);
  expect((await health(anytime)).alarms.map(({ name }) => name)).not.toContain('no-events');
  const { lastEventAt, alarms } = await health(anytime);
  expect([lastEventAt, alarms.map(({ name }) => name)]).toEqual([
    new Date(lastMs).toISOString(),
    expect.arrayContaining(['no-events']),
  ]);
  consoleApp.clock.turnTo(nowMs);
});

test('every process is there by its last report, with what went through it; an old one is forgotten', async () => {
  const processes = openProcesses(redis);
  const metrics = createMetrics();
  const nowMs = () => consoleApp.clock.nowMs();
  const reporter = new ProcessReporter({
    ...{ id: 'another', roles: ['worker'], host: 'b.example', pid: 2, metrics, nowMs },
    checks: [{ name: 'copier', check: async () => 'waits for postgresql' }],
  });
  metrics.eventsScored.inc(7);
  await reporter.look();
  const report = reporter.report();
  await processes.keep(report.id, report.atMs, JSON.stringify(report));
  await processes.keep('of-another-version', nowMs(), '{"format":99}');
  const seen = await health();
  expect(seen.processes).toMatchObject([
    { id: 'this-process', isThis: true, roles: ['console'], state: 'ready' },
    { id: 'another', isThis: false, host: 'b.example', state: 'not-ready', unwell: [{ name: 'copier' }] },
  ]);
  expect(seen.flows.scored.reduce((sum, count) => sum + count, 0)).toBe(7);
  consoleApp.clock.turnTo(report.atMs + limits.processKeptMs - limits.healthKeptMs);
  expect((await health()).processes).toMatchObject([{ state: 'ready' }, { state: 'silent' }]);
  expect((await health()).processes).toHaveLength(1);
  expect(await redis.hkeys(processesKey)).toEqual([]);
});
