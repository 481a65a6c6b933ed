/**
 * Redis emptied, set back by its own files, and replaced by a replica that lacks the last writes, while PostgreSQL stays: on the
 * real program, with people whose leads are closed. Scores come back, nobody is told twice, and who crosses anew is told.
 */
import pg from 'pg';
import { describe, expect, type TestContext, test } from 'vitest';
import { layoutIn } from '../../src/engine/stream/layout.ts';
import { audited } from '../support/audits.ts';
import { clicksRules } from '../support/clicks-rules.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { type FaultRedis, isCluster, proxyOf, startFaultRedis } from '../support/fault-redis.ts';
import { api, everyItem, type Program, programWriteKey, startProgram } from '../support/program.ts';
import type { TestProxy } from '../support/proxy.ts';
import { startTestReplica } from '../support/replica.ts';
import { streamLag } from '../support/stream-lag.ts';
import { inWholeForm } from '../support/test-form.ts';
import { until } from '../support/until.ts';

const partitions = 4;
const restoreMsMax = 30_000;

interface Lead {
  id: string;
  status: string;
  tier: number;
  score: number;
  person: { email: string };
}

interface Installation {
  redis: FaultRedis;
  postgres: TestDatabase;
  proxy: TestProxy;
  program: Program;
  sql: pg.Client;
  /** Events sent so far. */
  sent: number;
  /** Closes something after the test, before what was begun earlier. */
  closes(close: () => Promise<unknown>): void;
}

/** Stores and a program of one test: the tests run side by side, because each mostly waits. */
async function install({ onTestFinished }: TestContext): Promise<Installation> {
  const closing: (() => Promise<unknown>)[] = [];
  onTestFinished(async () => {
    for (const close of closing.reverse()) await close();
  });
  const [redis, postgres] = await Promise.all([startFaultRedis(), startTestDatabase()]);
  closing.push(redis.stop, postgres.stop);
  const proxy = await proxyOf(redis);
  closing.push(proxy.stop);
  const program = await startProgram({
    ...{ REDIS_URL: proxy.url, DATABASE_URL: postgres.url, RULES_DIR: clicksRules() },
    PARTITIONS: String(partitions),
  });
  closing.push(program.kill);
  const sql = new pg.Client({ connectionString: postgres.url });
  await sql.connect();
  closing.push(() => sql.end());
  return { redis, postgres, proxy, program, sql, sent: 0, closes: (close) => closing.push(close) };
}

/** Sends until the door has taken it. */
async function send(of: Installation, ...bodies: readonly object[]): Promise<void> {
  const batch = bodies.map((body) => ({ messageId: `m${++of.sent}`, ...body }));
  await until(
    'the door takes the event',
    async () => {
      const response = await fetch(`${of.program.url}/v1/batch`, {
        method: 'POST',
        body: JSON.stringify({ batch, writeKey: programWriteKey }),
      });
      return response.status === 200;
    },
    restoreMsMax,
  );
}
const track = (of: Installation, userId: string, event: string) => send(of, { type: 'track', userId, event });
const naming = (userId: string, anonymousId: string) => ({
  ...{ type: 'identify', userId, anonymousId },
  traits: { email: `${userId}@example.com`, name: userId },
});
const identify = (of: Installation, userId: string, anonymousId = `${userId}-phone`) =>
  send(of, naming(userId, anonymousId));

const scoreOf = async ({ program }: Installation, id: string) => {
  const path = `/api/v1/profiles/${id}`;
  const found = await api<{ scores: { clicks: { score: number } } }>(program, path).catch(() => null);
  return found?.scores.clicks.score ?? null;
};
const leadsOf = async ({ program }: Installation, userId: string) =>
  (await everyItem<Lead>(program, '/api/v1/leads')).filter(
    ({ person }) => person.email === `${userId}@example.com`,
  );
const alertsOf = async ({ sql }: Installation) =>
  (
    await sql.query<{ type: string; count: number }>(
      'SELECT type, count(*)::int AS count FROM alerts GROUP BY type ORDER BY type',
    )
  ).rows;

const hasScore = (of: Installation, id: string, score: number) =>
  until(`${id} has ${score}`, async () => (await scoreOf(of, id)) === score, restoreMsMax);
const hasLeads = (of: Installation, userId: string, count: number) =>
  until(
    `${userId} has ${count} leads`,
    async () => (await leadsOf(of, userId)).length === count,
    restoreMsMax,
  );

/** Everything accepted is scored, in the history, and applied by sales. */
const isSettled = (of: Installation) =>
  until(
    'nothing is on its way',
    async () => {
      const { scoring, history, sales } = await streamLag(of.proxy.url);
      return scoring + history + sales === 0;
    },
    restoreMsMax,
  );

async function closeLeads(of: Installation, userId: string): Promise<void> {
  for (const { id, status } of await leadsOf(of, userId))
    if (status !== 'Closed lost')
      await api(of.program, `/api/v1/leads/${id}`, {
        method: 'PATCH',
        body: { status: 'Closed lost', reason: 'no budget' },
      });
}

