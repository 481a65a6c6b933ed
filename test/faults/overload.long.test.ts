/**
 * The real program far past its capacity for five minutes, with all roles in one process and a heap of 512 MB: it sheds, answers health on
 * new connections all the time, loses and doubles nothing, and takes everything again seconds after.
 *
 * The load is ten times what it takes, due at its times as from clients that know of no load. How much of it reached the door is printed
 * with the figures.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChildProgram, startModule } from '../support/child-program.ts';
import type { OverloadOptions, OverloadResult } from '../support/overload-load.ts';
import { newPort } from '../support/ports.ts';
import { type Program, programSecretKey, programToken, startProgram } from '../support/program.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

/** `SCOVILLE_OVERLOAD_SECONDS` bounds it where the machine has other work. */
const seconds = Number(process.env['SCOVILLE_OVERLOAD_SECONDS'] ?? 300);
/** Connections that find the capacity, and those that go beyond it. */
const few = { processes: 1, connections: 32, seconds: 10 };
const many = { processes: 4, connections: 500, seconds };
const timesOffered = 10;
const heapMegabytes = 512;
/** Large batches: each costs the program a hundred events, and the sender one write. */
const eventsPerRequest = 100;
const answerMsMax = 1_000;
/** What a busy machine adds to the time of one answer. */
const marginMs = 1_000;
/** Profiles by the hundred thousand are in Redis; the process has its heap, and as much again for what is on its way. */
const residentBytesMax = 2 * heapMegabytes * 1024 * 1024;
/** From the end of the load to a door that takes everything. */
const normalMsMax = 5_000;
const drainedMsMax = 300_000;

let servers: { redis: TestServer; postgres: TestServer };
let program: Program;
let opsUrl: string;
const loads: ChildProgram[] = [];

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
  servers = { redis, postgres };
  const opsPort = await newPort();
  opsUrl = `http://127.0.0.1:${opsPort}`;
  program = await startProgram({
    ...{ REDIS_URL: redis.url, DATABASE_URL: postgres.url, OPS_PORT: String(opsPort) },
    ...{ KEY_EVENTS_PER_SECOND: '10000000', METRICS_TOKEN: programToken },
    NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}`,
  });
});

afterAll(async () => {
  for (const load of loads) load.kill('SIGKILL');
  await program?.kill();
  await Promise.all([servers?.redis.stop(), servers?.postgres.stop()]);
});

interface Load {
  processes: number;
  connections: number;
  seconds: number;
  /** Of each process. */
  rate?: number;
}

/** Starts processes of load; resolves to what each was answered. */
async function load(name: string, { processes, ...given }: Load): Promise<OverloadResult[]> {
  const port = Number(new URL(program.url).port);
  return Promise.all(
    Array.from({ length: processes }, async (_, nth) => {
      const options: OverloadOptions = {
        ...given,
        ...{ port, writeKey: programSecretKey, eventsPerRequest, name: `${name}${nth}` },
      };
      const child = startModule(
        `const { overload } = await import('./test/support/overload-load.ts');
         console.log(JSON.stringify(await overload(${JSON.stringify(options)})));`,
      );
      loads.push(child);
      expect(await child.ended, child.output()).toBe(0);
      return JSON.parse(child.output()) as OverloadResult;
    }),
  );
}

const answersOf = (results: readonly OverloadResult[], status: string) =>
  results.reduce((sum, { answers }) => sum + (answers[status] ?? 0), 0);

async function ask(url: string): Promise<number> {
  const beganMs = performance.now();
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${programToken}`, connection: 'close' },
    signal: AbortSignal.timeout(30_000),
  });
  await answer.text();
  expect(answer.status).toBe(200);
  return performance.now() - beganMs;
}

const metricsText = async () =>
  (await fetch(`${opsUrl}/metrics`, { headers: { authorization: `Bearer ${programToken}` } })).text();
const sumOf = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );

test(`${timesOffered} times the capacity on ${many.processes * many.connections} connections that heed nothing, for ${seconds} s`, async () => {
  const alone = await load('few', few);
  const capacity = (answersOf(alone, '200') * eventsPerRequest) / few.seconds;

  let isOver = false;
  const rate = (timesOffered * capacity) / eventsPerRequest / many.processes;
  const loading = load('many', { ...many, rate }).finally(() => {
    isOver = true;
  });
  const opsMs: number[] = [];
  const doorMs: number[] = [];
  let residentBytes = 0;
  await until(
    'the load is over',
    async () => {
      opsMs.push(await ask(`${opsUrl}/livez`));
      doorMs.push(await ask(`${program.url}/livez`));
      residentBytes = Math.max(residentBytes, sumOf(await metricsText(), 'process_resident_memory_bytes'));
      return isOver;
    },
    2 * 1_000 * seconds,
  );
  const results = await loading;
  await until(
    'the door takes all again',
    async () => {
      const after = await load('after', { processes: 1, connections: 1, seconds: 0.5 });
      return answersOf(after, '200') > 0 && answersOf(after, '429') === 0;
    },
    normalMsMax,
  );

  const text = await until(
    'all is scored and in the history',
    async () => {
      const now = await metricsText();
      const lag = sumOf(now, 'scoville_stream_lag_entries') + sumOf(now, 'scoville_history_lag_entries');
      return sumOf(now, 'scoville_metrics_age_seconds') < 1 && lag === 0 && now;
    },
    drainedMsMax,
  );
  const accepted = sumOf(text, 'scoville_events_accepted_total');
  const timesOf = (requests: number) => (requests * eventsPerRequest) / seconds / capacity;
  const sent = results.reduce((sum, result) => sum + result.sent, 0);
  const keptBack = results.reduce((sum, result) => sum + result.keptBack, 0);
  const longest = (values: readonly number[]) => Math.round(Math.max(...values));
  console.info(
    JSON.stringify({
      ...{ seconds, capacity, accepted, answers: results.map(({ answers }) => answers) },
      // All that was due; and what was written: the rest found no connection without a request under way.
      times: { offered: timesOf(sent + keptBack), sent: timesOf(sent) },
      acceptedPerSecond: (answersOf(results, '200') * eventsPerRequest) / seconds,
      acceptedMs: results.map(({ acceptedMs }) => acceptedMs),
      newConnectionMs: { ops: longest(opsMs), door: longest(doorMs), asked: opsMs.length },
      residentMegabytes: Math.round(residentBytes / 1e6),
      shed: Object.fromEntries(
        [...text.matchAll(/^scoville_requests_shed_total\{reason="(\w+)"\} (\d+)$/gm)].map(
          ([, reason, requests]) => [reason, Number(requests)],
        ),
      ),
    }),
  );
  expect(answersOf(results, '429')).toBeGreaterThan(0);
  expect(longest(opsMs)).toBeLessThan(answerMsMax + marginMs);
  for (const { acceptedMs } of results) expect(acceptedMs.p50).toBeLessThan(answerMsMax);
  expect(residentBytes).toBeLessThan(residentBytesMax);
  // A connection that was cut after its event was accepted makes the difference.
  expect(accepted).toBeGreaterThanOrEqual(
    (answersOf(alone, '200') + answersOf(results, '200')) * eventsPerRequest,
  );
  expect(sumOf(text, 'scoville_events_scored_total')).toBe(accepted);
  const database = new pg.Client({ connectionString: servers.postgres.url });
  await database.connect();
  const { rows } = await database.query<{ count: string }>('SELECT count(*) FROM events');
  await database.end();
  expect(Number(rows[0]?.count)).toBe(accepted);
  expect(program.lines.filter((line) => line.includes('out of memory'))).toEqual([]);
});
