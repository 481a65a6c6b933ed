/** The fence on a real Redis: who may commit, what a second commit meets, and deliveries that may be repeated. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { type Commit, openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';

let server: TestServer;
let stream: Stream;
let redis: Redis;

beforeAll(async () => {
  server = await startTestRedis();
  stream = await openStream({ url: server.url, partitions: 4, onError: () => undefined });
  redis = new Redis(server.url);
});

afterAll(async () => {
  redis?.disconnect();
  await stream?.close();
  await server?.stop();
});

const nothing = (offset: string): Commit => ({
  offset,
  profiles: new Map(),
  identities: new Map(),
  tierUpdates: [],
  ledger: null,
  outbox: [],
  timers: new Map(),
  spent: [],
});

const append = (partition: number, count: number) =>
  stream.appender.append(
    Array.from({ length: count }, (_, index) => ({ partition, field: 'e' as const, json: String(index) })),
  );

test('a commit moves data and offset together', async () => {
  const log = stream.partition(0);
  await append(0, 3);
  const lease = await log.takeLease();
  const [entry] = await log.read(lease.offset, 10);
  expect(entry).toMatchObject({ field: 'e', json: '[0,1,2]' });
  const commit = {
    ...nothing(entry?.id ?? ''),
    profiles: new Map([['x', Buffer.of(1, 2, 3)]]),
    tierUpdates: ['{"a":1}'],
    timers: new Map([['x', 5]]),
  };
  expect(await log.commit(lease, commit, 1)).toBe('committed');
  expect((await log.load(['x', 'y'], [])).profiles).toEqual([Buffer.of(1, 2, 3), null]);
  expect(await log.dueTimers(5)).toEqual(['x']);
  expect(await log.dueTimers(4)).toEqual([]);
  expect(await stream.backlog(4)).toMatchObject([{ lag: 0, due: 0 }, {}, {}, {}]);
  expect(await stream.readTierUpdates(new Map(), 10)).toMatchObject([{ partition: 0, record: { a: 1 } }]);
});

test('a worker whose lease was taken writes nothing, and neither does one that missed a commit', async () => {
  const log = stream.partition(1);
  await append(1, 1);
  const old = await log.takeLease();
  const [entry] = await log.read(old.offset, 10);
  const taken = await log.takeLease();
  const commit = { ...nothing(entry?.id ?? ''), profiles: new Map([['z', Buffer.of(9)]]) };
  expect(await log.commit({ ...old }, commit, 1)).toBe('fenced');
  expect((await log.load(['z'], [])).profiles).toEqual([null]);
  expect(await log.commit({ ...taken, offset: '1-1' }, commit, 1)).toBe('fenced');
  expect((await log.load(['z'], [])).profiles).toEqual([null]);
  expect(await log.commit(taken, commit, 1)).toBe('committed');
});

test('the same commit sent twice after a reconnect has succeeded, once', async () => {
  const log = stream.partition(2);
  await append(2, 1);
  const lease = await log.takeLease();
  const [entry] = await log.read(lease.offset, 10);
  const before = { ...lease };
  const commit = { ...nothing(entry?.id ?? ''), tierUpdates: ['{}'] };
  expect(await log.commit(lease, commit, 1)).toBe('committed');
  expect(await log.commit(before, commit, 1)).toBe('committed');
  expect(
    (await stream.readTierUpdates(new Map(), 100)).filter(({ partition }) => partition === 2),
  ).toHaveLength(1);
  expect((await stream.backlog(0))[2]).toMatchObject({ lag: 0, historyLag: 1 });
});

test('more strings than Lua can unpack at once are all written', async () => {
  const log = stream.partition(3);
  const lease = await log.takeLease();
  const profiles = new Map(
    Array.from({ length: 5_001 }, (_, index) => [`many-${index}`, Buffer.of(index % 256)]),
  );
  expect(await log.commit(lease, { ...nothing(lease.offset), profiles }, 0)).toBe('committed');
  const { profiles: found } = await log.load([...profiles.keys()], []);
  expect(found.every((value, index) => value?.[0] === index % 256)).toBe(true);
});

const outboxKey = keysOf(3).outbox;

test('a delivery repeated by anyone changes nothing', async () => {
  const log = stream.partition(3);
  const lease = await log.takeLease();
  const outbox = [
    { target: 2, field: 'e' as const, json: '["one"]' },
    { target: 2, field: 'e' as const, json: '["two"]' },
  ];
  await log.commit(lease, { ...nothing(lease.offset), outbox }, 0);
  const waiting = await redis.xrange(outboxKey, '-', '+');
  await Promise.all([log.passOn(), log.passOn()]);
  // A worker that had read the outbox before it was trimmed, and delivers only now.
  const entries = waiting.flatMap(([id, fields]) => [id, fields[2] ?? '', fields[3] ?? '']);
  expect(entries).toHaveLength(6);
  expect(
    await stream.jobs.connection.scovilleDeliver(2, keysOf(2).inbox, keysOf(2).events, 3, ...entries),
  ).toBe(0);
  const target = stream.partition(2);
  const leaseOfTarget = await target.takeLease();
  expect((await target.read(leaseOfTarget.offset, 10)).map(({ json }) => json)).toEqual([
    '["one"]',
    '["two"]',
  ]);
});

test('ids of match signatures are given once, to any number of processes', async () => {
  const [one, two] = await Promise.all([
    stream.signatureIds(['p', 'p/a', 'p/b']),
    stream.signatureIds(['p/b', 'p', 'p/c']),
  ]);
  expect(one.get('p/b')).toBe(two.get('p/b'));
  expect(new Set([...one.values(), ...two.values()]).size).toBe(4);
  expect(Math.min(...one.values(), ...two.values())).toBe(1);
});
