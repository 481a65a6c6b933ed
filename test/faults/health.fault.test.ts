/** Health routes of the real program while stores are frozen or gone: each answers, with the age of what it shows. */
import { spawnSync } from 'node:child_process';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPort } from '../support/ports.ts';
import { type Program, programToken, programWriteKey, startProgram } from '../support/program.ts';
import { programStart } from '../support/program-file.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { isLong } from '../support/test-form.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

/** Far more than an answer takes on a busy machine; without a thread of its own there would be none. */
const answerMsMax = 20_000;

let servers: { redis: TestServer; postgres: TestServer };
let program: Program;
let opsUrl: string;
/** What the main thread reads while it stands still. */
const pipe = path.join(newDirectory('pipe'), 'pipe');
const standingMain = fileURLToPath(new URL('../support/standing-main.mjs', import.meta.url));

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
  servers = { redis, postgres };
  spawnSync('sh', ['-c', `mkfifo '${pipe}'`]);
  const opsPort = await newPort();
  opsUrl = `http://127.0.0.1:${opsPort}`;
  const begin = await programStart();
  program = await startProgram(
    {
      ...{ REDIS_URL: redis.url, DATABASE_URL: postgres.url, SCOVILLE_TEST_PIPE: pipe },
      // The token asks for the metrics on the public port too.
      ...{ OPS_PORT: String(opsPort), METRICS_TOKEN: programToken },
    },
    [],
    { ...begin, args: ['--import', standingMain, ...begin.args] },
  );
});

afterAll(async () => {
  servers?.redis.thaw();
  servers?.postgres.thaw();
  await program?.kill();
  await Promise.all([servers?.redis.stop(), servers?.postgres.stop()]);
});

async function ask(asked: string, url = program.url): Promise<{ status: number; text: string }> {
  const response = await fetch(url + asked, {
    headers: { authorization: `Bearer ${programToken}`, connection: 'close' },
    signal: AbortSignal.timeout(answerMsMax),
  });
  return { status: response.status, text: await response.text() };
}

async function metrics(url = program.url) {
  const { text } = await ask('/metrics', url);
  const sumOf = (name: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(name))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  return {
    ageOf: (source: string) => sumOf(`scoville_scrape_age_seconds{source="${source}"}`),
    lagLines: text.split('\n').filter((line) => line.startsWith('scoville_stream_lag_entries{')).length,
    accepted: sumOf('scoville_events_accepted_total'),
    age: sumOf('scoville_metrics_age_seconds'),
    silent: sumOf('scoville_main_thread_silent_seconds'),
  };
}

async function post(): Promise<void> {
  const event = { type: 'page', name: 'page', anonymousId: 'somebody', messageId: crypto.randomUUID() };
  const body = JSON.stringify({ batch: [event], writeKey: programWriteKey });
  await (await fetch(`${program.url}/v1/batch`, { method: 'POST', body })).arrayBuffer();
}

/** The first round begins reads of the stores; the next meets them under way. */
const rounds = isLong ? 5 : 2;

/** Lets the main thread go on. Throws where it does not read: to wait for a reader would hold a thread for ever. */
async function goOn(): Promise<void> {
  const file = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    await file.write('go on');
  } finally {
    await file.close();
  }
}

/** All three routes several times. */
async function answersInTime(): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const asked = ['/livez', '/metrics', '/readyz', '/metrics'];
    const answers = await Promise.all(asked.map((one) => ask(one)));
    const ofOps = await Promise.all(asked.map((one) => ask(one, opsUrl)));
    expect(ofOps.map(({ status }) => status)).toEqual([200, 200, 503, 200]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 503, 200]);
  }
}

/** Waits until readiness is as asked: of the whole process, then of each role. */
const readiness = (statuses: number[]) =>
  until(`readiness is ${statuses}`, async () => {
    const paths = ['', '?role=ingest', '?role=worker', '?role=console'].map((query) => `/readyz${query}`);
    const answers = await Promise.all(paths.map((one) => ask(one)));
    expect(
      answers.map(({ status }) => status),
      answers[0]?.text,
    ).toEqual(statuses);
    return true;
  });

