/** The keeper on a real Redis and PostgreSQL: what it finds while others read, copy and deliver, and after a store was set back. */
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase, transaction } from '../../../src/base/database/database.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { type History, openHistory, startCopier } from '../../../src/engine/history/history.ts';
import { type Keeper, openKeeper } from '../../../src/engine/restore/restore.ts';
import { keysOf, programmesKey, signaturesKey } from '../../../src/engine/stream/keys.ts';
import { digestOf, Eras, Layout, openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { startTestRedis } from '../../support/servers.ts';
import { watchTransactions } from '../../support/transactions.ts';
import { until } from '../../support/until.ts';
import { eventOf } from '../history/records.ts';

const [metrics, logger] = [createMetrics(), createLogger('silent')];
let servers: TestDatabase[] = [];
let redis: Redis;
let stream: Stream;
let database: Database;
let history: History;

beforeEach(async () => {
  const [redisServer, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  servers = [redisServer, postgres];
  redis = new Redis(redisServer.url);
  stream = await openStream({ url: redisServer.url, partitions: 2, onError: () => undefined });
  database = openDatabase(postgres.url, () => undefined);
  history = await openHistory(database.pool);
});

afterEach(async () => {
  redis?.disconnect();
  await stream?.close();
  await database?.close();
  for (const server of servers) await server.stop();
});

function keeperOn(of: Pick<Stream, 'eras' | 'partitions'>): Keeper {
  const activateAgain = async () => undefined;
  const { pool } = database;
  const withBell = { bell: stream.bell, ...of } as Stream;
  return openKeeper({ pool, stream: withBell, history, tiers: null, activateAgain, metrics, logger });
}

async function append(id: string): Promise<{ entry: string; digest: string }> {
  await stream.appender.append([{ partition: 0, field: 'e', json: JSON.stringify(eventOf(id)) }]);
  const [[entry, [, json]]] = (await redis.xrevrange(keysOf(0).events, '+', '-', 'COUNT', 1)) as [
    [string, [string, string]],
  ];
  return { entry, digest: digestOf(json) };
}

async function copyAll(): Promise<void> {
  const copier = startCopier({ source: stream, history, metrics, logger });
  await until('everything is in the history', async () => {
    copier.wake();
    const end = (await redis.xrevrange(keysOf(0).events, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0';
    return (await redis.hget(keysOf(0).cursor, 'history')) === end;
  });
  await copier.close();
}

const eventsKept = async () =>
  (await database.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM events')).rows[0]?.count;
const erasKept = async () =>
  (await database.pool.query<{ era: number }>('SELECT era FROM installation')).rows[0]?.era;

test('a round that finds all well takes one transaction of PostgreSQL', async () => {
  const keeper = keeperOn(stream);
  await keeper.round();
  const begun = watchTransactions(database.pool);
  await keeper.round();
  expect(begun).toHaveLength(1);
});

test('an entry that its reader forgets while the keeper looks for it is not lost', async () => {
  const reading = new Redis(servers[0]?.url ?? '');
  const eras = new Eras(reading, new Layout(2));
  for (const one of [stream.eras, eras]) Object.assign(one, { id: 'one', current: 1 });
  await eras.begin(0, { id: 'one', era: 1 }, { ledger: '0-0' });
  const entry = (await redis.xadd(keysOf(0).ledger, '*', 'g', '[]')) as string;
  const position = { entry, digest: digestOf('[]') };
  const xrange = reading.xrange.bind(reading);
  // The reader has its entry for good, and leaves its mark after the keeper has read the marks.
  reading.xrange = (async (...args: Parameters<typeof xrange>) => {
    await stream.history.has(
      { events: new Map(), ledger: new Map([[0, entry]]) },
      { events: new Map(), ledger: new Map([[0, position.digest]]) },
    );
    return xrange(...args);
  }) as typeof reading.xrange;
  const { behind } = await eras.verify('ledger', new Map([[0, position]]));
  reading.disconnect();
  expect([...behind]).toEqual([]);
});

/** A second process of the same stores, one of whose reads or writes of Redis is followed, or preceded, by something else. */
async function secondProcess(change: (eras: Eras) => Partial<Eras>) {
  const own = new Redis(servers[0]?.url ?? '');
  const eras = new Eras(own, new Layout(2));
  Object.assign(eras, change(eras));
  return { keeper: keeperOn({ eras, partitions: 2 }), end: () => own.disconnect() };
}
const nothingLost = async () => {
  expect(await erasKept()).toBe(1);
  expect((await keeperOn(stream).restores()).restores).toEqual([]);
};

test('a start that has read an empty Redis before another one began the installation takes nothing for lost', async () => {
  const first = keeperOn(stream);
  const second = await secondProcess((eras) => {
    const marks = eras.marks.bind(eras);
    let looks = 0;
    return {
      marks: async (...given) => {
        const found = await marks(...given);
        if (++looks === 1) await first.round();
        return found;
      },
    };
  });
  await second.keeper.round();
  await nothingLost();
  second.end();
});

test('a start in the middle of another one, whose partitions are half laid out, waits for it', async () => {
  const first = keeperOn(stream);
  let starting = Promise.resolve();
  const second = await secondProcess((eras) => {
    const begin = eras.begin.bind(eras);
    return {
      begin: async (...given) => {
        await begin(...given);
        if (given[0] === 0) {
          starting = first.round();
          await until('the other one has looked', async () => {
            const { rows } = await database.pool.query(
              `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
            );
            return rows.length > 0;
          });
        }
      },
    };
  });
  await second.keeper.round();
  await starting;
  await nothingLost();
  second.end();
});

test('many starts at once on empty stores make one installation', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => secondProcess(() => ({}))));
  await Promise.all(all.map(({ keeper }) => keeper.round()));
  await nothingLost();
  for (const { end } of all) end();
});

test.each([
  ['at the first partition', 0],
  ['at the last partition', 1],
])('first starts that are cut %s, one after the other, leave one id', async (_where, cutAt) => {
  for (let starts = 0; starts < 2; starts++) {
    const cut = await secondProcess((eras) => {
      const begin = eras.begin.bind(eras);
      return {
        begin: async (...given) => {
          await begin(...given);
          if (given[0] === cutAt) throw new Error('PostgreSQL is gone');
        },
      };
    });
    await expect(cut.keeper.round()).rejects.toThrow('PostgreSQL is gone');
    cut.end();
    expect(await erasKept()).toBeUndefined();
  }
  await keeperOn(stream).round();
  await nothingLost();
});

test('a first start goes on with the id of partitions that one of before has laid out', async () => {
  await stream.eras.begin(0, { id: 'one', era: 1 }, {});
  const keeper = keeperOn(stream);
  await keeper.round();
  await nothingLost();
  expect([stream.eras.id, keeper.check()]).toEqual(['one', null]);
});

test('a start that PostgreSQL forgot while it laid out the partitions, and the one after it, name one installation', async () => {
  const next = keeperOn(stream);
  const late = await secondProcess((eras) => {
    const begin = eras.begin.bind(eras);
    return {
      begin: async (...given) => {
        if (given[0] === 0) {
          // Its transaction is gone, and what it does in Redis is not.
          await database.pool.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()`,
          );
          await next.round();
        }
        await begin(...given);
      },
    };
  });
  await expect(late.keeper.round()).rejects.toThrow();
  await next.round();
  await nothingLost();
  expect(next.check()).toBeNull();
  late.end();
});

test('what a copier commits while an era is opened is not copied again', async () => {
  const keeper = keeperOn(stream);
  await keeper.round();
  await append('one');
  await copyAll();
  const { entry, digest } = await append('two');
  let restored: Promise<unknown> = Promise.resolve();
  await transaction(database.pool, async (connection) => {
    await connection.query(
      `UPDATE history_offsets SET entry = $1, digest = $2 WHERE stream = 'events' AND partition = 0`,
      [entry, digest],
    );
    await connection.query(
      `INSERT INTO events (day, bucket, profile, kind, hash, at_ms, accepted_at_ms, partition, entry, position, body)
       SELECT day, bucket, profile, kind, $1, at_ms, accepted_at_ms, partition, $2, position, body FROM events`,
      [eventOf('two').hash, entry],
    );
    restored = keeper.restore('asked for');
    await until('the keeper waits for the copier', async () => {
      const { rows } = await database.pool.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return rows.length > 0;
    });
  });
  await restored;
  const { events } = await history.readPositions(2);
  expect(events.get(0)).toEqual({ entry, digest });
});

test.each([
  ['lost', 'DELETE FROM installation; DELETE FROM history_offsets; DELETE FROM restores'],
  ['set back to the era before', 'UPDATE installation SET era = 1; UPDATE history_offsets SET era = 1'],
])('copying goes on when PostgreSQL was %s', async (_what, setBack) => {
  const keeper = keeperOn(stream);
  await keeper.round();
  await keeper.restore('asked for');
  await append('one');
  await copyAll();
  await database.pool.query(setBack);
  await keeper.round();
  await append('two');
  await copyAll();
  expect(await erasKept()).toBe(2);
  expect(await eventsKept()).toBeGreaterThanOrEqual(2);
});

test('the memory of a Redis that was emptied a moment ago is not kept', async () => {
  await redis.hset(programmesKey, 'hash', 'the active ones');
  const { eras } = stream;
  await keeperOn(stream).round();
  const memory = eras.memory.bind(eras);
  let isEmptied = false;
  eras.memory = async (keys) => {
    if (!isEmptied) await redis.flushall();
    isEmptied = true;
    return memory(keys);
  };
  const keeper = keeperOn(stream);
  await keeper.round();
  await keeper.round();
  expect(await redis.hget(programmesKey, 'hash')).toBe('the active ones');
});

test('the memory of Redis is read when it has changed, and not each second', async () => {
  const { eras } = stream;
  const keeper = keeperOn(stream);
  await keeper.round();
  const memory = eras.memory.bind(eras);
  let read = 0;
  eras.memory = async (keys) => {
    read++;
    return memory(keys);
  };
  await keeper.round();
  expect(read).toBe(0);
  await redis.hset(programmesKey, 'generation', '7', 'sources', 'new ones');
  await keeper.round();
  await keeper.round();
  expect(read).toBe(1);
  await redis.hset(signaturesKey, 'click', '1', '#last', '1');
  await keeper.round();
  expect(read).toBe(2);
  const { rows } = await database.pool.query('SELECT memory FROM installation');
  expect(rows[0].memory).toMatchObject({
    [programmesKey]: { generation: '7', sources: 'new ones' },
    [signaturesKey]: { click: '1' },
  });
});

test('the memory of Redis is kept again where PostgreSQL was set back to one of before', async () => {
  const keeper = keeperOn(stream);
  await redis.hset(programmesKey, 'generation', '7', 'hash', 'the active ones');
  await keeper.round();
  await append('one');
  await copyAll();
  await keeper.round();
  await database.pool.query(`UPDATE installation SET memory = '{}'; DELETE FROM history_offsets`);
  await keeper.round();
  const { rows } = await database.pool.query('SELECT memory FROM installation');
  expect(rows[0].memory).toMatchObject({ [programmesKey]: { generation: '7', hash: 'the active ones' } });
});

test('a delivery that an opening overtakes leaves no mark, and removes nothing, in the new era', async () => {
  const [from, to] = [keysOf(0), keysOf(1)];
  await keeperOn(stream).round();
  await redis.xadd(from.outbox, '9999999999999-0', 't', '1', 's', '["of before"]');
  const { eras } = stream;
  // The target is opened first; the worker still works in the era before.
  const second = { id: (await eras.installed()).id ?? '', era: 2 };
  await eras.open(1, second);
  expect(await stream.partition(0).passOn()).toBe(0);
  expect(await redis.hgetall(to.inbox)).toEqual({});
  await eras.open(0, second);
  await redis.xadd(from.outbox, '*', 't', '1', 's', '["of now"]');
  expect(await stream.partition(0).passOn()).toBe(0);
  expect(await redis.xlen(from.outbox)).toBe(1);
  eras.current = 2;
  expect(await stream.partition(0).passOn()).toBe(1);
  expect((await redis.xrange(to.events, '-', '+')).map(([, [, json]]) => json)).toEqual(['["of now"]']);
});

test('a reader that is behind another one moves no mark back', async () => {
  await keeperOn(stream).round();
  const { crossings, ledger, cursor } = keysOf(0);
  const add = async (key: string) => (await redis.xadd(key, '*', 'r', '{}')) ?? '';
  const [applied, copied] = [await add(crossings), await add(ledger)];
  const upTo = (entry: string, digest: string) => new Map([[0, { entry, digest }]]);
  const has = (entry: string, digest: string) =>
    stream.history.has(
      { events: new Map(), ledger: new Map([[0, entry]]) },
      { events: new Map(), ledger: new Map([[0, digest]]) },
    );
  await stream.tierUpdates.trim(upTo(applied, digestOf('{}')));
  await has(copied, digestOf('{}'));
  // It read its positions before the other one wrote them.
  await stream.tierUpdates.trim(upTo('0-0', ''));
  await has('0-0', '');
  expect(await redis.hmget(cursor, 'applied', 'ledger')).toEqual([applied, copied]);
  expect(await redis.xlen(crossings)).toBe(0);
  const { same, behind } = await stream.eras.verify('crossings', upTo(applied, digestOf('{}')));
  expect([same, behind]).toEqual([new Set([0]), new Set()]);
});

test('a Redis of another installation whose era has the same number is neither scored on nor forgotten', async () => {
  await keeperOn(stream).round();
  const { eras } = stream;
  const partition = stream.partition(0);
  expect(await partition.takeLease(0)).not.toBeNull();
  const { entry, digest } = await append('theirs');
  const [applied, noted] = [await redis.xadd(keysOf(0).crossings, '*', 'r', '{}'), entry];
  await redis.xadd(keysOf(0).outbox, '*', 't', '1', 'e', '[]');
  // The address of Redis now leads to that of others: they too are in their first era.
  for (const one of [0, 1]) await eras.begin(one, { id: 'theirs', era: 1 }, {});
  expect(await partition.takeLease(0)).toBeNull();
  expect(await partition.passOn()).toBe(0);
  await stream.history.has(
    { events: new Map([[0, noted]]), ledger: new Map() },
    { events: new Map([[0, digest]]), ledger: new Map() },
  );
  await stream.tierUpdates.trim(new Map([[0, { entry: applied ?? '', digest: digestOf('{}') }]]));
  expect(await redis.hmget(keysOf(0).cursor, 'history', 'applied')).toEqual([null, null]);
  expect((await eras.verify('events', new Map([[0, { entry: '0-0', digest: '' }]]))).same.size).toBe(0);
  expect(await redis.xlen(keysOf(0).crossings)).toBe(1);
  const keeper = keeperOn(stream);
  await expect(keeper.round()).rejects.toThrow('belongs to installation theirs');
  expect(keeper.check()).toContain('belongs to installation theirs');
});
