/** Draining one partition on a real Redis: timers while full batches keep coming. */
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger, noTracing } from '../../../src/base/telemetry/telemetry.ts';
import { ByteBudget } from '../../../src/engine/processing/byte-budget.ts';
import { Drain } from '../../../src/engine/processing/drain.ts';
import type { Past } from '../../../src/engine/processing/processing.ts';
import { ProfileCache } from '../../../src/engine/processing/profile-cache.ts';
import { Turn, type Turns } from '../../../src/engine/processing/turns.ts';
import { emptyState, packState } from '../../../src/engine/scoring/scoring.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let server: TestServer | undefined;
let spine: Spine | undefined;
let redis: Redis | undefined;

afterEach(async () => {
  redis?.disconnect();
  await spine?.close();
  await server?.stop();
});

/** A drain of partition 0, on a clock that each look moves on, so that a lease ends after so many looks. */
async function startDrain(
  looksOfOneLease: number,
  past: Past | null = null,
  turns: Turns = { rebuilding: new Turn(), bulk: new Turn() },
) {
  server = await startTestRedis({ appendfsync: 'no' });
  const opened = await startSpine({ redisUrl: server.url, partitions: 1 });
  spine = opened;
  redis = new Redis(server.url);
  let nowMs = Date.now();
  const seen: number[] = [];
  const lines: unknown[][] = [];
  const loaded: string[] = [];
  const budget = new ByteBudget(limits.drainBytesMax);
  const log = opened.stream.partition(0);
  const load = log.load.bind(log);
  log.load = (wanted, wish) => {
    for (const { kind, id } of wanted) if (kind === 'profile') loaded.push(id);
    return load(wanted, wish);
  };
  const drain = new Drain({
    log,
    partitions: 1,
    stateForm: 'compact',
    programmes: opened.active,
    past,
    refresh: async (generation) => void seen.push(generation),
    historyReach: { of: async (_partition, wanted) => wanted, note: async () => undefined },
    clock: {
      nowMs: () => {
        nowMs += limits.leaseMsMax / looksOfOneLease;
        return nowMs;
      },
    },
    startedMs: 0,
    metrics: opened.metrics,
    tracing: noTracing,
    logger: Object.assign(createLogger('silent'), { error: (...said: unknown[]) => void lines.push(said) }),
    latenessMs: limits.latenessMs,
    profileMs: Number.POSITIVE_INFINITY,
    historyMs: Number.POSITIVE_INFINITY,
    turns,
    budget,
    backlogBudget: new ByteBudget(limits.drainBytesBehindMax, budget),
    cache: new ProfileCache(),
  });
  return { drain, redis, stream: opened.stream, seen, lines, loaded, metrics: opened.metrics };
}

const pageView = (number: number) =>
  JSON.stringify({
    ...{ id: `m${number}`, hash: number, atMs: Date.now(), acceptedAtMs: Date.now() },
    ...{ profile: `p${number % 50}`, key: `a:p${number % 50}`, type: 'page', name: 'page', path: '/' },
  });

test('a due timer runs within a lease, although full batches keep coming', async () => {
  const { drain, redis: admin, stream } = await startDrain(20);
  const { events, timers } = keysOf(0);
  const entries = admin.pipeline();
  for (let number = 0; number < 12 * limits.commitEventsBehindMax; number += 10)
    entries.xadd(events, '*', 'e', `[${Array.from({ length: 10 }, (_, nth) => pageView(number + nth))}]`);
  await entries.exec();
  await admin.zadd(timers, 1, 'somebody');
  expect(await drain.hold(new AbortController().signal)).toBe(true);
  const [after] = await stream.backlog(Date.now());
  expect(after?.lag).toBeGreaterThan(0);
  expect(after?.due).toBe(0);
});

test('where more waits, a commit takes more: each evaluates a profile once', async () => {
  const { drain, redis: admin, metrics } = await startDrain(1_000);
  const { events, cursor } = keysOf(0);
  const count = limits.commitEventsMax + 3 * limits.commitEventsBehindMax;
  const entries = admin.pipeline();
  for (let number = 0; number < count; number++) entries.xadd(events, '*', 'e', `[${pageView(number)}]`);
  await entries.exec();
  await drain.hold(new AbortController().signal);
  expect((await metrics.eventsScored.get()).values[0]?.value).toBe(count);
  expect(await admin.hget(cursor, 'commits')).toBe('4');
});

