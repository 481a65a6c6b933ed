/**
 * PostgreSQL set back by an old copy, as `pg_restore` of last night would do it, while Redis lives and knows many profiles. The start notices, reads on
 * from there, and asks every known profile what it has heard: in bounded memory, with all of Redis kept. The figures are printed.
 */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProfileView } from '../../src/contract/api/api.ts';
import { superuserUrl } from '../support/clusters.ts';
import { readExposition } from '../support/exposition.ts';
import { newPort } from '../support/ports.ts';
import { api, type Program, programSecretKey, programToken, startProgram } from '../support/program.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

/** `SCOVILLE_SET_BACK_PROFILES` bounds it where the machine has other work. */
const profiles = Number(process.env['SCOVILLE_SET_BACK_PROFILES'] ?? 300_000);
const heapMegabytes = 512;
/** The heap, and as much again for what is on its way. */
const residentBytesMax = 2 * heapMegabytes * 1024 * 1024;
const eventsPerRequest = 500;
const senders = 4;
/** Of those known before the copy, these do something after it, and others become known after it. */
const after = { active: Math.min(20_000, profiles / 10), fresh: 1_000 };
const msMax = 1_800_000;

let servers: { redis: TestServer; postgres: TestServer };
let program: Program;
let opsUrl: string;

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
  await program?.kill();
  await Promise.all([servers?.redis.stop(), servers?.postgres.stop()]);
});

const headers = {
  authorization: `Basic ${Buffer.from(`${programSecretKey}:`).toString('base64')}`,
  'content-type': 'application/json',
};
const identify = (nth: number) => ({
  ...{ type: 'identify', userId: `u-${nth}`, messageId: `i-${nth}` },
  traits: { email: `p${nth}@many.example`, name: `P ${nth}`, title: 'Buyer', company: `C ${nth % 5_000}` },
});
const view = (nth: number) => ({
  ...{ type: 'page', name: 'page', userId: `u-${nth}`, messageId: `v-${nth}` },
  properties: { path: '/pricing' },
});

/** Sends an event for each number; a batch that is shed is sent again until it is taken. */
async function sendAll(from: number, to: number, eventOf: (nth: number) => object): Promise<void> {
  let next = from;
  const sender = async () => {
    while (next < to) {
      const first = next;
      next = Math.min(to, first + eventsPerRequest);
      const batch = Array.from({ length: next - first }, (_, index) => eventOf(first + index));
      const body = JSON.stringify({ batch });
      await until(
        'a batch is taken',
        async () => (await fetch(`${program.url}/v1/batch`, { method: 'POST', headers, body })).ok,
        msMax,
      );
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
}

async function sumsOf<const Name extends string>(names: readonly Name[]): Promise<Record<Name, number>> {
  const answer = await fetch(`${opsUrl}/metrics`, { headers: { authorization: `Bearer ${programToken}` } });
  const { samples } = readExposition(await answer.text());
  const sumOf = (wanted: string) =>
    samples.reduce((sum, { name, value }) => sum + (name === wanted ? value : 0), 0);
  return Object.fromEntries(names.map((name) => [name, sumOf(name)])) as Record<Name, number>;
}

const allIsApplied = () =>
  until(
    'all is scored and in the history',
    async () => {
      const lags = ['scoville_stream_lag_entries', 'scoville_history_lag_entries'] as const;
      const found = await sumsOf([...lags, 'scoville_metrics_age_seconds']);
      return found.scoville_metrics_age_seconds < 1 && lags.every((name) => found[name] === 0);
    },
    msMax,
  );

/** Runs statements while nobody is connected to the database of the program. */
async function whileAlone(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl(servers.postgres.url, 'postgres') });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function scoresOf(identity: string) {
  const { scores } = await api<ProfileView>(program, `/api/v1/profiles/${identity}`);
  return Object.values(scores).map(({ score, tier }) => ({ score, tier }));
}

const readiness = async () => {
  const answer = await fetch(`${opsUrl}/readyz`);
  return { isReady: answer.ok, text: await answer.text() };
};

test(
  `${profiles} known profiles, with a heap of ${heapMegabytes} MB`,
  async () => {
    const { pathname, username: owner } = new URL(servers.postgres.url);
    const name = pathname.slice(1);
    await sendAll(0, profiles, identify);
    await allIsApplied();
    await program.stop();
    await whileAlone(`CREATE DATABASE old OWNER "${owner}" TEMPLATE "${name}"`);
    await program.restart();
    await sendAll(0, after.active, view);
    await sendAll(profiles, profiles + after.fresh, identify);
    await allIsApplied();
    const scoresBefore = await scoresOf('u-1');
    await program.stop();
    await whileAlone(`DROP DATABASE "${name}" WITH (FORCE)`, `ALTER DATABASE old RENAME TO "${name}"`);

    const beganMs = performance.now();
    await program.restart();
    const livesMs = performance.now() - beganMs;
    const ready = await until(
      'it is ready and nothing more is to be said',
      async () => {
        const { isReady, text } = await readiness();
        return isReady && !text.includes('set back') && text;
      },
      msMax,
    );
    // Linux keeps the most that it ever was, also before the start could be asked.
    const status = await readFile(`/proc/${program.pid}/status`, 'utf8');
    const residentBytes = 1_024 * Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]);
    const readyMs = performance.now() - beganMs;
    await sendAll(profiles + after.fresh, profiles + 2 * after.fresh, identify);
    await allIsApplied();
    const said = program.lines.filter((line) => line.includes('sales says to scoring again'));
    console.info(
      JSON.stringify({
        ...{ profiles, livesMs: Math.round(livesMs), readyMs: Math.round(readyMs), ready },
        ...{ residentMegabytes: Math.round(residentBytes / 1e6), said },
      }),
    );
    expect(said).toHaveLength(1);
    expect(JSON.parse(said[0] as string).profiles).toBe(profiles + after.fresh);
    expect(residentBytes).toBeLessThan(residentBytesMax);
    expect(program.lines.filter((line) => line.includes('out of memory'))).toEqual([]);
    // What Redis has goes on, also of events that the history lacks now; nobody is restored.
    expect(await scoresOf('u-1')).toEqual(scoresBefore);
    expect(await api(program, '/api/v1/restores')).toMatchObject({ items: [] });
  },
  msMax,
);
