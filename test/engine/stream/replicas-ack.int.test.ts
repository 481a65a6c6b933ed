/** An event that replicas must have: accepted when they have it, 503 with the reason when they have it not in time. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestReplica, type TestReplica } from '../../support/replica.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

let primary: TestServer;
let replica: TestReplica;
let stream: Stream;

beforeAll(async () => {
  primary = await startTestRedis();
  replica = await startTestReplica(primary);
  const options = { url: primary.url, partitions: 2, onError: () => undefined };
  stream = await openStream({ ...options, replicasAck: 1 });
  await until('every connection is ready', () => stream.ping().then(() => true));
});

afterAll(async () => {
  await stream?.close();
  await Promise.all([replica?.stop(), primary?.stop()]);
});

const append = (json: string) => stream.appender.append([{ partition: 0, field: 'e', json }]);

test('an accepted event is in the replica', async () => {
  const redis = new Redis(replica.url);
  for (let index = 0; index < 20; index++) {
    await append(String(index));
    const entries = await redis.xrange(keysOf(0).events, '-', '+');
    expect(entries.at(-1)?.[1]).toEqual(['e', `[${index}]`]);
  }
  redis.disconnect();
});

test('with a frozen replica it is refused with the reason, the other calls go on, and it is taken again afterwards', async () => {
  replica.freeze();
  const refused = append('"late"');
  let isAnswered = false;
  const answered = () => {
    isAnswered = true;
  };
  void refused.then(answered, answered);
  await stream.profiles.peek('nobody');
  expect(isAnswered).toBe(false);
  await expect(refused).rejects.toMatchObject({
    code: 'replicas_behind',
    status: 503,
    detail: expect.stringContaining('0 of REDIS_REPLICAS_ACK=1 replicas'),
  });
  replica.thaw();
  await until('it is taken again', () => append('"again"').then(() => true));
});
