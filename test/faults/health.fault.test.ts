/** Health routes of the real program while stores are frozen or gone: each answers within a second, with the age of what it shows. */
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLong } from '../support/long-form.ts';
import { type Program, programWriteKey, startProgram } from '../support/program.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const answerMsMax = 1_000;
/** What a busy machine adds to the time of one answer. */
const marginMs = 500;

let servers: { redis: TestServer; postgres: TestServer };
let program: Program;

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
  servers = { redis, postgres };
  program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url });
});

afterAll(async () => {
  servers?.redis.thaw();
  servers?.postgres.thaw();
  await program?.kill();
  await Promise.all([servers?.redis.stop(), servers?.postgres.stop()]);
});

async function ask(path: string): Promise<{ status: number; text: string; ms: number }> {
  const beganMs = performance.now();
  const response = await fetch(program.url + path, { signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  return { status: response.status, text, ms: performance.now() - beganMs };
}

async function metrics() {
  const { text, ms } = await ask('/metrics');
  const sumOf = (name: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(name))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  return {
    ms,
    ageOf: (source: string) => sumOf(`scoville_scrape_age_seconds{source="${source}"}`),
    lagLines: text.split('\n').filter((line) => line.startsWith('scoville_stream_lag_entries{')).length,
    accepted: sumOf('scoville_events_accepted_total'),
  };
}

async function post(): Promise<void> {
  const event = { type: 'page', name: 'page', anonymousId: 'somebody', messageId: crypto.randomUUID() };
  const body = JSON.stringify({ batch: [event], writeKey: programWriteKey });
  await (await fetch(`${program.url}/v1/batch`, { method: 'POST', body })).arrayBuffer();
}

/** The first round begins reads of the stores; the next meets them under way. */
const rounds = isLong ? 5 : 2;

/** All three routes several times. */
async function answersInTime(): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const answers = await Promise.all(['/livez', '/metrics', '/readyz', '/metrics'].map(ask));
    for (const { ms } of answers) expect(ms).toBeLessThan(answerMsMax + marginMs);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 503, 200]);
  }
}

/** Waits until readiness is as asked: of the whole process, then of each role. */
const readiness = (statuses: number[]) =>
  until(`readiness is ${statuses}`, async () => {
    const paths = ['', '?role=ingest', '?role=worker', '?role=console'].map((query) => `/readyz${query}`);
    const answers = await Promise.all(paths.map(ask));
    expect(
      answers.map(({ status }) => status),
      answers[0]?.text,
    ).toEqual(statuses);
    return true;
  });

test('stores that answer and take no write: their roles are not ready', async () => {
  const redis = new Redis(servers.redis.url);
  const sql = new pg.Client({ connectionString: servers.postgres.url });
  await sql.connect();
  try {
    expect((await ask('/readyz?role=nobody')).status).toBe(400);
    await readiness([200, 200, 200, 200]);
    await sql.query('ALTER DATABASE scoville SET default_transaction_read_only = on');
    await sql.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()',
    );
    await readiness([503, 200, 503, 503]);
    await until('it is named', async () =>
      /postgresql: cannot execute \w+ in a read-only/.test((await ask('/readyz?role=console')).text),
    );
    await sql.query('SET default_transaction_read_only = off');
    await sql.query('ALTER DATABASE scoville RESET default_transaction_read_only');
    await sql.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()',
    );
    await readiness([200, 200, 200, 200]);

    await redis.config('SET', 'maxmemory', 1);
    await readiness([503, 503, 503, 503]);
    expect((await ask('/readyz')).text).toContain('redis: OOM');
    await redis.config('SET', 'maxmemory', 0);
    await readiness([200, 200, 200, 200]);
  } finally {
    redis.disconnect();
    await sql.end();
  }
});

test('stores frozen together and each alone, and stores that are gone', async () => {
  await post();
  await until('all gauges are read', async () => {
    const { lagLines, ageOf } = await metrics();
    return lagLines > 0 && ageOf('stream') < 1 && ageOf('sales') < 1;
  });
  const { redis, postgres } = servers;
  await readiness([200, 200, 200, 200]);
  for (const frozen of [[redis], [postgres], [redis, postgres]]) {
    for (const server of frozen) server.freeze();
    await answersInTime();
    const isRedis = frozen.includes(redis);
    await readiness(isRedis ? [503, 503, 503, 503] : [503, 200, 503, 503]);
    const { lagLines, accepted, ageOf } = await metrics();
    expect([lagLines, accepted]).toEqual([16, 1]);
    expect(ageOf(frozen.includes(redis) ? 'stream' : 'sales')).toBeGreaterThan(1);
    if (!frozen.includes(redis)) expect(ageOf('stream')).toBeLessThan(1);
    for (const server of frozen) server.thaw();
    await until('the gauges are read again', async () => {
      const { ageOf: age } = await metrics();
      return age('stream') < 1 && age('sales') < 1;
    });
  }
  await redis.kill();
  await postgres.kill();
  await answersInTime();
});
