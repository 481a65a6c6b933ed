/**
 * A person is erased on the real program: from every key of Redis and every table of PostgreSQL, whenever the process is killed, and for
 * good when Redis is set back. Others keep what they have, and who comes back begins anew.
 */
import pg from 'pg';
import { expect, type TestContext, test } from 'vitest';
import { profileIdOf } from '../../src/base/kernel/kernel.ts';
import type { BacktestRunView, ErasureView } from '../../src/contract/api/api.ts';
import { audited } from '../support/audits.ts';
import { clicksRules } from '../support/clicks-rules.ts';
import { startTestDatabase } from '../support/databases.ts';
import { type FaultRedis, keysLike, startFaultRedis } from '../support/fault-redis.ts';
import { api, everyItem, type Program, programSecretKey, startProgram } from '../support/program.ts';
import { isLong } from '../support/test-form.ts';
import { until } from '../support/until.ts';

const msMax = 30_000;

interface PersonExport {
  profiles: object[];
  history: Record<string, object[]>;
  sales: Record<string, object[]>;
}

interface Installation {
  redis: FaultRedis;
  program: Program;
  sql: pg.Client;
}

/** A start takes the whole processor: beside others it would find its stores silent. So they come one after the other. */
let installing: Promise<unknown> = Promise.resolve();

/** Stores and a program of one test: the tests run side by side, because each mostly waits. */
function install(context: TestContext): Promise<Installation> {
  const installed = installing.then(() => begin(context));
  installing = installed.catch(() => undefined);
  return installed;
}

async function begin({ onTestFinished }: TestContext): Promise<Installation> {
  const closing: (() => Promise<unknown>)[] = [];
  onTestFinished(async () => {
    for (const close of closing.reverse()) await close();
  });
  const [redis, postgres] = await Promise.all([startFaultRedis(), startTestDatabase()]);
  closing.push(redis.stop, postgres.stop);
  const program = await startProgram({
    ...{
      REDIS_URL: redis.url,
      DATABASE_URL: postgres.url,
      RULES_DIR: clicksRules(),
      PARTITIONS: '4',
      PROFILE_DAYS: '30',
    },
  });
  closing.push(program.kill);
  const sql = new pg.Client({ connectionString: postgres.url });
  await sql.connect();
  closing.push(() => sql.end());
  return { redis, program, sql };
}

let sent = 0;
async function send({ program }: Installation, body: object): Promise<void> {
  const event = { messageId: `m${++sent}`, ...body };
  await until(
    'the door takes the event',
    async () =>
      (
        await fetch(`${program.url}/v1/batch`, {
          method: 'POST',
          body: JSON.stringify({ batch: [event], writeKey: programSecretKey }),
        })
      ).status === 200,
    msMax,
  );
}

/** Somebody comes on a device, says who they are, and clicks. */
async function come(of: Installation, name: string): Promise<void> {
  await send(of, { type: 'track', anonymousId: `${name}-phone`, event: 'Clicked' });
  await send(of, {
    type: 'identify',
    userId: name,
    anonymousId: `${name}-phone`,
    traits: { email: `${name}@example.com`, name: `${name} the first`, phone: '+49 30 1234567' },
  });
}

const scoreOf = async ({ program }: Installation, id: string) =>
  api<{ scores: { clicks: { score: number } } }>(program, `/api/v1/profiles/${id}`)
    .then(({ scores }) => scores.clicks.score)
    .catch(() => null);
const hasScore = (of: Installation, id: string, score: number | null) =>
  until(`${id} has ${score}`, async () => (await scoreOf(of, id)) === score, msMax);
const leadsOf = async ({ program }: Installation, name: string) =>
  (await everyItem<{ id: string; person: { email: string; id: string } }>(program, '/api/v1/leads')).filter(
    ({ person }) => person.email === `${name}@example.com`,
  );
const hasLeads = (of: Installation, name: string, count: number) =>
  until(`${name} has ${count} leads`, async () => (await leadsOf(of, name)).length === count, msMax);

/** What names a person in any store: their identities, and the ids of their profiles. */
const namesOf = (name: string) => {
  const keys = [`u:${name}`, `a:${name}-phone`, `a:${name}-tablet`, `e:${name}@example.com`];
  return [
    `${name}@example.com`,
    `${name}-phone`,
    `${name}-tablet`,
    `${name} the first`,
    ...keys.map(profileIdOf),
  ];
};