test('where more waits, a commit reads more bytes', async () => {
  const { drain, redis: admin, metrics } = await startDrain(1_000);
  const { events, cursor } = keysOf(0);
  const half = limits.commitReadBytesMax / 2;
  const behind = limits.commitReadBytesBehindMax / half;
  const count = 2 + 3 * behind;
  for (let number = 0; number < count; number++) {
    const event = { ...JSON.parse(pageView(number)), unknown: 'x'.repeat(half) };
    await admin.xadd(events, '*', 'e', JSON.stringify([event]));
  }
  await drain.hold(new AbortController().signal);
  expect((await metrics.eventsScored.get()).values[0]?.value).toBe(count);
  expect(await admin.hget(cursor, 'commits')).toBe('4');
});

test('a commit takes no more events than its bound, although entries hold more than those before', async () => {
  const { drain, redis: admin, metrics } = await startDrain(1_000);
  const { events, cursor } = keysOf(0);
  const few = limits.commitEventsMax;
  const many = limits.commitEventsBehindMax;
  const entries = admin.pipeline();
  for (let number = 0; number < few; number++) entries.xadd(events, '*', 'e', `[${pageView(number)}]`);
  for (let number = few; number < few + 2 * many; number += 100)
    entries.xadd(events, '*', 'e', `[${Array.from({ length: 100 }, (_, nth) => pageView(number + nth))}]`);
  await entries.exec();
  await drain.hold(new AbortController().signal);
  expect((await metrics.eventsScored.get()).values[0]?.value).toBe(few + 2 * many);
  expect(await admin.hget(cursor, 'commits')).toBe('3');
});

test('a state from a partition with newer programmes is not scored by older ones: they are read first', async () => {
  const { drain, redis: admin, stream, seen } = await startDrain(20);
  const { generation } = spine?.active() ?? { generation: 0 };
  const state = packState({ ...emptyState(), asOfMs: 1, generation: generation + 1 }).toString('base64');
  const merge = { to: 'heir', toKey: 'u:heir', state, identity: { keys: [], traits: {} }, acceptedAtMs: 1 };
  await admin.xadd(keysOf(0).events, '*', 's', JSON.stringify([merge]));
  expect(await drain.hold(new AbortController().signal)).toBe(true);
  expect(seen).toEqual([generation + 1]);
  expect((await stream.profiles.peek('heir')).profile).toBe(null);
  expect((await stream.backlog(0))[0]?.lag).toBe(1);
});

test('a lease is refused to programmes that are behind those of the partition', async () => {
  const { drain, stream, seen } = await startDrain(20);
  const { generation } = spine?.active() ?? { generation: 0 };
  await stream.partition(0).takeLease(generation + 3);
  expect(await drain.hold(new AbortController().signal)).toBe(true);
  expect(seen).toEqual([generation + 3]);
});

test('dead letters beyond the limit are counted and logged as they go', async () => {
  const { drain, redis: admin, metrics, lines } = await startDrain(20);
  const bad = JSON.stringify(Array.from({ length: limits.deadLettersMax + 50 }, () => ({ hash: -1 })));
  await admin.xadd(keysOf(0).events, '*', 'e', bad);
  await drain.hold(new AbortController().signal);
  expect(await admin.xlen(keysOf(0).deadLetters)).toBe(limits.deadLettersMax);
  expect((await metrics.deadLettersDropped.get()).values[0]?.value).toBe(50);
  expect(lines).toEqual([
    [{ partition: 0, count: 50 }, 'the oldest dead letters were dropped: too many wait'],
  ]);
});

test('many other profiles that are due do not wait for the history of one', async () => {
  const { timers } = keysOf(0);
  const isSpent = Promise.withResolvers<void>();
  const othersSpent = async () => {
    for (let number = 0; number < limits.timersPerCommitMax - 1; number++)
      await redis?.zadd(timers, 1, `fresh-${number}`);
    await until('the others are re-evaluated', async () => (await redis?.zcard(timers)) === 1);
  };
  const historiesOf = async () => {
    isSpent.resolve(othersSpent());
    await isSpent.promise;
    return new Map();
  };
  const { drain, redis: admin } = await startDrain(20, { historiesOf });
  const generation = spine?.active().generation ?? 0;
  const wait = { since: '1-0', knownUntilMs: 1, actedIn: 'all' as const, outline: [] };
  await admin.set(keysOf(0).profile('stale'), packState({ ...emptyState(), asOfMs: 1, generation, wait }));
  await admin.zadd(timers, 1, 'stale');
  const stopping = new AbortController();
  const held = drain.hold(stopping.signal);
  await isSpent.promise;
  stopping.abort();
  await held;
});

