/** A primary that Sentinels name: when it is lost, work goes on by itself on the replica that they promote. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestReplica, type TestReplica } from '../../support/replica.ts';
import { startTestSentinel, type TestSentinel } from '../../support/sentinel.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

const failoverMsMax = 60_000;

let primary: TestServer;
let replica: TestReplica;
let sentinel: TestSentinel;
let stream: Stream;

beforeAll(async () => {
  primary = await startTestRedis();
  replica = await startTestReplica(primary);
  sentinel = await startTestSentinel('main', primary);
  const { password } = new URL(primary.url);
  // The first Sentinel is away: the next one is asked.
  const url = `redis-sentinel://:${password}@127.0.0.1:1,127.0.0.1:${sentinel.port}/main?sentinelPassword=${sentinel.password}`;
  stream = await openStream({ url, partitions: 2, onError: () => undefined });
  await until('every connection is ready', () => stream.ping().then(() => true));
});
afterAll(async () => {
  await stream?.close();
  await sentinel?.stop();
  await Promise.all([replica?.stop(), primary?.stop()]);
});

const append = (json: string) => stream.appender.append([{ partition: 0, field: 'e', json }]);

test('the primary killed: doors refuse, workers wait, and both go on with the promoted replica', async () => {
  await append('"before"');
  // Sentinel promotes a replica that has all; asynchronous replication would let it lack the event.
  await until('the replica has the event', async () => (await stream.backlog(Date.now()))[0]?.lag === 1);
  await stream.jobs.connection.wait(1, failoverMsMax);
  let rings = 0;
  stream.bell.onEvents(() => rings++);
  await primary.kill();
  await expect(append('"lost"')).rejects.toMatchObject({ code: 'stream_unavailable', status: 503 });
  const waiting = stream.partition(0).read('0-0', { entriesMax: 10, bytesMax: 1024 });
  await until(
    'the Sentinel names the replica',
    async () => (await sentinel.primaryPort()) === Number(new URL(replica.url).port),
    failoverMsMax,
  );
  await until('events are taken again', () => append('"after"').then(() => true), failoverMsMax);
  expect((await waiting).entries[0]).toMatchObject({ json: '["before"]' });
  await until('every connection is ready', () => stream.ping().then(() => true), failoverMsMax);
  await until('the bell is heard', async () => {
    await append('"heard"');
    return rings > 0;
  });
});
