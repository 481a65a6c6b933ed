/**
 * A backlog on the real program: events that came while no worker ran are scored and copied to the history by one worker with
 * a small heap. The long form (`npm run test:faults`) has 600,000 events of 1.2 KB and a heap of 512 MB.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventHashOf, partitionOf, profileIdOf } from '../../src/base/kernel/kernel.ts';
import { openStream, type Stream } from '../../src/engine/stream/stream.ts';
import { type Program, startProgram } from '../support/program.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const size = { events: 600_000, heapMegabytes: 512 };
const bytesOfEvent = 1_200;
const eventsAtOnce = 10_000;
const drainedMsMax = 1_800_000;

let servers: { redis: TestServer; postgres: TestServer };
let stream: Stream;
let worker: Program | undefined;
let database: pg.Pool;

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startTestRedis({ appendfsync: 'no' }), startTestPostgres()]);
  servers = { redis, postgres };
  stream = await openStream({ url: redis.url, partitions: 16, replicasAck: 0, onError: () => undefined });
  database = new pg.Pool({ connectionString: postgres.url });
});

afterAll(async () => {
  await worker?.kill();
  await database?.end();
  await stream?.close();
  await Promise.all([servers?.redis.stop(), servers?.postgres.stop()]);
});

/** As the door appends it: one of 100 page views of somebody within the last hour. */
function pageView(number: number) {
  const key = `a:visitor-${number % Math.ceil(size.events / 100)}`;
  const profile = profileIdOf(key);
  const acceptedAtMs = Date.now();
  const id = `m${number}`;
  const json = JSON.stringify({
    ...{
      id,
      hash: eventHashOf(id),
      atMs: acceptedAtMs - (number % 3_600) * 1_000,
      acceptedAtMs,
      profile,
      key,
    },
    ...{ type: 'page', name: 'page', path: '/managed-cloud', properties: { pad: 'x'.repeat(900) } },
  });
  return { partition: partitionOf(profile, stream.partitions), field: 'e' as const, json };
}

test(`${size.events} events that waited are drained with a heap of ${size.heapMegabytes} MB`, async () => {
  let bytes = 0;
  for (let number = 0; number < size.events; number += eventsAtOnce) {
    const records = Array.from({ length: eventsAtOnce }, (_, index) => pageView(number + index));
    bytes += records.reduce((sum, { json }) => sum + json.length, 0);
    await stream.appender.append(records);
  }
  expect(bytes / size.events).toBeGreaterThan(0.9 * bytesOfEvent);

  const beganMs = performance.now();
  worker = await startProgram({
    ...{ REDIS_URL: servers.redis.url, DATABASE_URL: servers.postgres.url, ROLES: 'worker' },
    NODE_OPTIONS: `--max-old-space-size=${size.heapMegabytes}`,
  });
  const { pid, lines } = worker;
  let scoredMs = 0;
  await until(
    'all is scored and in the history',
    async () => {
      const backlog = await stream.backlog(Date.now());
      if (scoredMs === 0 && backlog.every(({ lag }) => lag === 0)) scoredMs = performance.now() - beganMs;
      if (lines.some((line) => line.includes('out of memory'))) return 'out of memory';
      return backlog.every(({ lag, historyLag }) => lag + historyLag === 0);
    },
    drainedMsMax,
  ).then((answer) => expect(answer, lines.slice(-20).join('\n')).toBe(true));
  const allMs = performance.now() - beganMs;

  expect(worker.pid).toBe(pid);
  // The last batch is counted after its commit.
  const { url } = worker;
  await until('each was counted once', async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain(`scoville_events_scored_total ${size.events}\n`);
    return true;
  });
  const { rows } = await database.query<{ count: string }>('SELECT count(*) FROM events');
  expect(Number(rows[0]?.count)).toBe(size.events);
  console.info(
    `${size.events} events, ${Math.round(bytes / 1e6)} MB: scored in ${Math.round(scoredMs)} ms, in the history in ${Math.round(allMs)} ms`,
  );
});