test('due profiles that wait for their turn of rebuilding are looked at once, not until it comes', async () => {
  const turns = { rebuilding: new Turn(), bulk: new Turn() };
  expect(turns.rebuilding.take({ ring: () => undefined })).toBe(true);
  const { drain, redis: admin, loaded } = await startDrain(20, { historiesOf: async () => new Map() }, turns);
  const { timers, profile } = keysOf(0);
  const generation = spine?.active().generation ?? 0;
  const wait = { since: '1-0', knownUntilMs: 1, actedIn: 'all' as const, outline: [] };
  await admin.set(profile('stale'), packState({ ...emptyState(), asOfMs: 1, generation, wait }));
  await admin.zadd(timers, 1, 'stale');
  await drain.hold(new AbortController().signal);
  expect(loaded.filter((id) => id === 'stale')).toHaveLength(1);
  turns.rebuilding.give();
  await drain.hold(new AbortController().signal);
  expect(Number(await admin.zscore(timers, 'stale'))).not.toBe(1);
});

test('what comes to a profile while its history is read is not taken to be in that: it is read again', async () => {
  const { events, timers, profile } = keysOf(0);
  const view = { ...JSON.parse(pageView(0)), profile: 'stale', key: 'a:stale' };
  const read: unknown[] = [];
  const historiesOf = async () => {
    if (read.push(await spine?.stream.profiles.peek('stale')) === 1) {
      await redis?.xadd(events, '*', 'e', JSON.stringify([view]));
      await until('it is scored', async () => (await spine?.stream.backlog(0))?.[0]?.lag === 0);
    }
    const isKnown = read.length > 1;
    return new Map([['stale', { events: isKnown ? [view] : [], beginsAtMs: 0 }]]);
  };
  const { drain, redis: admin } = await startDrain(20, { historiesOf });
  const { generation = 0 } = spine?.active() ?? {};
  const wait = { since: '1-0', knownUntilMs: 1, actedIn: [], outline: [] };
  // Sealed until after the view: only its history shows whether that counts.
  const cuts = [view.atMs + limits.hourMs];
  const sealed = { ...emptyState(), asOfMs: 1, generation, wait, cuts, sealedFromMs: 1 };
  await admin.set(profile('stale'), packState(sealed));
  await admin.zadd(timers, 1, 'stale');
  // A lease ends when nothing comes; the timer of the profile is due in a later one.
  await until('it is rebuilt', async () => {
    await drain.hold(new AbortController().signal);
    return (await admin.zscore(timers, 'stale')) === null;
  });
  expect(read).toHaveLength(2);
});

test('a failing profile is tried ever more seldom, and once its bytes are repaired at the next look', async () => {
  const { drain, redis: admin, stream, loaded } = await startDrain(20);
  const { profile: keyOf, timers, failing } = keysOf(0);
  await admin.set(keyOf('x'), Buffer.of(1));
  await admin.zadd(timers, 1, 'x');
  // The lease does not linger: there is always news.
  const log = stream.partition(0);
  const read = log.read.bind(log);
  log.read = (...given) => {
    drain.ring();
    return read(...given);
  };
  const tries = new Set<string>();
  const lookUntil = async (looks: number) => {
    while (loaded.length < looks) {
      await drain.hold(new AbortController().signal);
      const failure = await admin.hget(failing, 'x');
      if (failure !== null) tries.add(JSON.parse(failure).atMs);
    }
  };
  await lookUntil(30);
  expect(tries.size).toBeGreaterThan(2);
  expect(tries.size).toBeLessThan(9);
  await admin.set(keyOf('x'), packState(emptyState()));
  await lookUntil(loaded.length + 1);
  expect(await admin.hlen(failing)).toBe(0);
});
