/** Commits sent twice and written once, and the re-evaluation for new programmes, on a real Redis. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
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
  offset,
  profiles: new Map([['x', Buffer.from('a')]]),
  identities: new Map(),
  tierUpdates: ['{"crossing":1}'],
  outbox: [],
  timers: new Map(),
  spent: ['x'],
  ledger: ['[{"paid":1}]'],
  within: 0,
  deadLetters: [],
});

test('a commit of timers alone that Redis gets twice is written once', async () => {
  const partition = stream.partition(0);
  const lease = await leaseOf(partition);
  const again = { ...lease };
  expect(await partition.commit(lease, commit(lease.offset), 0)).toBe('committed');
  expect(await partition.commit(again, commit(again.offset), 0)).toBe('committed');
  expect(again).toEqual(lease);
  expect(await stream.readTierUpdates(new Map(), 10)).toHaveLength(1);
  const { ledger } = await stream.readForHistory({ events: new Map(), ledger: new Map() }, 0);
  expect(ledger).toHaveLength(1);
});

test('a commit after two others of the same lease is fenced', async () => {
  const partition = stream.partition(1);
  const lease = await leaseOf(partition);
  const old = { ...lease };
  for (let count = 0; count < 2; count++) await partition.commit(lease, commit(lease.offset), 0);
  expect(await partition.commit(old, commit(old.offset), 0)).toBe('fenced');
});

describe('new programmes', () => {
  const adopt = (hash: string, sinceMs: number) =>
    stream.adopt(hash, sinceMs, {
      signatures: new Map([[hash, 0]]),
      meaning: '',
      sources: `those of ${hash}`,
    });

  test('activated, rolled back and activated again: the second time every profile is re-evaluated again', async () => {
    await adopt('A', 1);
    await adopt('B', 100);
    await adopt('A', 200);
    const second = await adopt('B', 300);
    expect(second).toMatchObject({ sinceMs: 300, before: { sources: 'those of A', sinceMs: 200 } });
    // The first re-evaluation ends only now.
    await stream.reevaluateEveryProfile('B', 100, () => undefined, new AbortController().signal);
    expect(await stream.isReevaluating('B', 300)).toBe(true);
    await stream.reevaluateEveryProfile('B', 300, () => undefined, new AbortController().signal);
    expect(await stream.isReevaluating('B', 300)).toBe(false);
  });

  test('with signatures of the same names and other frozen awards count as other signatures', async () => {
    const signatures = new Map([['f', 0]]);
    const take = (hash: string, sinceMs: number, meaning: string) =>
      stream.adopt(hash, sinceMs, { signatures, meaning, sources: '' });
    await take('C', 400, 'cap 25');
    expect((await take('D', 500, 'cap 25')).signaturesSinceMs).toBe(400);
    expect((await take('E', 600, 'cap 100')).signaturesSinceMs).toBe(600);
  });
});