const isRestored = (of: Installation, count: number) =>
  until(
    'every profile is restored',
    async () => {
      const { items } = await api<{ items: { status: string }[] }>(of.program, '/api/v1/restores');
      return items.length === count && items.every(({ status }) => status === 'done');
    },
    restoreMsMax,
  );

/** Ada: two episodes, both leads closed lost, hot now. Ben: one open lead. Cat: a device that nobody knows, hot. Dan: cold. */
async function crowd(of: Installation): Promise<void> {
  await identify(of, 'ada');
  await track(of, 'ada', 'Clicked');
  await hasLeads(of, 'ada', 1);
  await closeLeads(of, 'ada');
  await track(of, 'ada', 'Left');
  await hasScore(of, 'ada', 0);
  await track(of, 'ada', 'Clicked');
  await hasLeads(of, 'ada', 2);
  await closeLeads(of, 'ada');
  await send(of, { type: 'track', anonymousId: 'ben-tablet', event: 'Clicked' });
  await identify(of, 'ben', 'ben-tablet');
  await hasLeads(of, 'ben', 1);
  await send(of, { type: 'track', anonymousId: 'cat-phone', event: 'Clicked' });
  await hasScore(of, 'cat-phone', 30);
  await identify(of, 'dan');
  await isSettled(of);
}

const fifty = Array.from({ length: 50 }, (_, index) => `person-${index}`);

/** Fifty people who get hot at once; returns their leads. */
async function fiftyLeads(of: Installation): Promise<Lead[]> {
  const click = { type: 'track', event: 'Clicked' };
  await send(of, ...fifty.flatMap((userId) => [naming(userId, `${userId}-phone`), { ...click, userId }]));
  const leads = await until('each has a lead', async () => {
    const found = await leadsOfFifty(of);
    return found.length >= fifty.length && found;
  });
  await isSettled(of);
  return leads;
}
const leadsOfFifty = async ({ program }: Installation) =>
  (await everyItem<Lead>(program, '/api/v1/leads')).filter(({ person }) =>
    person.email.startsWith('person-'),
  );

/** What must hold after a restore of the crowd. */
async function isAsBefore(of: Installation, alerts: unknown): Promise<void> {
  await hasScore(of, 'ada', 30);
  await hasScore(of, 'ben', 30);
  await hasScore(of, 'ben-tablet', 30);
  await hasScore(of, 'cat-phone', 30);
  await isSettled(of);
  expect(await alertsOf(of)).toEqual(alerts);
  expect((await leadsOf(of, 'ada')).map(({ status }) => status)).toEqual(['Closed lost', 'Closed lost']);
  expect(await leadsOf(of, 'ben')).toMatchObject([{ tier: 1, score: 30 }]);
  const view = await api<{ identities: { value: string }[]; traits: object }>(
    of.program,
    '/api/v1/profiles/ben-tablet',
  );
  expect(view.traits).toMatchObject({ name: 'ben' });
  expect(view.identities.map(({ value }) => value).sort()).toEqual(
    ['ben', 'ben-tablet', 'ben@example.com']
      .filter((one) => view.identities.some(({ value }) => value === one))
      .sort(),
  );
  expect((await audited(of.program)).mismatched).toBe(0);
}

/** Whoever crosses anew is told; whoever was told is not. */
async function goesOn(of: Installation): Promise<void> {
  // Hot already: another click tells nobody.
  await track(of, 'ada', 'Clicked');
  await hasScore(of, 'ada', 60);
  await track(of, 'ada', 'Left');
  await track(of, 'ada', 'Left');
  await hasScore(of, 'ada', 0);
  await isSettled(of);
  expect(await leadsOf(of, 'ada')).toHaveLength(2);
  await track(of, 'ada', 'Clicked');
  await hasLeads(of, 'ada', 3);
  // The link of the device is known.
  await send(of, { type: 'track', anonymousId: 'ben-tablet', event: 'Clicked' });
  await hasScore(of, 'ben', 60);
  expect(await leadsOf(of, 'ben')).toHaveLength(1);
  // A crossing of a device waits for its person.
  await identify(of, 'cat', 'cat-phone');
  await hasLeads(of, 'cat', 1);
  await track(of, 'dan', 'Clicked');
  await hasLeads(of, 'dan', 1);
}

