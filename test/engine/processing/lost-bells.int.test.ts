/** A bell that nobody hears costs a bounded delay: a sweeper that rests long finds what was appended, and what is due, by itself. */
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/base/database/database.ts';
import { systemClock as clock, limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger, noTracing } from '../../../src/base/telemetry/telemetry.ts';
import { BacktestRecords } from '../../../src/engine/analysis/analysis.ts';
import { type RunningEngine, startEngine } from '../../../src/engine/engine.ts';
import { openHistory } from '../../../src/engine/history/history.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let server: TestServer | undefined;
let spine: Spine | undefined;
let redis: Redis | undefined;
let postgres: TestDatabase | undefined;
let database: Database | undefined;
let engine: RunningEngine | undefined;

afterEach(async () => {
  redis?.disconnect();
  await engine?.close();
  await spine?.close();
  await database?.close();
  await Promise.all([server?.stop(), postgres?.stop()]);
});

const lostMsMax = limits.sweepQuietMsMax + 10_000;

test('an event without a bell is scored, and so is one whose bell rang while nobody listened', async () => {
  server = await startTestRedis({ appendfsync: 'no' });
  const opened = await startSpine({ redisUrl: server.url, partitions: 1 });
  spine = opened;
  redis = new Redis(server.url);
  const { events } = keysOf(0);
  const isScored = async () => (await opened.stream.backlog(0)).every(({ lag }) => lag === 0);
  const page = { anonymousId: 'ada', properties: { path: '/managed-cloud' } };
  expect(await opened.post('/v1/page', { ...page, messageId: 'first' })).toBe(200);
  opened.startWorker();
  await until('the first event is scored', isScored);
  const [entry] = await redis.xrange(events, '-', '+', 'COUNT', 1);
  const fields = entry?.[1] ?? [];
  // As a door that died between its append and its bell leaves it.
  await redis.xadd(events, '*', ...fields);
  expect(await isScored()).toBe(false);
  await until('the event without a bell is scored', isScored, lostMsMax);

  await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await redis.xadd(events, '*', ...fields);
  await until('so is the other', isScored, lostMsMax);
});

test('a copier that rests long looks at once when it can hear the bell again', async () => {
  [server, postgres] = await Promise.all([startTestRedis({ appendfsync: 'no' }), startTestDatabase()]);
  spine = await startSpine({ redisUrl: server.url, partitions: 1 });
  const { stream, programmes, metrics } = spine;
  database = openDatabase(postgres.url, () => undefined);
  const { pool } = database;
  const [history, backtests] = [await openHistory(pool), await BacktestRecords.open(pool)];
  const reads: number[] = [];
  const read = stream.history.read.bind(stream.history);
  stream.history.read = (...given) => {
    reads.push(performance.now());
    return read(...given);
  };
  const [logger, { latenessMs }] = [createLogger('silent'), limits];
  const nowMs = () => clock.nowMs();
  const auditing = { stream, past: history, active: programmes.active, latenessMs, nowMs, metrics, logger };
  engine = startEngine({
    ...{ stream, programmes, history, auditing, backtests, latenessMs, clock, metrics, logger },
    ...{ historyDays: 30, profileDays: 0, tracing: noTracing },
  });
  const restMs = limits.historyGatherMs + limits.historyIdleMs;
  await until('it rests twice as long as at first', () => {
    const [before, last] = reads.slice(-2);
    return before !== undefined && last !== undefined && last - before > 1.8 * restMs;
  });
  const before = reads.length;
  redis = new Redis(server.url);
  await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  const killedMs = performance.now();
  await until('it looks again', () => reads.length > before);
  // By itself it would look after four times that.
  expect((reads[before] as number) - killedMs).toBeLessThan(2 * restMs);
});
