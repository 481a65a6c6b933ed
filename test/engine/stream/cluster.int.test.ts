/**
 * The stream on a real Redis Cluster of three masters and three replicas: partitions spread evenly, every way to read and write,
 * slots that move and masters that die while events flow. An accepted event is there once.
 */
import { hash } from 'node:crypto';
import type { Cluster } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { slotOf } from '../../../src/base/redis/redis.ts';
import { installationKey } from '../../../src/engine/stream/keys.ts';
import {
  type CopiedKey,
  digestOf,
  Eras,
  forgetInstallation,
  hasKeys,
  Layout,
  openStream,
  readKeys,
  removeKeys,
  type Stream,
  writeKeys,
} from '../../../src/engine/stream/stream.ts';
import { readVerified } from '../../../src/engine/stream/tier-updates.ts';
import { type ClusterServer, startTestCluster, type TestCluster } from '../../support/redis-cluster.ts';
import { until } from '../../support/until.ts';

const partitions = 16;
const goesOnMsMax = 60_000;

let cluster: TestCluster;
let stream: Stream;

const open = (change: object = {}) =>
  openStream({ url: cluster.url, partitions: null, replicasAck: 1, onError: () => undefined, ...change });

beforeAll(async () => {
  cluster = await startTestCluster();
  stream = await open();
  await until('every connection is ready', () => stream.ping().then(() => true));
});
afterAll(async () => {
  await stream?.close();
  await cluster?.stop();
});

const slotOfPartition = (partition: number) => slotOf(stream.eras.layout.keys(partition).events);
const masterOf = (partition: number) => cluster.masterOf(slotOfPartition(partition));

/** A master that has not that slot. */
async function otherMaster(slot: number): Promise<ClusterServer> {
  const { port } = await cluster.masterOf(slot);
  for (let at = 0; at < partitions; at++) if ((await masterOf(at)).port !== port) return masterOf(at);
  throw new Error('all partitions are on one master');
}

/** Of profiles in all partitions: their first characters decide. */
const ids = Array.from({ length: 300 }, (_, at) => hash('sha1', String(at), 'base64url').slice(0, 16));

/** Appends one event with a number to every partition. */
const append = (number: number, to = stream) =>
  to.appender.append(
    Array.from(
      { length: partitions },
      (_, partition) => ({ partition, field: 'e', json: String(number) }) as const,
    ),
  );

/** How often each number is in a partition. */
async function numbersIn(partition: number): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  for (let offset = '0-0'; ; ) {
    const { entries } = await stream
      .partition(partition)
      .read(offset, { entriesMax: 1_000, bytesMax: 1024 * 1024 });
    for (const { json } of entries)
      for (const number of JSON.parse(json) as number[]) found.set(number, (found.get(number) ?? 0) + 1);
    const last = entries.at(-1);
    if (last === undefined) return found;
    offset = last.id;
  }
}

/** Sends one number after the other while something happens; returns those that were accepted. */
async function whileAppending(first: number, harm: () => Promise<void>): Promise<number[]> {
  const accepted: number[] = [];
  let isOver = false;
  const sending = (async () => {
    for (let number = first; !isOver; number++)
      await append(number).then(
        () => accepted.push(number),
        (error: { status: number }) => expect(error.status).toBe(503),
      );
  })();
  await harm();
  const before = accepted.length;
  await until('events are taken again', () => accepted.length > before, goesOnMsMax);
  isOver = true;
  await sending;
  return accepted;
}

async function expectOnce(accepted: readonly number[]): Promise<void> {
  expect(accepted.length).toBeGreaterThan(0);
  for (let partition = 0; partition < partitions; partition++) {
    const found = await numbersIn(partition);
    expect(accepted.filter((number) => found.get(number) !== 1)).toEqual([]);
  }
}

test('16 partitions lie 5, 6 and 5 on three masters, and another process reads the same tags', async () => {
  const counts = new Map<number, number>();
  for (let partition = 0; partition < partitions; partition++) {
    const { port } = await masterOf(partition);
    counts.set(port, (counts.get(port) ?? 0) + 1);
  }
  expect([...counts.values()].toSorted()).toEqual([5, 5, 6]);
  const other = await open();
  expect(other.eras.layout).toMatchObject({ partitions, tags: 'even' });
  expect(other.eras.layout.keys(7)).toMatchObject({ events: stream.eras.layout.keys(7).events });
  await other.close();
});