/** Where a person is still named: keys of Redis, tables of PostgreSQL. */
async function traces(of: Installation, name: string): Promise<string[]> {
  const names = namesOf(name);
  const found: string[] = [];
  const redis = of.redis.open();
  await redis.ping();
  for (const key of await keysLike(redis, '*')) {
    const kind = await redis.type(key);
    const read: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, '0', '-1'),
      list: () => redis.lrange(key, 0, -1),
      stream: () => redis.xrange(key, '-', '+'),
    };
    const text = key + JSON.stringify(await read[kind]?.());
    if (names.some((one) => text.includes(one))) found.push(`Redis ${key}`);
  }
  redis.disconnect();
  const { rows: tables } = await of.sql.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`,
  );
  for (const { name: table } of tables) {
    const { rows } = await of.sql.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "${table}" AS t
       WHERE EXISTS (SELECT FROM unnest($1::text[]) AS one WHERE position(one IN to_jsonb(t)::text) > 0)`,
      [names],
    );
    if ((rows[0]?.count ?? 0) > 0) found.push(`${table}: ${rows[0]?.count}`);
  }
  return found;
}

const erase = ({ program }: Installation, key: string) =>
  api<ErasureView>(program, '/api/v1/erasures', { method: 'POST', body: { key } });

async function isErased(of: Installation, key: string): Promise<ErasureView> {
  let view = await erase(of, key);
  await until(
    `${key} is erased`,
    async () => {
      view = await api<ErasureView>(of.program, `/api/v1/erasures/${view.id}`);
      return view.status === 'done';
    },
    msMax,
  );
  return view;
}

/** Ada and Bob are hot, and work about Ada went far. */
async function crowd(of: Installation): Promise<void> {
  for (const name of ['ada', 'bob']) {
    await come(of, name);
    await hasLeads(of, name, 1);
  }
  const [lead] = await leadsOf(of, 'ada');
  await api(of.program, '/api/v1/activities', {
    method: 'POST',
    body: { kind: 'call', direction: 'out', lead: lead?.id, body: 'ada the first was glad' },
  });
}

/** She comes back as anybody who was never there. */
async function beginsAnew(of: Installation): Promise<void> {
  await come(of, 'ada');
  await hasScore(of, 'ada', 30);
  await hasScore(of, 'ada-phone', 30);
  await hasLeads(of, 'ada', 1);
  await hasScore(of, 'bob', 30);
  expect((await audited(of.program)).mismatched).toBe(0);
}

test.concurrent('an export has every event that was accepted before, of a person whom nothing else knows yet too', async (context) => {
  const of = await install(context);
  for (let visit = 1; visit <= 5; visit++) {
    for (let event = 0; event < 5; event++)
      await send(of, { type: 'track', anonymousId: `visitor-${visit}`, event: 'Looked' });
    const { history } = await api<PersonExport>(of.program, '/api/v1/privacy/export', {
      method: 'POST',
      body: { identity: `visitor-${visit}` },
    });
    expect(history['events']).toHaveLength(5);
  }
});

