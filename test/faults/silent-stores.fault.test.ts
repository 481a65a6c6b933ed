/**
 * Silent stores, on the real program: connections that stay open and are not answered, and a primary that becomes a
 * replica. Each time the work must go on by itself within 15 seconds of the store being reachable, and every accepted event
 * must count once. The old connections stay silent for ever; only new ones work.
 */
import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { differences } from '../support/checker.ts';
import { createCrowd, type Person, sendCrowd } from '../support/crowd.ts';
import { type Program, programWriteKey, startProgram } from '../support/program.ts';
import { startTestProxy, type TestProxy } from '../support/proxy.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const seed = Number(process.env['SCOVILLE_SEED'] ?? Date.now() % 1_000_000);
/** From the moment the store can be reached to the door's 200, and from the last event accepted to the last lead. */
const recoveryMsMax = 15_000;
const peopleOfOneFault = 25;

let servers: { primary: TestServer; replica: TestServer; postgres: TestServer };
let redis: TestProxy;
let postgres: TestProxy;
let program: Program;
/** Everybody whose events were accepted, of every test so far. */
const crowd: Person[] = [];
const admins: Redis[] = [];

beforeAll(async () => {
  const [primary, replica, database] = await Promise.all([
    startTestRedis(),
    startTestRedis(),
    startTestPostgres(),
  ]);
  servers = { primary, replica, postgres: database };
  [redis, postgres] = await Promise.all([startTestProxy(primary.url), startTestProxy(database.url)]);
  program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url });
});

afterAll(async () => {
  await program?.kill();
  for (const admin of admins) admin.disconnect();
  await Promise.all([redis?.stop(), postgres?.stop()]);
  await Promise.all([servers?.primary.stop(), servers?.replica.stop(), servers?.postgres.stop()]);
});

/** A connection beside the proxy. */
function adminOf({ url }: TestServer): Redis {
  const admin = new Redis(url);
  admins.push(admin);
  return admin;
}

/** Sends the events of some more people, each until it is acknowledged. */
function send() {
  const people = createCrowd(seed + crowd.length, peopleOfOneFault, Date.now() - 5 * 3_600_000);
  crowd.push(...people);
  return sendCrowd(people, program, { seed, concurrency: 4, paceMs: 10 });
}

/** Resolves when readiness is as asked and, if not ready, gives a reason that names this. */
const readiness = (status: 200 | 503, reason = '') =>
  until(
    `/readyz answers ${status} ${reason}`,
    async () => {
      const response = await fetch(`${program.url}/readyz`);
      const { reasons } = (await response.json()) as { reasons: string[] };
      return response.status === status && (status === 200 || reasons.some((one) => one.includes(reason)));
    },
    recoveryMsMax,
  );

async function post(): Promise<number> {
  const event = { type: 'page', name: 'page', anonymousId: 'somebody', messageId: crypto.randomUUID() };
  const response = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({ batch: [event], writeKey: programWriteKey }),
  });
  await response.arrayBuffer();
  return response.status;
}

const doorAnswers = (status: number) =>
  until(`the door answers ${status}`, async () => (await post()) === status, recoveryMsMax);

/** Waits until the program is ready and every score, lead and task is what the accepted events come to. */
async function recover(what: string, sent: Promise<void>): Promise<void> {
  const beganMs = performance.now();
  await doorAnswers(200);
  const doorMs = performance.now() - beganMs;
  await sent;
  let left: string[] = [];
  await until(
    'no score, lead or task differs from the accepted events',
    async () => {
      left = await differences(program, crowd, servers.postgres.url);
      return left.length === 0;
    },
    recoveryMsMax,
  ).catch(() => undefined);
  expect(left, `seed ${seed}`).toEqual([]);
  await readiness(200);
  const allMs = performance.now() - beganMs;
  console.info(`${what}: door ${Math.round(doorMs)} ms, everything ${Math.round(allMs)} ms`);
}

test('PostgreSQL silent under load: not ready meanwhile, and every lead afterwards', async () => {
  const sender = send();
  await until('some events were accepted', () => sender.accepted() > 20);
  postgres.silence();
  await readiness(503, 'postgresql');
  // Not only the check's own connection: the loops have found that theirs are silent.
  await readiness(503, 'relay: waits for postgresql');
  await readiness(503, 'copier: waits for postgresql');
  await until('connecting again is not answered either', () => postgres.openedInSilence() > 3);
  await sender.done;
  postgres.heal();
  await recover('PostgreSQL silent', sender.done);
});

test('Redis silent under load: the door answers 503 meanwhile and 200 afterwards', async () => {
  const sender = send();
  await until('some events were accepted', () => sender.accepted() > 20);
  redis.silence();
  await readiness(503, 'redis');
  await doorAnswers(503);
  await until('connecting again is not answered either', () => redis.openedInSilence() > 3);
  redis.heal();
  await recover('Redis silent', sender.done);
});

test('connections to both stores silent for ever while new ones work', async () => {
  const sender = send();
  await until('some events were accepted', () => sender.accepted() > 20);
  for (const store of [postgres, redis]) {
    store.silence();
    store.heal();
  }
  await recover('both stranded', sender.done);
});

test('Redis refuses writes for a while: they go on by themselves', async () => {
  const admin = adminOf(servers.primary);
  const obstacle = path.join(servers.primary.directory, 'dump.rdb');
  mkdirSync(obstacle);
  await admin.config('SET', 'save', '3600 1');
  await until('writes are refused', async () => {
    await admin.bgsave().catch(() => undefined);
    return admin.set('probe', '').then(
      () => false,
      (error: Error) => error.message.startsWith('MISCONF'),
    );
  });
  const sender = send();
  await doorAnswers(503);
  rmdirSync(obstacle);
  await admin.config('SET', 'save', '');
  await recover('writes refused', sender.done);
});

test('an orderly failover of Redis: old connections leave the former primary', async () => {
  const { primary, replica } = servers;
  const [old, next] = [adminOf(primary), adminOf(replica)];
  for (const admin of [old, next]) await admin.config('SET', 'masterauth', 'test');
  await old.config('SET', 'repl-diskless-sync-delay', 0);
  const { hostname, port } = new URL(replica.url);
  await next.replicaof(new URL(primary.url).hostname, Number(new URL(primary.url).port));
  await until('the replica follows', async () =>
    (await next.info('replication')).includes('master_link_status:up'),
  );
  const sender = send();
  await until('some events were accepted', () => sender.accepted() > 20);
  await old.call('FAILOVER', 'TO', hostname, port);
  await until('the replica is the primary', async () => (await next.role())[0] === 'master');
  await readiness(503, 'redis');
  redis.pointTo(replica.url);
  await recover('failover', sender.done);
});