async function eventsTwice({ sql }: Installation): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT hash, profile FROM events WHERE kind = 'event' GROUP BY hash, profile HAVING count(*) > 1) AS twice`,
  );
  return rows[0]?.count ?? -1;
}

/** From now on the streams give ids of an hour ahead: what is written after a loss then has ids from before it. */
async function clockAhead(of: Installation): Promise<void> {
  const redis = of.redis.open();
  const layout = await layoutIn(redis);
  for (let partition = 0; partition < partitions; partition++)
    for (const stream of ['events', 'ledger', 'crossings'] as const) {
      const key = (layout as NonNullable<typeof layout>).keys(partition)[stream];
      // Makes the stream where there is none, without an entry that somebody could read.
      await redis.xgroup('CREATE', key, 'nobody', '$', 'MKSTREAM');
      await redis.xgroup('DESTROY', key, 'nobody');
      await redis.xsetid(key, `${Date.now() + 3_600_000}-0`);
    }
  redis.disconnect();
}

/** What happens after the moment to which Redis is set back. */
async function later(of: Installation): Promise<void> {
  await track(of, 'ada', 'Left');
  await hasScore(of, 'ada', 0);
  await track(of, 'ada', 'Clicked');
  await hasLeads(of, 'ada', 3);
  await closeLeads(of, 'ada');
  await identify(of, 'eve');
  await track(of, 'eve', 'Clicked');
  await hasLeads(of, 'eve', 1);
  await send(of, { type: 'track', anonymousId: 'flo-phone', event: 'Clicked' });
  await identify(of, 'flo');
  await hasLeads(of, 'flo', 1);
  await isSettled(of);
}

async function isAsLater(of: Installation, alerts: unknown): Promise<void> {
  await hasScore(of, 'ada', 30);
  await hasScore(of, 'eve', 30);
  await hasScore(of, 'flo', 30);
  await hasScore(of, 'flo-phone', 30);
  await hasScore(of, 'ben', 30);
  await isSettled(of);
  expect(await alertsOf(of)).toEqual(alerts);
  expect((await leadsOf(of, 'ada')).map(({ status }) => status)).toEqual(Array(3).fill('Closed lost'));
  await track(of, 'ada', 'Left');
  await hasScore(of, 'ada', 0);
  await track(of, 'ada', 'Clicked');
  await hasLeads(of, 'ada', 4);
  await send(of, { type: 'track', anonymousId: 'flo-phone', event: 'Clicked' });
  await hasScore(of, 'flo', 60);
  await identify(of, 'cat', 'cat-phone');
  await hasLeads(of, 'cat', 1);
  expect(await leadsOf(of, 'eve')).toHaveLength(1);
  await isSettled(of);
  expect(await eventsTwice(of)).toBe(0);
  const { rows } = await of.sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM events WHERE kind = 'event'`,
  );
  expect(rows[0]?.count).toBe(of.sent);
}

describe.concurrent('Redis loses data while PostgreSQL stays', () => {
  test('Redis is emptied while the program runs: every profile comes back, and nobody is told twice', async (context) => {
    const of = await install(context);
    await crowd(of);
    const leads = await fiftyLeads(of);
    expect(leads).toHaveLength(fifty.length);
    const alerts = await alertsOf(of);
    await of.redis.empty();
    await isRestored(of, 1);
    expect(of.program.lines.join('\n')).toContain('Redis has lost data');
    await isAsBefore(of, alerts);
    const scores = await Promise.all(fifty.map((userId) => scoreOf(of, userId)));
    expect(scores).toEqual(fifty.map(() => 30));
    expect(await leadsOfFifty(of)).toEqual(leads);
    await goesOn(of);
    expect(await eventsTwice(of)).toBe(0);
  });

  inWholeForm(() => {
    test('Redis is set back by its own files: what it lost is put back, and ids that were given before are read', async (context) => {
      const of = await install(context);
      await crowd(of);
      const putBack = of.redis.copyFiles();
      await clockAhead(of);
      await later(of);
      const alerts = await alertsOf(of);
      await of.redis.kill();
      putBack();
      await of.redis.restart();
      await isRestored(of, 1);
      await isAsLater(of, alerts);
    });

    test.skipIf(isCluster)(
      'a replica that lacks the last writes takes over: what it lacks is put back, while events keep coming',
      async (context) => {
        const of = await install(context);
        await crowd(of);
        const replica = await startTestReplica(of.redis);
        of.closes(replica.stop);
        await replica.promote();
        await clockAhead(of);
        await later(of);
        const alerts = await alertsOf(of);
        of.proxy.pointTo(replica.url);
        await of.redis.kill();
        // Sent before anybody knows of the loss, and counted once.
        await send(of, { type: 'track', anonymousId: 'gil-phone', event: 'Clicked' });
        await isRestored(of, 1);
        await hasScore(of, 'gil-phone', 30);
        await isAsLater(of, alerts);
      },
    );

    test('a start finds Redis empty, restores, and the one killed on the way is followed by another', async (context) => {
      const of = await install(context);
      await crowd(of);
      const alerts = await alertsOf(of);
      await of.program.kill();
      await of.redis.empty();
      const redis = of.redis.open();
      await of.program.restart();
      await until(
        'a restore has begun',
        async () => Number(await redis.hget('scoville:installation', 'era')) === 2,
      );
      redis.disconnect();
      await of.program.kill();
      await of.program.restart();
      await isRestored(of, 1);
      await isAsBefore(of, alerts);
      await goesOn(of);
    });
  });
});
