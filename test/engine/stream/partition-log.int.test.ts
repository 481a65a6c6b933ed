/** The fence on a real Redis: who may commit, what a second commit meets, and deliveries that may be repeated. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { emptyCommit, openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { leaseOf } from '../../support/leases.ts';
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

const wish = { entriesMax: 10, bytesMax: limits.commitReadBytesMax };
const loading = (least: number) => ({ least, bytesMax: limits.commitLoadBytesMax });
const nothing = (offset: string) => emptyCommit({ offset, within: 0 });

const profilesOf = (...ids: string[]) => ids.map((id) => ({ kind: 'profile' as const, id }));

const append = (partition: number, count: number) =>
  stream.appender.append(
    Array.from({ length: count }, (_, index) => ({ partition, field: 'e' as const, json: String(index) })),
  );

test('a commit moves data and offset together', async () => {
  const log = stream.partition(0);
  await append(0, 3);
  const lease = await leaseOf(log);
  const [entry] = (await log.read(lease.offset, wish)).entries;
  expect(entry).toMatchObject({ field: 'e', json: '[0,1,2]' });
  const commit = {
    ...nothing(entry?.id ?? ''),
    profiles: new Map([['x', Buffer.of(1, 2, 3)]]),
    tierUpdates: ['{"a":1}'],
    timers: new Map([['x', 5]]),
  };
  expect(await log.commit(lease, commit, 1)).toBe('committed');
  expect(await log.load(profilesOf('x', 'y'), loading(0))).toEqual([Buffer.of(1, 2, 3), null]);
  expect(await log.dueTimers(5)).toEqual(['x']);
  expect(await log.dueTimers(4)).toEqual([]);
  expect(await stream.backlog(4)).toMatchObject([{ lag: 0, due: 0 }, {}, {}, {}]);
  expect(await stream.tierUpdates.read(new Map(), 10)).toMatchObject([{ partition: 0, record: { a: 1 } }]);
});

test('a worker whose lease was taken writes nothing, and neither does one that missed a commit', async () => {
  const log = stream.partition(1);
  await append(1, 1);
  const old = await leaseOf(log);
  const [entry] = (await log.read(old.offset, wish)).entries;
  const taken = await leaseOf(log);
  const commit = { ...nothing(entry?.id ?? ''), profiles: new Map([['z', Buffer.of(9)]]) };
  expect(await log.commit({ ...old }, commit, 1)).toBe('fenced');
  expect(await log.load(profilesOf('z'), loading(0))).toEqual([null]);
  expect(await log.commit({ ...taken, offset: '1-1' }, commit, 1)).toBe('fenced');
  expect(await log.load(profilesOf('z'), loading(0))).toEqual([null]);
  expect(await log.commit(taken, commit, 1)).toBe('committed');
});

test('the same commit sent twice after a reconnect has succeeded, once', async () => {
  const log = stream.partition(2);
  await append(2, 1);
  const lease = await leaseOf(log);
  const [entry] = (await log.read(lease.offset, wish)).entries;
  const before = { ...lease };
  const commit = { ...nothing(entry?.id ?? ''), tierUpdates: ['{}'] };
  expect(await log.commit(lease, commit, 1)).toBe('committed');
  expect(await log.commit(before, commit, 1)).toBe('committed');
  expect(
    (await stream.tierUpdates.read(new Map(), 100)).filter(({ partition }) => partition === 2),
  ).toHaveLength(1);
  expect((await stream.backlog(0))[2]).toMatchObject({ lag: 0, historyLag: 1 });
});

test('more strings than Lua can unpack at once are all written', async () => {
  const log = stream.partition(3);
  const lease = await leaseOf(log);
  const profiles = new Map(
    Array.from({ length: 5_001 }, (_, index) => [`many-${index}`, Buffer.of(index % 256)]),
  );
  expect(await log.commit(lease, { ...nothing(lease.offset), profiles }, 0)).toBe('committed');
  const found = await log.load(profilesOf(...profiles.keys()), loading(0));
  expect(found.every((value, index) => value?.[0] === index % 256)).toBe(true);
});

test('values of any length are written and read as they are, as many as a list of any length has', async () => {
  const log = stream.partition(3);
  const lease = await leaseOf(log);
  const lengths = [0, 1, 31, 32, 255, 256, 1_023, 1_024, 65_535, 65_536];
  const profiles = new Map(
    lengths.map((length) => [
      `of-${length}`,
      Buffer.alloc(length, `${length} of any bytes, \xff too`, 'latin1'),
    ]),
  );
  const identities = new Map([['of-1', '{"name":"Zoë"}']]);
  expect(await log.commit(lease, { ...nothing(lease.offset), profiles, identities }, 0)).toBe('committed');
  expect(await log.load(profilesOf(...profiles.keys(), 'none'), loading(99))).toEqual([
    ...profiles.values(),
    null,
  ]);
  expect(await log.load([{ kind: 'identity', id: 'of-1' }], loading(0))).toEqual([
    Buffer.from('{"name":"Zoë"}'),
  ]);
  for (const count of [15, 16, 65_535, 65_536]) {
    const ids = Array.from({ length: count }, (_, index) => `none-${index}`);
    ids[count - 1] = 'of-31';
    const found = await log.load(profilesOf(...ids), loading(0));
    expect([found.length, found.at(-2), found.at(-1)]).toEqual([count, null, profiles.get('of-31')]);
  }
});

const outboxKey = keysOf(3).outbox;

test('a delivery repeated by anyone changes nothing', async () => {
  const log = stream.partition(3);
  const lease = await leaseOf(log);
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
    await stream.jobs.connection.scovilleDeliver(
      3,
      keysOf(2).cursor,
      keysOf(2).inbox,
      keysOf(2).events,
      '0',
      3,
      ...entries,
    ),
  ).toBe(0);
  const target = stream.partition(2);
  const leaseOfTarget = await leaseOf(target);
  expect((await target.read(leaseOfTarget.offset, wish)).entries.map(({ json }) => json)).toEqual([
    '["one"]',
    '["two"]',
  ]);
});

test('ids of match signatures are given once, to any number of processes', async () => {
  const [one, two] = await Promise.all([
    stream.activation.signatureIds(['p', 'p/a', 'p/b']),
    stream.activation.signatureIds(['p/b', 'p', 'p/c']),
  ]);
  expect(one.get('p/b')).toBe(two.get('p/b'));
  expect(new Set([...one.values(), ...two.values()]).size).toBe(4);
  expect(Math.min(...one.values(), ...two.values())).toBe(1);
});

test('as many entries and values are read as their bytes allow, and one in any case', async () => {
  const log = stream.partition(1);
  const { events } = keysOf(1);
  const lease = await leaseOf(log);
  const half = 'x'.repeat(limits.commitReadBytesMax / 2);
  const sizes = [half.length, half.length, 3 * half.length, 5];
  for (const size of sizes) await redis.xadd(events, '*', 'e', 'x'.repeat(size));
  const read: number[][] = [];
  const rest: boolean[] = [];
  for (let { offset } = lease; ; ) {
    const { entries, hasMore } = await log.read(offset, wish);
    if (entries.length === 0) break;
    read.push(entries.map(({ json }) => json.length));
    rest.push(hasMore);
    offset = entries.at(-1)?.id ?? '';
  }
  expect(read).toEqual([sizes.slice(0, 2), [sizes[2]], [sizes[3]]]);
  expect(rest).toEqual([true, true, false]);

  const large = Buffer.alloc(limits.commitLoadBytesMax / 4);
  const ids = Array.from({ length: 9 }, (_, index) => `large-${index}`);
  const profiles = new Map(ids.map((id) => [id, large]));
  expect(await log.commit(lease, { ...nothing(lease.offset), profiles }, 0)).toBe('committed');
  expect(await log.load(profilesOf(...ids), loading(0))).toHaveLength(4);
  expect(await log.load(profilesOf(...ids), loading(6))).toHaveLength(6);
  expect(await log.load(profilesOf('none', ...ids.slice(0, 3)), loading(0))).toEqual([
    null,
    large,
    large,
    large,
  ]);
});
