/** The form in which states are stored: what an earlier program reads where one may work, the compact one elsewhere. */
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { partitionOf } from '../../../src/base/kernel/kernel.ts';
import { unpackRecord } from '../../../src/engine/processing/processing.ts';
import { installationKey, keysOf } from '../../../src/engine/stream/keys.ts';
import { openStream } from '../../../src/engine/stream/stream.ts';
import { startTestRedis } from '../../support/servers.ts';
import { startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

const partitions = 2;

async function emptyRedis() {
  const server = await startTestRedis();
  onTestFinished(server.stop);
  const redis = new Redis(server.url);
  onTestFinished(() => redis.disconnect());
  return { redis, url: server.url };
}

/** One process looks at so many different pages for a visitor; returns the stored state after that. */
async function stored({ redis, url }: Awaited<ReturnType<typeof emptyRedis>>, pages: readonly string[]) {
  const spine = await startSpine({ redisUrl: url, partitions });
  spine.startWorker();
  for (const page of pages) {
    const event = { type: 'page', anonymousId: 'v', messageId: page, properties: { path: `/${page}` } };
    expect(await spine.post('/v1/page', event)).toBe(200);
  }
  const id = await until('it is known', () => spine.profiles.idOf('v'));
  const key = keysOf(partitionOf(id, partitions)).profile(id);
  const packed = await until('its events are there', async () => {
    const found = await redis.getBuffer(key);
    const record = found && unpackRecord(found);
    return record?.kind === 'state' && record.state.matchedEvents.length >= pages.length && found;
  });
  const score = (await spine.profiles.profile('v'))?.scores['emea-lead-scoring']?.score;
  await spine.close();
  const record = unpackRecord(packed);
  return { packed, score, events: record.kind === 'state' ? record.state.matchedEvents.length : 0 };
}

test('an installation of an earlier program keeps the form that it reads, and may change over', async () => {
  const installation = await emptyRedis();
  await installation.redis.hset(installationKey, 'partitions', partitions);
  const plain = await stored(installation, ['a']);
  expect(plain.packed[0]).toBeGreaterThanOrEqual(128);
  // Said by an operator once no earlier program runs: a process reads it as it starts.
  await installation.redis.hset(installationKey, 'states', 'compact');
  const compact = await stored(installation, ['b', 'c']);
  expect(compact).toMatchObject({ events: 3, score: 3 });
  expect(compact.packed[0]).toBe(0x43);
  // And back.
  await installation.redis.hdel(installationKey, 'states');
  const again = await stored(installation, ['a', 'b', 'c', 'd']);
  expect(again).toMatchObject({ events: 4, score: 3 });
  expect(again.packed[0]).toBeGreaterThanOrEqual(128);
});

test.each([
  ['a new installation has the compact form', false, 'compact'],
  ['one that PostgreSQL knows has the plain form, since earlier programs may work for it', true, null],
])('%s', async (_what, isKnown, states) => {
  const { redis, url } = await emptyRedis();
  const stream = await openStream({ url, partitions, isKnown, onError: () => undefined });
  onTestFinished(stream.close);
  expect(stream.eras.layout.hasCompactStates).toBe(!isKnown);
  expect(await redis.hget(installationKey, 'states')).toBe(states);
  // Redis is emptied, and a running process begins the next era.
  await redis.flushall();
  await stream.eras.install({ id: 'one', era: 2 });
  expect(await redis.hget(installationKey, 'states')).toBe(states);
});
