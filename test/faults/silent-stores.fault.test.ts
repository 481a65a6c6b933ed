/**
 * Silent stores, on the real program: connections that stay open and are not answered, and a primary that becomes a
 * replica. Each time the work must go on by itself within 15 seconds of the store being reachable, and every accepted event
 * must count once. The old connections stay silent for ever; only new ones work.
 */
import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { differencesLeft } from '../support/checker.ts';
import { createCrowd, type Person, sendCrowd } from '../support/crowd.ts';
import { type Program, programWriteKey, startProgram } from '../support/program.ts';
import { startTestProxy, type TestProxy } from '../support/proxy.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { isLong, seed } from '../support/test-form.ts';
import { until } from '../support/until.ts';

/** From the moment the store can be reached to the door's 200, and from the last event accepted to the last lead. */
const recoveryMsMax = 15_000;
const peopleOfOneFault = 25;

/** Stores behind proxies, a program, and everybody whose events it has accepted. */
interface Installation {
  servers: { redis: TestServer; postgres: TestServer };
  redis: TestProxy;
  postgres: TestProxy;
  program: Program;
  crowd: Person[];
}

/** Installs for a group of tests: groups run side by side, because each mostly waits for a limit of silence. */
function installation(): () => Installation {
  let installed: Installation | null = null;
  beforeAll(async () => {
    const [redisServer, postgresServer] = await Promise.all([startTestRedis(), startTestPostgres()]);
    const servers = { redis: redisServer, postgres: postgresServer };
    const redis = await startTestProxy(servers.redis.url);
    const postgres = await startTestProxy(servers.postgres.url);
    const program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url });
    installed = { servers, redis, postgres, program, crowd: [] };
  });
  afterAll(async () => {
    await installed?.program.kill();
    await Promise.all([installed?.redis.stop(), installed?.postgres.stop()]);
    await Promise.all([installed?.servers.redis.stop(), installed?.servers.postgres.stop()]);
  });
  return () => installed as Installation;
}

/** A connection beside the proxy, for one test. */
function adminOf({ url }: TestServer, { onTestFinished }: TestContext): Redis {
  const admin = new Redis(url);
  onTestFinished(() => admin.disconnect());
  return admin;
}

/** Sends the events of some more people, each until it is acknowledged. */
function send({ program, crowd }: Installation) {
  const people = createCrowd(seed + crowd.length, peopleOfOneFault, Date.now() - 5 * 3_600_000);
  crowd.push(...people);
  return sendCrowd(people, program, { seed, concurrency: 4, paceMs: 10 });
}

/** Resolves when readiness is as asked and, if not ready, gives a reason that names this. */
const readiness = ({ program }: Installation, status: 200 | 503, reason = '') =>
  until(
    `/readyz answers ${status} ${reason}`,
    async () => {
      const response = await fetch(`${program.url}/readyz`);
      const { reasons } = (await response.json()) as { reasons: string[] };
      return response.status === status && (status === 200 || reasons.some((one) => one.includes(reason)));
    },
    recoveryMsMax,
  );

async function post({ program }: Installation): Promise<number> {
  const event = { type: 'page', name: 'page', anonymousId: 'somebody', messageId: crypto.randomUUID() };
  const response = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({ batch: [event], writeKey: programWriteKey }),
  });
  await response.arrayBuffer();
  return response.status;
}

const doorAnswers = (of: Installation, status: number) =>
  until(`the door answers ${status}`, async () => (await post(of)) === status, recoveryMsMax);

/** Waits until the program is ready and every score, lead and task is what the accepted events come to. */
async function recover(of: Installation, what: string, sent: Promise<void>): Promise<void> {
  const beganMs = performance.now();
  await doorAnswers(of, 200);
  const doorMs = performance.now() - beganMs;
  await sent;
  const left = await differencesLeft(of.program, of.crowd, of.servers.postgres.url, recoveryMsMax);
  expect(left, `seed ${seed}`).toEqual([]);
  await readiness(of, 200);
  const allMs = performance.now() - beganMs;
  console.info(`${what}: door ${Math.round(doorMs)} ms, everything ${Math.round(allMs)} ms`);
}