test('an event rings the bell of every process by a message of one shard', async () => {
  const other = await open();
  const rung = new Set<number>();
  other.bell.onEvents((partition) => rung.add(partition));
  await until('it hears', async () => {
    await append(0);
    return rung.size === partitions;
  });
  await other.close();
});

test('a batch over all partitions, and a walk through the profiles of all masters', async () => {
  const writer = stream.jobs.connection;
  for (const id of ids) await writer.set(stream.eras.layout.of(id).profile(id), id);
  const stored = await stream.profiles.stored([...ids, 'nobody']);
  expect(stored.map(String)).toEqual([...ids, 'null']);
  expect(await stream.profiles.absent([...ids, 'nobody'])).toEqual(['nobody']);
  const walked = new Set<string>();
  for await (const page of stream.profiles.ids()) for (const id of page) walked.add(id);
  expect([...walked].toSorted()).toEqual(ids.toSorted());
  expect(new Set(ids.map((id) => stream.eras.layout.of(id).events)).size).toBe(partitions);
  expect((await stream.backlog(Date.now())).map(({ lag }) => lag > 0)).toEqual(Array(partitions).fill(true));
});

test('slots that move while events and readers go on: nothing is lost, doubled, or taken for absent', async () => {
  const to = await masterOf(partitions - 1);
  let looks = 0;
  const accepted = await whileAppending(1_000, async () => {
    let isOver = false;
    const reading = (async () => {
      while (!isOver) {
        expect(await stream.profiles.absent(ids)).toEqual([]);
        const walked = new Set<string>();
        for await (const page of stream.profiles.ids()) for (const id of page) walked.add(id);
        expect(ids.filter((id) => !walked.has(id))).toEqual([]);
        looks++;
      }
    })();
    await cluster.move([0, 1, 2].map(slotOfPartition), to);
    await until('they were looked for', () => looks > 0, goesOnMsMax);
    isOver = true;
    await reading;
  });
  await expectOnce(accepted);
  expect((await masterOf(0)).port).toBe(to.port);
});

test('slots left open, that by which a walk reaches a master too: it ends, and finds every key', async () => {
  const [led, full] = [slotOf('0'), slotOfPartition(7)];
  const takers = new Map([
    [led, await otherMaster(led)],
    [full, await otherMaster(full)],
  ]);
  for (const [slot, to] of takers) await cluster.leaveOpen(slot, to, 5);
  const found: string[] = [];
  for await (const page of stream.profiles.ids()) found.push(...page);
  expect([...new Set(found)].toSorted()).toEqual(ids.toSorted());
  const again = found.length - ids.length;
  const ofOpen = ids.filter((id) => slotOf(stream.eras.layout.of(id).profile(id)) === full);
  expect(again, 'only those of the open slot come twice').toBe(ofOpen.length);
  const copied = new Set<string>();
  for await (const page of readKeys(stream.jobs.connection)) for (const { key } of page) copied.add(key);
  expect(ids.filter((id) => !copied.has(stream.eras.layout.of(id).profile(id)))).toEqual([]);
  for (const [slot, to] of takers) await cluster.move([slot], to);
});

test('of a slot that is left open, tier updates are verified by marks that were read after them', async () => {
  const at = 3;
  const redis = stream.jobs.connection as Cluster;
  const eras = new Eras(redis, stream.eras.layout);
  Object.assign(eras, { id: 'one', current: 1 });
  const { cursor, crossings } = eras.layout.keys(at);
  await eras.begin(at, { id: 'one', era: 1 }, { crossings: '5-0' });
  const to = await otherMaster(slotOfPartition(at));
  await cluster.leaveOpen(slotOfPartition(at), to, 0);
  // Its marks are on the one master still, and the stream begins on the other one.
  await redis.xadd(crossings, '6-0', 'r', '{}');
  const xrange = redis.xrange.bind(redis);
  let isSetBack = false;
  redis.xrange = (async (...args: Parameters<typeof xrange>) => {
    if (!isSetBack) await redis.hset(cursor, 'applied', '0-1');
    isSetBack = true;
    return xrange(...args);
  }) as typeof redis.xrange;
  const positions = new Map([[at, { entry: '5-0', digest: digestOf('{}') }]]);
  const { entries, same } = await readVerified(redis, eras, positions, 10, new Set([at]));
  redis.xrange = xrange;
  expect([entries.map(({ id }) => id), isSetBack, same]).toEqual([['6-0'], true, new Set()]);
  await cluster.move([slotOfPartition(at)], to);
  await redis.del(crossings);
  await redis.hdel(cursor, 'era', 'applied');
});

