/** Tier updates read for sales: how often a reading waits for Redis, and what of a stream that was set back is left. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { digestOf, Eras, Layout } from '../../../src/engine/stream/stream.ts';
import { readVerified } from '../../../src/engine/stream/tier-updates.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';

const partitions = 4;
const countMax = 100;
const owner = { id: 'one', era: 1 };
let server: TestServer;
let redis: Redis;
let eras: Eras;

beforeAll(async () => {
  server = await startTestRedis();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
});
beforeEach(async () => {
  await redis.flushall();
  eras = new Eras(redis, new Layout(partitions));
  Object.assign(eras, { id: owner.id, current: owner.era });
  for (let partition = 0; partition < partitions; partition++) await eras.begin(partition, owner, {});
});

const add = async (partition: number, id = '*') =>
  (await redis.xadd(keysOf(partition).crossings, id, 'r', '{}')) ?? '';
/** Sales has it, and its relay has left its mark. */
const apply = async (partition: number, entry: string) => {
  await redis.hset(keysOf(partition).cursor, 'applied', entry);
  return [partition, { entry, digest: digestOf('{}') }] as const;
};

/** The longest chain of commands of which each was sent after an answer to the one before. */
async function roundTripsOf(act: () => Promise<unknown>): Promise<number> {
  let [longest, answered] = [0, 0];
  const { sendCommand } = redis;
  redis.sendCommand = (...given) => {
    const nth = answered + 1;
    longest = Math.max(longest, nth);
    const onAnswer = () => {
      answered = Math.max(answered, nth);
    };
    given[0].promise.then(onAnswer, onAnswer);
    return sendCommand.apply(redis, given);
  };
  try {
    await act();
  } finally {
    redis.sendCommand = sendCommand;
  }
  return longest;
}

test('what has rung is read and verified in one round trip; at rest no partition is asked for its marks', async () => {
  const positions = new Map([await apply(1, await add(1))]);
  const next = await add(1);
  const reading = (of: ReadonlySet<number> | null) => readVerified(redis, eras, positions, countMax, of);
  expect(await roundTripsOf(() => reading(new Set([1, 2])))).toBe(1);
  expect(await reading(new Set([1, 2]))).toMatchObject({
    entries: [{ partition: 1, id: next, record: {} }],
    same: new Set([1]),
  });
  expect(await roundTripsOf(() => reading(null))).toBe(2);
  expect(await reading(null)).toEqual(await reading(new Set([1])));
  await apply(1, next);
  const before = await commandsOf('hmget');
  positions.set(1, { entry: next, digest: digestOf('{}') });
  expect(await reading(null)).toEqual({ entries: [], same: new Set() });
  expect(await commandsOf('hmget')).toBe(before);
});

test.each([
  ['named', new Set([0, 1])],
  ['unnamed', null],
])('of partitions that are %s, one that was set back is left, and its neighbour is not', async (_how, of) => {
  const positions = new Map([await apply(0, await add(0, '5-0')), await apply(1, await add(1))]);
  // As an old file has it, and then with something new.
  await redis.del(keysOf(0).crossings);
  await redis.hset(keysOf(0).cursor, 'applied', '0-1');
  await add(0, '6-0');
  const next = await add(1);
  const { entries, same } = await readVerified(redis, eras, positions, countMax, of);
  expect(entries.map(({ partition }) => partition)).toEqual([0, 1]);
  expect(same).toEqual(new Set([1]));
  expect(entries[1]?.id).toBe(next);
});

test('a partition of another era is left too, and without an installation none is', async () => {
  await add(0);
  await eras.begin(0, { id: owner.id, era: 2 }, {});
  const reading = () => readVerified(redis, eras, new Map(), countMax, new Set([0]));
  expect((await reading()).same).toEqual(new Set());
  eras.current = 0;
  expect((await reading()).same).toEqual(new Set([0]));
});

const commandsOf = async (name: string) =>
  Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(await redis.info('commandstats'))?.[1] ?? 0);
