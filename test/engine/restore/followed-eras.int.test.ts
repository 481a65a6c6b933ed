/** An era that one process opens, and the others: they follow, whatever they do meanwhile, and take nothing for lost. */
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/base/database/database.ts';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { historyPositions, openHistory } from '../../../src/engine/history/history.ts';
import { readKnown } from '../../../src/engine/restore/known.ts';
import { type Keeper, openKeeper, type TierReader } from '../../../src/engine/restore/restore.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestDatabase } from '../../support/databases.ts';
import { startTestRedis } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

interface Two {
  /** The streams of two processes on the same stores. */
  stream: Stream;
  other: Stream;
  keeperOn(one: Stream, tiers?: Partial<TierReader>): Keeper;
  database: Database;
  redis: Redis;
}

/** A reader of tier updates that has applied none; a test may change what it does. */
const readsNothing: TierReader = {
  readPositions: async () => new Map(),
  restartPositions: async () => undefined,
  raisePositions: async () => undefined,
  sayAgain: async () => undefined,
  tieredAfter: async () => [],
};

async function twoProcesses(): Promise<Two> {
  const [server, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  const database = openDatabase(postgres.url, () => undefined);
  const openProcess = () => openStream({ url: server.url, partitions: 2, onError: () => undefined });
  const [stream, other] = [await openProcess(), await openProcess()];
  const redis = new Redis(server.url);
  onTestFinished(async () => {
    redis.disconnect();
    for (const one of [stream, other, database]) await one.close();
    for (const one of [server, postgres]) await one.stop();
  });
  const { pool } = database;
  const history = await openHistory(pool);
  const [metrics, logger] = [createMetrics(), createLogger('silent')];
  const activateAgain = async () => undefined;
  const keeperOn: Two['keeperOn'] = (one, tiers) =>
    openKeeper({
      ...{ pool, stream: one, history, activateAgain, metrics, logger },
      tiers: tiers === undefined ? null : { ...readsNothing, ...tiers },
    });
  return { stream, other, keeperOn, database, redis };
}

test('an era that another process opens is followed at once, and all who rest look', async () => {
  const { stream, other, keeperOn } = await twoProcesses();
  const keeper = keeperOn(stream);
  await keeper.round();
  const rounds: number[] = [];
  const memoryVersion = other.eras.memoryVersion.bind(other.eras);
  other.eras.memoryVersion = async () => {
    rounds.push(performance.now());
    return memoryVersion();
  };
  const loop = keeperOn(other).start();
  const [long, short] = [1.5 * limits.keeperEveryMs, 2 * limits.keeperEveryMs];
  await until('it rests twice as long as at first', () => {
    const [before, last] = rounds.slice(-2);
    return before !== undefined && last !== undefined && last - before > long;
  });
  const lookedIn = new Set<number>();
  other.bell.onReconnect(() => lookedIn.add(other.eras.current));
  other.bell.onTierUpdates((partition) => partition === null && lookedIn.add(-other.eras.current));

  const askedMs = performance.now();
  await keeper.restore('asked for');
  await until('it works in the era', () => other.eras.current === 2);
  const workedMs = performance.now();
  await loop.close();
  // Its next round by itself would be twice as late.
  expect(workedMs - askedMs).toBeLessThan(short);
  expect([...lookedIn]).toEqual([-2, 2]);
});

/** An installation in whose history is an event of each partition, as its positions and the marks of Redis say. */
async function withPositions({ keeperOn, stream, database, redis }: Two): Promise<Keeper> {
  const keeper = keeperOn(stream);
  await keeper.round();
  for (const partition of [0, 1]) {
    const entry = (await redis.xadd(keysOf(partition).events, '*', 'e', '[]')) ?? '';
    await redis.hset(keysOf(partition).cursor, 'history', entry);
    await historyPositions.set(database.pool, [{ stream: 'events', partition, entry, digest: '' }], 1);
  }
  return keeper;
}

test('a round that is asked for while another one reads an era that was opened takes no reader for set back', async () => {
  const two = await twoProcesses();
  const keeper = await withPositions(two);
  const { eras } = two.other;
  let rounds = 0;
  const memoryVersion = eras.memoryVersion.bind(eras);
  eras.memoryVersion = async () => {
    rounds++;
    return memoryVersion();
  };
  let isOpened = false;
  let asked: Promise<void> | undefined;
  let saidAgain = 0;
  const own = two.keeperOn(two.other, {
    // The loop's round has seen the era in Redis, and reads PostgreSQL.
    readPositions: async () => {
      if (!isOpened || asked !== undefined) return new Map();
      const before = rounds;
      asked = own.round();
      // One that begins beside it follows the era meanwhile.
      if (rounds > before) await asked;
      return new Map();
    },
    sayAgain: async () => {
      saidAgain++;
    },
  });
  await own.round();
  await keeper.restore('asked for');
  isOpened = true;
  await own.round();
  await asked;
  expect([eras.current, saidAgain]).toEqual([2, 0]);
  expect((await keeper.restores()).restores).toHaveLength(1);
});

test('what PostgreSQL knows of the installation is of one moment, whatever is opened while it is read', async () => {
  const two = await twoProcesses();
  const keeper = await withPositions(two);
  const readEvents = async (era: number, database: Parameters<TierReader['readPositions']>[1]) =>
    (await historyPositions.read(database, era)).events;
  const { kept, positions, latest } = await readKnown(
    two.database.pool,
    {
      readPositions: async (era, database) => {
        expect((await readEvents(era, database)).size).toBe(2);
        await keeper.restore('asked for');
        return readEvents(era, database);
      },
    },
    1,
  );
  expect([kept?.era, latest]).toEqual([1, undefined]);
  expect(positions.crossings).toEqual(positions.events);
});

test('sales says once again what it knows, although an era is opened before a mark is set back', async () => {
  const two = await twoProcesses();
  await withPositions(two);
  const { eras } = two.other;
  let saidAgain = 0;
  const own = two.keeperOn(two.other, {
    sayAgain: async () => {
      saidAgain++;
      for (const partition of [0, 1]) await two.stream.eras.open(partition, { id: eras.id, era: 2 });
    },
  });
  await own.round();
  await two.database.pool.query('DELETE FROM history_offsets');
  await own.round();
  expect(saidAgain).toBe(1);
  // The marks are those of the era that is being opened.
  for (const { of, era } of await eras.marks()) expect([of.events === '0-0', era]).toEqual([false, 2]);
});
