/** Commits sent twice and written once, and the re-evaluation for new programmes, on a real Redis. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { emptyCommit, openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { leaseOf } from '../../support/leases.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';

let redis: TestServer;
let stream: Stream;

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(async () => void (await redis?.stop()));
beforeEach(async () => {
  stream = await openStream({ url: redis.url, partitions: 2, onError: () => undefined });
  return () => stream.close();
});

const commit = (offset: string) => ({
  ...emptyCommit({ offset, within: 0 }),
  profiles: new Map([['x', Buffer.from('a')]]),
  tierUpdates: ['{"crossing":1}'],
  spent: ['x'],
  ledger: ['[{"paid":1}]'],
});

test('a commit of timers alone that Redis gets twice is written once', async () => {
  const partition = stream.partition(0);
  const lease = await leaseOf(partition);
  const again = { ...lease };
  expect(await partition.commit(lease, commit(lease.offset), 0)).toBe('committed');
  expect(await partition.commit(again, commit(again.offset), 0)).toBe('committed');
  expect(again).toEqual(lease);
  expect(await stream.tierUpdates.read(new Map(), 10)).toHaveLength(1);
  const { ledger } = await stream.history.read({ events: new Map(), ledger: new Map() }, 0);
  expect(ledger).toHaveLength(1);
});

test('a commit after two others of the same lease is fenced', async () => {
  const partition = stream.partition(1);
  const lease = await leaseOf(partition);
  const old = { ...lease };
  for (let count = 0; count < 2; count++) await partition.commit(lease, commit(lease.offset), 0);
  expect(await partition.commit(old, commit(old.offset), 0)).toBe('fenced');
});

describe('generations of programmes', () => {
  let generations = 0;
  const adopt = async (basis: number, generation: number, name: string, signaturesHash = name) => {
    const of = {
      sources: `those of ${name}`,
      earlier: '',
      signaturesHash,
      rebuildsAll: false,
      texts: [name],
    };
    return stream.activation.adopt({
      basis,
      generation,
      signatures: new Map([[name, generation * 100]]),
      ...of,
    });
  };
  const reevaluate = (generation: number) =>
    stream.activation.reevaluateEveryProfile(
      generation,
      () => 0,
      () => undefined,
      new AbortController().signal,
    );

  test('of two adoptions on one basis the second is refused and changes nothing', async () => {
    expect(await adopt(0, 1, 'A')).toBe(true);
    expect(await adopt(0, 1, 'B')).toBe(false);
    expect(await adopt(0, 5, 'B')).toBe(false);
    expect(await stream.activation.installed()).toMatchObject({ generation: 1, sources: 'those of A' });
    expect(await stream.activation.textsThatWere(['A', 'B'])).toEqual(new Set(['A']));
    expect(await adopt(1, 1, 'B')).toBe(false);
    expect(await adopt(1, 2, 'B')).toBe(true);
    expect(await adopt(2, 3, 'A')).toBe(true);
    // A signature counts from when it came first.
    expect(await stream.activation.signatureTimes(['A', 'B', 'C'])).toEqual(
      new Map([
        ['A', 100],
        ['B', 200],
      ]),
    );
    generations = 3;
  });

  test('every profile is re-evaluated for each, and a re-evaluation that ends late is not that of another', async () => {
    expect(await stream.activation.isReevaluating(generations)).toBe(true);
    await reevaluate(generations - 1);
    expect(await stream.activation.isReevaluating(generations)).toBe(true);
    await reevaluate(generations);
    expect(await stream.activation.isReevaluating(generations)).toBe(false);
  });

  test('a re-evaluation says how many profiles there are, and how many wait for theirs', async () => {
    const { reevaluation } = stream.activation;
    const redisOfTest = new Redis(redis.url);
    const { profile, timers } = keysOf(0);
    const before = await reevaluation();
    expect(before).toMatchObject({ generation: generations, beganMs: 0, isScheduled: true });
    for (const id of ['a', 'b', 'c']) await redisOfTest.set(profile(id), 'x');
    await reevaluate(generations);
    const scheduled = await reevaluation();
    expect([scheduled.total, scheduled.scheduled]).toEqual([(before.total ?? 0) + 3, scheduled.total]);
    await redisOfTest.zrem(timers, 'a');
    expect((await reevaluation()).waiting).toBe(scheduled.waiting - 1);
    // Another generation has not begun its own.
    await adopt(generations, generations + 1, 'F', 'C');
    expect(await reevaluation()).toMatchObject({ generation: 4, beganMs: null, total: null, scheduled: 0 });
    for (const id of ['a', 'b', 'c']) await redisOfTest.del(profile(id));
    await redisOfTest.del(timers);
    redisOfTest.disconnect();
    generations++;
  });

  test('signatures of the same hash are those of before', async () => {
    await adopt(4, 5, 'C', 'cap 25');
    await adopt(5, 6, 'D', 'cap 25');
    expect((await stream.activation.installed()).signaturesGeneration).toBe(5);
    await adopt(6, 7, 'E', 'cap 100');
    expect((await stream.activation.installed()).signaturesGeneration).toBe(7);
  });

  test('a partition takes no lease of an older one, and no commit of a lease that a newer one has ended', async () => {
    const partition = stream.partition(0);
    const old = await leaseOf(partition, 7);
    expect(await partition.commit(old, commit(old.offset), 0)).toBe('committed');
    await reevaluate(8);
    expect(await partition.commit(old, commit(old.offset), 0)).toBe('fenced');
    expect(await partition.takeLease(7)).toBe(8);
    const lease = await leaseOf(partition, 8);
    expect(await partition.commit(lease, commit(lease.offset), 0)).toBe('committed');
    // Whoever holds a lease of the same generation is not disturbed by a second re-evaluation.
    await reevaluate(8);
    expect(await partition.commit(lease, commit(lease.offset), 0)).toBe('committed');
    const newest = await leaseOf(partition, 9);
    expect(newest.generationFrom).toBe(lease.offset);
    expect(await partition.commit(lease, commit(lease.offset), 0)).toBe('fenced');
  });

  test('the records of an entry that is scored in part are of the older one: the history must have that entry', async () => {
    const admin = new Redis(redis.url);
    const { events } = keysOf(1);
    const [first, second] = [
      await admin.xadd(events, '*', 'e', '[1,2,3]'),
      await admin.xadd(events, '*', 'e', '[4]'),
    ];
    admin.disconnect();
    const partition = stream.partition(1);
    const lease = await leaseOf(partition, 10);
    expect(await partition.commit(lease, { ...commit(lease.offset), within: 2 }, 0)).toBe('committed');
    await reevaluate(11);
    const inPart = await leaseOf(partition, 11);
    expect([inPart.generationFrom, inPart.within]).toEqual([first, 2]);
    expect(await partition.commit(inPart, commit(first as string), 1)).toBe('committed');
    expect((await leaseOf(partition, 12)).generationFrom).toBe(first);
    expect(second).not.toBe(first);
  });
});
