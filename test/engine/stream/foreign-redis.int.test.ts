/** The door on a Redis of another installation: nothing is written there, also where the address of Redis begins to lead to it. */
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installationKey, keysOf } from '../../../src/engine/stream/keys.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestProxy, type TestProxy } from '../../support/proxy.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

let servers: TestServer[] = [];
let proxy: TestProxy;
let stream: Stream;
let own: Redis;
let other: Redis;

beforeEach(async () => {
  servers = await Promise.all([startTestRedis(), startTestRedis()]);
  [own, other] = servers.map(({ url }) => new Redis(url)) as [Redis, Redis];
  for (const [redis, id] of [
    [own, 'ours'],
    [other, 'theirs'],
  ] as const)
    await redis.hset(installationKey, { id, era: 1, partitions: 2 });
  proxy = await startTestProxy(servers[0]?.url ?? '');
  stream = await openStream({ url: proxy.url, partitions: 2, onError: () => undefined });
  await until('every connection is ready', () => stream.ping().then(() => true));
});

afterEach(async () => {
  await stream?.close();
  for (const redis of [own, other]) redis?.disconnect();
  await proxy?.stop();
  for (const server of servers) await server.stop();
});

const append = () => stream.appender.append([{ partition: 0, field: 'e', json: '{}' }]);
const entriesIn = (redis: Redis) => redis.xlen(keysOf(0).events);
const refusal = {
  code: 'foreign_installation',
  status: 503,
  detail: expect.stringMatching(/belongs to installation theirs, .* works for ours: correct REDIS_URL/),
};

test('an address that begins to lead to another installation: not one event is written there', async () => {
  await append();
  proxy.pointTo(servers[1]?.url ?? '');
  await own.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await until('it is connected again', () => stream.ping().then(() => true));
  await expect(append()).rejects.toMatchObject(refusal);
  expect(await stream.appender.check()).toMatch(/belongs to installation theirs/);
  expect([await entriesIn(own), await entriesIn(other)]).toEqual([1, 0]);
  proxy.pointTo(servers[0]?.url ?? '');
  await other.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await until('events are accepted again', () => append().then(() => true));
  expect(await entriesIn(other)).toBe(0);
});

test('data of another installation behind a connection that stays is noticed, and an emptied Redis is written to', async () => {
  await append();
  await own.hset(installationKey, 'id', 'theirs');
  await until('it is refused', () =>
    append().then(
      () => false,
      (error) => error.code === refusal.code,
    ),
  );
  await own.flushall();
  await until('it is accepted again', () => append().then(() => true));
});

test('a process that knows its installation refuses another from its first event on', async () => {
  stream.eras.id = 'ours';
  await own.hset(installationKey, 'id', 'theirs');
  await expect(append()).rejects.toMatchObject(refusal);
  expect(await entriesIn(own)).toBe(0);
});
