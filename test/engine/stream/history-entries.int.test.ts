/** The two readers of the events on a real Redis: an entry is forgotten when scoring and the history both have it, and not before. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import {
  emptyCommit,
  openStream,
  type PartitionLog,
  type Stream,
} from '../../../src/engine/stream/stream.ts';
import { leaseOf } from '../../support/leases.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

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

/** Appends so many entries, one by one, and answers the ids of all that lie there. */
async function fill(partition: number, entries: number): Promise<string[]> {
  for (let index = 0; index < entries; index++)
    await stream.appender.append([{ partition, field: 'e', json: String(index) }]);
  return (await redis.xrange(keysOf(partition).events, '-', '+')).map(([id]) => id);
}

async function score(log: PartitionLog, entriesMax: number, ledger: string[] = []): Promise<void> {
  const lease = await leaseOf(log);
  const entries =
    entriesMax === 0 ? [] : (await log.read(lease.offset, { entriesMax, bytesMax: 1024 })).entries;
  const offset = entries.at(-1)?.id ?? lease.offset;
  const commit = { ...emptyCommit({ offset, within: 0 }), ledger };
  expect(await log.commit(lease, commit, entries.length)).toBe('committed');
}

const has = (partition: number, events: string | undefined, ledger?: string) =>
  stream.history.has({
    events: new Map(events === undefined ? [] : [[partition, events]]),
    ledger: new Map(ledger === undefined ? [] : [[partition, ledger]]),
  });
const backlog = async (partition: number) => {
  const { lag, historyLag } = (await stream.backlog(0))[partition] ?? {};
  return { lag, historyLag };
};

test('an entry goes when both readers have it, in either order', async () => {
  const ids = await fill(0, 5);
  const log = stream.partition(0);
  expect(await backlog(0)).toEqual({ lag: 5, historyLag: 5 });
  await score(log, 3);
  expect(await backlog(0)).toEqual({ lag: 2, historyLag: 5 });
  await has(0, ids[1]);
  expect(await backlog(0)).toEqual({ lag: 2, historyLag: 3 });
  await has(0, ids[4]);
  expect(await backlog(0)).toEqual({ lag: 2, historyLag: 2 });
  await score(log, 1);
  expect(await redis.xlen(keysOf(0).events)).toBe(1);
  await score(log, 1);
  expect(await redis.xlen(keysOf(0).events)).toBe(0);
  expect(await backlog(0)).toEqual({ lag: 0, historyLag: 0 });
});

test('what the history has is never taken back, and a look at the timers counts no entry', async () => {
  const ids = await fill(1, 3);
  await has(1, ids[2]);
  await has(1, ids[0]);
  await has(1, undefined);
  expect(await redis.hget(keysOf(1).cursor, 'history')).toBe(ids[2]);
  await score(stream.partition(1), 2);
  await score(stream.partition(1), 0);
  expect(await backlog(1)).toEqual({ lag: 1, historyLag: 1 });
});

test('ids compare by their numbers', async () => {
  const { events, cursor } = keysOf(2);
  for (const id of ['9-9', '9-10', '10-0']) await redis.xadd(events, id, 'e', '[]');
  await score(stream.partition(2), 2);
  await has(2, '9-9');
  expect((await redis.xrange(events, '-', '+')).map(([id]) => id)).toEqual(['9-10', '10-0']);
  await has(2, '9-10');
  await has(2, '9-9');
  expect(await redis.hget(cursor, 'history')).toBe('9-10');
  expect((await redis.xrange(events, '-', '+')).map(([id]) => id)).toEqual(['10-0']);
});

test('the ledger entries of a commit lie in one entry until the history has them', async () => {
  const log = stream.partition(3);
  await fill(3, 1);
  await score(log, 1, ['[{"points":1},{"points":2}]']);
  await score(log, 0, ['[{"points":3}]']);
  await score(log, 0);
  const none = { events: new Map(), ledger: new Map() };
  const { ledger } = await stream.history.read(none, 0);
  expect(ledger.map(({ partition, field, json }) => [partition, field, json])).toEqual([
    [3, 'g', '[{"points":1},{"points":2}]'],
    [3, 'g', '[{"points":3}]'],
  ]);
  await has(3, undefined, ledger[0]?.id);
  expect((await stream.history.read(none, 0)).ledger).toEqual(ledger.slice(1));
  const after = { events: new Map(), ledger: new Map([[3, ledger[1]?.id ?? '']]) };
  expect((await stream.history.read(after, 0)).ledger).toEqual([]);
});

test('a batch ends at its bytes, and the next begins with the next partitions', async () => {
  const large = limits.historyBatchBytesMax / 8;
  for (let index = 0; index < 4; index++) await redis.xadd(keysOf(0).events, '*', 'e', 'x'.repeat(large));
  await fill(3, 1);
  const none = { events: new Map(), ledger: new Map() };
  const first = await stream.history.read(none, 0);
  const of = (partition: number) => first.events.filter((entry) => entry.partition === partition);
  expect(of(0).map(({ json }) => json.length)).toEqual([large]);
  expect(of(3)).not.toHaveLength(0);
  expect([first.hasMore, first.next]).toEqual([true, 0]);
  const read = first.events.map(({ partition, id }) => [partition, id] as const);
  for (let left = 4, offsets = new Map(read); left > 1; left--) {
    const batch = await stream.history.read({ events: offsets, ledger: new Map() }, 0);
    expect(batch.events).toHaveLength(1);
    offsets = new Map([...offsets, [0, batch.events[0]?.id ?? '']]);
  }
});

test('the history reaches an entry whose partition has ids of an hour ahead, although events never stop coming', async () => {
  for (const partition of [0, 1]) await has(partition, (await fill(partition, 1)).at(-1));
  const [ahead, busy] = [2, 3];
  const entry = `${Date.now() + limits.hourMs}-1`;
  await redis.xadd(keysOf(ahead).events, entry, 'e', '[]');
  await has(ahead, entry);
  const before = (await fill(busy, 1)).at(-1);
  expect(await stream.history.reach.of(ahead, entry)).toBeNull();
  await has(busy, before);
  const later = (await fill(busy, 1)).at(-1);
  expect(await stream.history.reach.of(ahead, entry)).toBe(entry);
  // Of the same millisecond: which of them the history has got is known all the same.
  const next = `${entry.slice(0, -1)}2`;
  await redis.xadd(keysOf(ahead).events, next, 'e', '[]');
  await has(ahead, next);
  expect(await stream.history.reach.of(ahead, next)).toBe(entry);
  await has(busy, later);
  await until('it is reached', async () => (await stream.history.reach.of(ahead, next)) === next);
  // What the stream has forgotten is reached, and an earlier Redis says nothing of this one.
  expect(await stream.history.reach.of(busy, later ?? '')).toBe(later);
  Object.assign(stream.eras, { id: 'one', current: 2 });
  await until('it is reached there', async () => (await stream.history.reach.of(ahead, '0-0')) === next);
});
