/** A bell that nobody hears costs a bounded delay: a sweeper that rests long finds what was appended, and what is due, by itself. */
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let server: TestServer | undefined;
let spine: Spine | undefined;
let redis: Redis | undefined;

afterEach(async () => {
  redis?.disconnect();
  await spine?.close();
  await server?.stop();
});

const lostMsMax = limits.sweepQuietMsMax + 10_000;

test('an event without a bell is scored, and so is one whose bell rang while nobody listened', async () => {
  server = await startTestRedis({ appendfsync: 'no' });
  const opened = await startSpine({ redisUrl: server.url, partitions: 1 });
  spine = opened;
  redis = new Redis(server.url);
  const { events } = keysOf(0);
  const isScored = async () => (await opened.stream.backlog(0)).every(({ lag }) => lag === 0);
  const page = { anonymousId: 'ada', properties: { path: '/managed-cloud' } };
  expect(await opened.post('/v1/page', { ...page, messageId: 'first' })).toBe(200);
  opened.startWorker();
  await until('the first event is scored', isScored);
  const [entry] = await redis.xrange(events, '-', '+', 'COUNT', 1);
  const fields = entry?.[1] ?? [];
  // As a door that died between its append and its bell leaves it.
  await redis.xadd(events, '*', ...fields);
  expect(await isScored()).toBe(false);
  await until('the event without a bell is scored', isScored, lostMsMax);

  await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await redis.xadd(events, '*', ...fields);
  await until('so is the other', isScored, lostMsMax);
});