describe.concurrent('PostgreSQL, and both stores', () => {
  const installed = installation();

  test('PostgreSQL silent under load: not ready meanwhile, and every lead afterwards', {
    concurrent: false,
  }, async () => {
    const of = installed();
    const sender = send(of);
    await until('some events were accepted', () => sender.accepted() > 20);
    of.postgres.silence();
    await readiness(of, 503, 'postgresql');
    // Not only the check's own connection: the loops have found that theirs are silent.
    await readiness(of, 503, 'relay: waits for PostgreSQL');
    await readiness(of, 503, 'copier: waits for PostgreSQL');
    await until('connecting again is not answered either', () => of.postgres.openedInSilence() > 3);
    await sender.done;
    of.postgres.heal();
    await recover(of, 'PostgreSQL silent', sender.done);
  });

  test('connections to both stores silent for ever while new ones work', { concurrent: false }, async () => {
    const of = installed();
    const sender = send(of);
    await until('some events were accepted', () => sender.accepted() > 20);
    for (const store of [of.postgres, of.redis]) {
      store.silence();
      store.heal();
    }
    await recover(of, 'both stranded', sender.done);
  });

  test.runIf(isLong)(
    'both silent as the program is stopped: it ends within the limit',
    {
      concurrent: false,
    },
    async () => {
      const of = installed();
      for (const store of [of.postgres, of.redis]) store.silence();
      await readiness(of, 503, 'redis');
      const beganMs = performance.now();
      await of.program.stop();
      expect(performance.now() - beganMs).toBeLessThan(limits.stopMsMax + limits.closeStepMsMax);
    },
  );
});

describe.concurrent('Redis', () => {
  const installed = installation();

  test('Redis silent under load: the door answers 503 meanwhile and 200 afterwards', {
    concurrent: false,
  }, async () => {
    const of = installed();
    const sender = send(of);
    await until('some events were accepted', () => sender.accepted() > 20);
    of.redis.silence();
    await readiness(of, 503, 'redis');
    await doorAnswers(of, 503);
    await until('connecting again is not answered either', () => of.redis.openedInSilence() > 3);
    of.redis.heal();
    await recover(of, 'Redis silent', sender.done);
  });

  test('Redis refuses writes for a while: they go on by themselves', {
    concurrent: false,
  }, async (context) => {
    const of = installed();
    const admin = adminOf(of.servers.redis, context);
    const obstacle = path.join(of.servers.redis.directory, 'dump.rdb');
    mkdirSync(obstacle);
    await admin.config('SET', 'save', '3600 1');
    await until('writes are refused', async () => {
      await admin.bgsave().catch(() => undefined);
      return admin.set('probe', '').then(
        () => false,
        (error: Error) => error.message.startsWith('MISCONF'),
      );
    });
    const sender = send(of);
    await doorAnswers(of, 503);
    rmdirSync(obstacle);
    await admin.config('SET', 'save', '');
    await recover(of, 'writes refused', sender.done);
  });

  test('an orderly failover of Redis: old connections leave the former primary', {
    concurrent: false,
  }, async (context) => {
    const of = installed();
    const primary = of.servers.redis;
    const replica = await startTestRedis();
    context.onTestFinished(replica.stop);
    const [old, next] = [adminOf(primary, context), adminOf(replica, context)];
    for (const admin of [old, next]) await admin.config('SET', 'masterauth', 'test');
    await old.config('SET', 'repl-diskless-sync-delay', 0);
    const { hostname, port } = new URL(replica.url);
    await next.replicaof(new URL(primary.url).hostname, Number(new URL(primary.url).port));
    await until('the replica follows', async () =>
      (await next.info('replication')).includes('master_link_status:up'),
    );
    const sender = send(of);
    await until('some events were accepted', () => sender.accepted() > 20);
    // The replica says that it follows a moment before the primary knows it as online.
    await until('the primary knows the replica', async () =>
      (await old.info('replication')).includes('state=online'),
    );
    await old.call('FAILOVER', 'TO', hostname, port);
    await until('the replica is the primary', async () => (await next.role())[0] === 'master');
    await readiness(of, 503, 'redis');
    of.redis.pointTo(replica.url);
    await recover(of, 'failover', sender.done);
  });

  test('Redis silent as the program is stopped: every part closes in order', {
    concurrent: false,
  }, async () => {
    const of = installed();
    of.redis.silence();
    await readiness(of, 503, 'redis');
    // A stop that takes longer than its limit is given up, with code 1.
    expect(await of.program.stop(), of.program.lines.slice(-9).join('\n')).toBe(0);
  });
});