test('a master killed while events flow: they are refused with 503 until its replica is promoted, and none is lost', async () => {
  const bell = slotOf('scoville:bell');
  const killed = await cluster.masterOf(bell);
  const accepted = await whileAppending(2_000, async () => {
    await killed.kill();
    await until('readiness names the lost master', () =>
      stream.ping().then(
        () => false,
        () => true,
      ),
    );
    await until(
      'its replica is promoted',
      async () => (await cluster.masterOf(bell)).port !== killed.port,
      goesOnMsMax,
    );
    await killed.restart();
  });
  await expectOnce(accepted);
  await until('every connection is ready', () => stream.ping().then(() => true), goesOnMsMax);
  const rung = new Set<number>();
  stream.bell.onEvents((partition) => rung.add(partition));
  await until('the bell is heard from the new master', async () => {
    await append(0);
    return rung.size === partitions;
  });
});

test('a frozen replica: its events are refused as behind, and taken when it answers', async () => {
  const replica = await replicaOf(await masterOf(0));
  replica.freeze();
  await expect(append(3_000)).rejects.toMatchObject({ code: 'replicas_behind', status: 503 });
  replica.thaw();
  await until('they are taken', () => append(3_001).then(() => true), goesOnMsMax);
});

async function replicaOf(master: ClusterServer): Promise<ClusterServer> {
  for (const server of cluster.servers)
    if (
      /^role:slave[\s\S]*master_port:(\d+)/m.exec(await server.redis.info('replication'))?.[1] ===
      String(master.port)
    )
      return server;
  throw new Error(`${master.port} has no replica`);
}

test('an installation that came from one Redis keeps its tags', async () => {
  const redis = stream.jobs.connection as Cluster;
  await redis.hdel(installationKey, 'tags');
  const moved = await open();
  expect(moved.eras.layout.keys(3)).toMatchObject({ events: new Layout(partitions).keys(3).events });
  await redis.hset(installationKey, { id: 'one', tags: 'even' });
  await until('what it would write elsewhere is refused', () =>
    append(0, moved).then(
      () => false,
      (error: Error) => error.message.includes('even hash tags'),
    ),
  );
  await moved.close();
});

test('every key of every master is copied, removed, and put back', async () => {
  const redis = stream.jobs.connection;
  const before = await numbersIn(5);
  const copied = new Map<string, CopiedKey>();
  for await (const page of readKeys(redis)) for (const one of page) copied.set(one.key, one);
  for (let partition = 0; partition < partitions; partition++)
    expect([...copied.keys()]).toContain(stream.eras.layout.keys(partition).events);
  await removeKeys(redis);
  expect(await hasKeys(redis)).toBe(false);
  await writeKeys(redis, [...copied.values()]);
  expect(await numbersIn(5)).toEqual(before);
  expect(before.size).toBeGreaterThan(0);
  await forgetInstallation(redis);
  expect(await redis.hmget(installationKey, 'id', 'partitions', 'tags')).toEqual([null, '16', 'even']);
});

test('every node gone: what waits fails soon when the process stops, and it closes', async () => {
  const stopping = await open();
  await Promise.all(cluster.servers.map((server) => server.kill()));
  await until('readiness says so', () =>
    stopping.ping().then(
      () => false,
      () => true,
    ),
  );
  const waiting = stopping.partition(0).read('0-0', { entriesMax: 1, bytesMax: 1 });
  stopping.stopWaiting();
  await expect(waiting).rejects.toThrow();
  await stopping.close();
});