test.concurrent('a person is erased from every store, with a signed receipt, once', async (context) => {
  const of = await install(context);
  await crowd(of);
  expect(await traces(of, 'ada')).not.toEqual([]);
  const exportOf = (identity: string) =>
    api<PersonExport>(of.program, '/api/v1/privacy/export', { method: 'POST', body: { identity } });
  // An export waits for the history, which the backtest reads.
  await exportOf('ada@example.com');
  const { text } = await api<{ text: string }>(of.program, '/api/v1/programmes/clicks');
  const draft = text.replace('points: 30', 'points: 40');
  const backtest = { method: 'POST' as const, body: { draft, waitSeconds: 30 } };
  const { result } = await api<BacktestRunView>(of.program, '/api/v1/programmes/clicks/backtest', backtest);
  expect(result?.moves.map(({ email }) => email)).toContain('ada@example.com');
  const exported = await exportOf('ada@example.com');
  expect(exported.history['backtest_moves']).toMatchObject([{ move: { scores: [30, 40] } }]);
  expect(exported.history['events']).toHaveLength(4);
  expect(exported.profiles).toMatchObject([
    { scores: { clicks: { score: 30 } }, traits: { name: 'ada the first' } },
  ]);
  expect(exported.sales['people']).toMatchObject([{ email: 'ada@example.com' }]);
  expect(exported.sales['activities']).toMatchObject([{ body: 'ada the first was glad' }]);
  expect(JSON.stringify(exported)).not.toContain('bob');
  // A device that nobody knew as hers is linked while the erasure runs: it belongs to it.
  await send(of, { type: 'track', anonymousId: 'ada-tablet', event: 'Clicked' });
  await hasScore(of, 'ada-tablet', 30);
  const asked = erase(of, 'ada-phone');
  await until('her profiles are known', async () => {
    const { rowCount } = await of.sql.query('SELECT FROM erasure_profiles');
    return rowCount === 3;
  });
  await send(of, { type: 'identify', userId: 'ada', anonymousId: 'ada-tablet' });
  await asked;
  const view = await isErased(of, 'ada-phone');
  expect(await traces(of, 'ada')).toEqual([]);
  await hasScore(of, 'ada', null);
  await expect(exportOf('ada@example.com')).rejects.toThrow('answered 404');
  await hasScore(of, 'bob', 30);
  expect(await leadsOf(of, 'bob')).toHaveLength(1);
  const { receipt } = view;
  expect(receipt?.profiles).toHaveLength(4);
  expect(receipt?.counts).toMatchObject({
    ...{ 'sales.people': 1, 'sales.leads': 1, 'sales.tasks': 1, 'sales.activities': 1, backtestMoves: 1 },
  });
  // What came while it ran was stored and erased, or never stored.
  expect(receipt?.counts['events']).toBeGreaterThanOrEqual(5);
  expect(receipt?.counts['links']).toBeGreaterThanOrEqual(2);
  const verify = (given: unknown) =>
    api(of.program, '/api/v1/erasures/verify', { method: 'POST', body: given });
  expect(await verify(receipt)).toEqual({ isGenuine: true });
  expect(await verify({ ...receipt, counts: {} })).toEqual({ isGenuine: false });
  // Who else claims her address is said to whoever asks, and is not kept with the erasure.
  expect(await erase(of, 'ada-phone')).toEqual({ ...view, claimants: { users: [], hasMore: false } });
  await beginsAnew(of);
  const again = await isErased(of, 'ada@example.com');
  expect(again.id).not.toBe(view.id);
  expect(await traces(of, 'ada')).toEqual([]);
});

test.concurrent('an erased person does not come back with an older Redis', async (context) => {
  const of = await install(context);
  await crowd(of);
  const putBack = of.redis.copyFiles();
  await isErased(of, 'ada');
  await come(of, 'cat');
  await hasLeads(of, 'cat', 1);
  await until(
    'the history has cat',
    async () =>
      ((await of.sql.query(`SELECT FROM events WHERE body LIKE '%cat-phone%'`)).rowCount ?? 0) === 2 &&
      ((await of.sql.query(`SELECT FROM events WHERE body LIKE '%"u:cat"%'`)).rowCount ?? 0) === 3,
    msMax,
  );
  await of.redis.kill();
  putBack();
  await of.redis.restart();
  await until(
    'every profile is restored',
    async () => {
      const { items } = await api<{ items: { status: string }[] }>(of.program, '/api/v1/restores');
      return items.length === 1 && items.every(({ status }) => status === 'done');
    },
    msMax,
  );
  expect(await traces(of, 'ada')).toEqual([]);
  await hasScore(of, 'ada', null);
  await hasScore(of, 'cat', 30);
  await beginsAnew(of);
});

/** Facts of an erasure under way at which the process is killed; the short form takes the one in which most is half done. */
const moments: [name: string, sql: string][] = [
  ['it was asked for', 'SELECT FROM erasures'],
  ['its profiles are known', 'SELECT FROM erasure_profiles'],
  ['the history has come to a mark', 'SELECT FROM erasure_profiles WHERE history_ms > 0'],
  ['sales has come to a mark', 'SELECT FROM sales_erasures'],
];
// All of them at once would use up the connections of one PostgreSQL.
const oneOf = isLong ? test : test.concurrent;
oneOf.for(isLong ? moments : moments.slice(2, 3))(
  'it goes on where the process was killed when %s',
  async ([_name, sql], context) => {
    const of = await install(context);
    await crowd(of);
    const asked = erase(of, 'ada').catch(() => null);
    await until('the moment has come', async () => ((await of.sql.query(sql)).rowCount ?? 0) > 0, msMax);
    await of.program.kill();
    await asked;
    await of.program.restart();
    await until(
      'it is done',
      async () => {
        const { rows } = await of.sql.query('SELECT FROM erasures WHERE ended_at IS NULL');
        return rows.length === 0;
      },
      60_000,
    );
    expect(await traces(of, 'ada')).toEqual([]);
    await beginsAnew(of);
  },
);
