/** The judgement of a foreign Redis: each message names what was found, what is allowed, and the remedy. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkRedis } from '../../src/setup/setup.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';

let server: TestServer;
let redis: Redis;

beforeAll(async () => {
  server = await startTestRedis();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(async () => {
  await redis.config('SET', 'maxmemory-policy', 'noeviction');
  await redis.config('SET', 'appendonly', 'yes');
  await redis.config('SET', 'appendfsync', 'always');
});

/** The same server with another INFO, or refusing CONFIG, as a hosted one would. */
const withInfo = (change: (info: string) => string) => ({
  info: async () => change(await redis.info()),
  config: () => Promise.reject(new Error("ERR unknown command 'config'")),
});

test('a good one passes without a word', async () => {
  expect(await checkRedis(redis)).toEqual({ errors: [], warnings: [] });
});

test('one that evicts is refused', async () => {
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const { errors } = await checkRedis(redis);
  expect(errors).toEqual([
    expect.stringMatching(/allkeys-lru; only noeviction is allowed.*CONFIG SET maxmemory-policy noeviction/),
  ]);
});

test('one that does not persist is warned about', async () => {
  await redis.config('SET', 'appendonly', 'no');
  const { errors, warnings } = await checkRedis(redis);
  expect(errors).toEqual([]);
  expect(warnings).toEqual([
    expect.stringMatching(/appendonly no; it should be yes.*CONFIG SET appendonly yes/),
  ]);
});

test('one that never syncs is warned about', async () => {
  await redis.config('SET', 'appendfsync', 'no');
  expect((await checkRedis(redis)).warnings).toEqual([
    expect.stringMatching(/appendfsync no; it should be always/),
  ]);
});

test('an old one is refused, also where CONFIG is forbidden', async () => {
  const old = withInfo((info) => info.replace(/redis_version:\S+/, 'redis_version:6.2.14'));
  const { errors, warnings } = await checkRedis(old as unknown as Redis);
  expect(errors).toEqual([expect.stringMatching(/version 6\.2\.14; 7 or newer is needed/)]);
  expect(warnings).toEqual([]);
});

test('one that reports nothing is warned about', async () => {
  const silent = withInfo(() => '');
  const { errors, warnings } = await checkRedis(silent as unknown as Redis);
  expect(errors).toEqual([]);
  expect(warnings).toHaveLength(3);
});