test('a main thread that stands still: the ops port answers all the time on new connections, and nothing else does', async () => {
  await readiness([200, 200, 200, 200]);
  await until('both are known', async () => {
    const { status } = await ask('/readyz', opsUrl);
    return status === 200 && (await metrics(opsUrl)).lagLines > 0;
  });
  process.kill(program.pid, 'SIGUSR2');
  try {
    const silent = await until('it stands still', async () => {
      const now = await metrics(opsUrl);
      return now.silent > 1 && now;
    });
    expect(silent.lagLines).toBe(16);
    expect(silent.age).toBeGreaterThan(0);
    let isAnswered = false;
    const unanswered = ask('/livez').then(
      ({ status }) => {
        isAnswered = true;
        return status;
      },
      (error: Error) => error.message,
    );
    for (let round = 0; round < rounds; round++) {
      const answers = await Promise.all(['/livez', '/readyz', '/metrics'].map((one) => ask(one, opsUrl)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(answers[0]?.text).toMatch(/"status":"ok","details":"busy for \d+ s"/);
    }
    expect(isAnswered).toBe(false);
    await goOn();
    expect(await unanswered).toBe(200);
  } finally {
    await goOn().catch(() => undefined);
  }
  await until('it is asked again', async () => {
    const { age, silent: silence } = await metrics(opsUrl);
    return age < 1 && silence < 1;
  });
  await until('it is as before', async () => (await ask('/livez', opsUrl)).text === '{"status":"ok"}');
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

test('Redis stands still under requests: the door sheds, the ops port answers on new connections, and all is well again', async () => {
  await readiness([200, 200, 200, 200]);
  const answers: { status: number; retryAfter: string | null }[] = [];
  let sent = 0;
  const send = () => {
    sent++;
    const event = { type: 'page', name: 'page', anonymousId: `visitor-${sent}`, messageId: `shed-${sent}` };
    const body = JSON.stringify({ batch: [event], writeKey: programWriteKey });
    void fetch(`${program.url}/v1/batch`, { method: 'POST', body }).then(
      async (answer) => {
        await answer.arrayBuffer();
        answers.push({ status: answer.status, retryAfter: answer.headers.get('retry-after') });
      },
      () => answers.push({ status: 0, retryAfter: null }),
    );
  };
  const countOf = (status: number) => answers.filter((answer) => answer.status === status).length;
  servers.redis.freeze();
  await until('the door sheds', async () => {
    send();
    const { status } = await ask('/livez', opsUrl);
    expect(status).toBe(200);
    return countOf(429) > 0;
  });
  servers.redis.thaw();
  expect(answers.find(({ status }) => status === 429)?.retryAfter).toMatch(/^\d+$/);
  await until('all are answered', async () => answers.length === sent);
  // After five seconds without Redis it is 503, and the event may be there all the same.
  expect(countOf(200) + countOf(429) + countOf(503)).toBe(sent);
  await post();
  await until('what was accepted is counted once, and scored', async () => {
    const { text } = await ask('/metrics');
    const scored = Number(/^scoville_events_scored_total (\d+)$/m.exec(text)?.[1]);
    const isWhole = scored > countOf(200) && scored <= countOf(200) + countOf(503) + 1;
    return isWhole && text.includes('scoville_requests_shed_total{reason="store"} ');
  });
});

test('stores frozen together and each alone, and stores that are gone', async () => {
  await post();
  await until('all gauges are read', async () => {
    const { lagLines, ageOf } = await metrics();
    return lagLines > 0 && ageOf('stream') < 1 && ageOf('sales') < 1;
  });
  const { redis, postgres } = servers;
  await readiness([200, 200, 200, 200]);
  const before = await metrics();
  for (const frozen of [[redis], [postgres], [redis, postgres]]) {
    for (const server of frozen) server.freeze();
    await answersInTime();
    const isRedis = frozen.includes(redis);
    await readiness(isRedis ? [503, 503, 503, 503] : [503, 200, 503, 503]);
    const { lagLines, accepted, ageOf } = await metrics();
    expect([lagLines, accepted]).toEqual([16, before.accepted]);
    expect(ageOf(frozen.includes(redis) ? 'stream' : 'sales')).toBeGreaterThan(1);
    if (!isRedis) await until('the stream is read', async () => (await metrics()).ageOf('stream') < 1);
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
