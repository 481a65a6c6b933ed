/** What an event costs in each step: one worker does one step alone, and its processor time and that of both stores is counted. */
import { Redis } from 'ioredis';
import type { Stream } from '../src/engine/stream/stream.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../test/support/servers.ts';
import { streamLag } from '../test/support/stream-lag.ts';
import { allSteps, caughtUp, keptEvents } from './caught-up.ts';
import { startChild } from './child.ts';
import { fillStream } from './fill.ts';
import { processorSeconds } from './processor-time.ts';
import type { CrowdOptions, CrowdWork } from './programs/crowd.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf } from './results.core.ts';
import { openBenchStream, partitions } from './stream.ts';
import { shown } from './table.core.ts';
import { visitorsOf20Matches } from './traffic.ts';

/** Each visitor does so many things, and says who it is. */
export const eventsPerProfile = 21;

/** Returns so many events, of other visitors for another seed. */
export const loadOf = (events: number, seed: number) =>
  visitorsOf20Matches({ kind: 'identified', profiles: Math.ceil(events / eventsPerProfile), seed });

/** Processor microseconds of one event in one step, of the worker and of each store; and bytes. */
export interface Costs {
  score: { worker: number; redis: number };
  copy: { worker: number; redis: number; postgres: number };
  /** Of a tier update. */
  relay: { worker: number; redis: number; postgres: number };
  door: { redis: number };
  streamBytes: number;
  historyBytes: number;
}

interface Stores {
  redis: TestServer;
  postgres: TestServer;
}

/** Measures it on one Redis and one PostgreSQL of its own. */
export async function costsOf(events: number): Promise<Costs> {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres({ isDurable: true })]);
  try {
    return await costsAt({ redis, postgres }, events);
  } finally {
    await Promise.all([redis.stop(), postgres.stop()]);
  }
}

async function costsAt(stores: Stores, count: number): Promise<Costs> {
  const { redis, postgres } = stores;
  const stream = await openBenchStream(redis.url);
  const admin = new Redis(redis.url);
  const usedBytes = async () => Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1] ?? 0);
  try {
    // Plans, code and tables of the day are made before anything counts.
    await fillStream(redis.url, loadOf(count / 4, 21));
    await stepBy(stores, stream, allSteps);
    const before = { bytes: await usedBytes(), redis: microsecondsOf('redis') };
    const events = await fillStream(redis.url, loadOf(count, 22));
    const streamBytes = ((await usedBytes()) - before.bytes) / events;
    const door = { redis: (microsecondsOf('redis') - before.redis) / events };
    const score = perOne(await stepBy(stores, stream, { ...none, scores: true }), events);
    const updates = (await streamLag(redis.url)).sales;
    const historyBefore = await keptEvents(postgres.url);
    const copy = perOne(await stepBy(stores, stream, { ...none, copies: true }), events);
    const historyAfter = await keptEvents(postgres.url);
    const relay = perOne(await stepBy(stores, stream, { ...none, relays: true }), updates);
    const historyBytes = (historyAfter.bytes - historyBefore.bytes) / events;
    progress(
      `  scored ${shown(score.worker)}, copied ${shown(copy.worker)} µs/event, relayed ${shown(relay.worker)} µs/update; ${shown(historyBytes)} bytes an event in the history`,
    );
    return { score, copy, relay, door, streamBytes, historyBytes };
  } finally {
    admin.disconnect();
    await stream.close();
  }
}

const none: CrowdWork = { scores: false, relays: false, copies: false };

interface StepCpu {
  worker: number;
  redis: number;
  postgres: number;
}

/** Processor time so far of the one server of a kind that runs. */
const microsecondsOf = (side: 'redis' | 'postgres') => processorSeconds()[side] * 1e6;

/** Lets one worker do some of its work until it is done; returns the processor microseconds of all who took part. */
async function stepBy({ redis, postgres }: Stores, stream: Stream, work: CrowdWork): Promise<StepCpu> {
  const child = startChild('crowd');
  try {
    const given = { redisUrl: redis.url, databaseUrl: postgres.url, partitions };
    const cpu = async () => ({
      worker: await child.ask<number>('cpu'),
      redis: microsecondsOf('redis'),
      postgres: microsecondsOf('postgres'),
    });
    const before = await cpu();
    await child.ask('open', { ...given, ...work, workers: 1 } satisfies CrowdOptions);
    const opened = await cpu();
    await caughtUp(stream, redis.url, work);
    const after = await cpu();
    await child.ask('close');
    // What its start took is not the work's, as far as the two can be distinguished.
    const taken = (side: keyof StepCpu) => Math.max(0, after[side] - Math.max(before[side], opened[side]));
    return { worker: taken('worker'), redis: taken('redis'), postgres: taken('postgres') };
  } finally {
    await child.stop();
  }
}

const perOne = ({ worker, redis, postgres }: StepCpu, count: number): StepCpu => ({
  worker: worker / count,
  redis: redis / count,
  postgres: postgres / count,
});

export function costFigures(costs: readonly Costs[]): Figure[] {
  const cost = (id: string, title: string, column: string, unit: string, value: (one: Costs) => number) =>
    figureOf({ id, title, column, unit, better: 'lower', repetitions: costs.map(value) });
  const sides = { worker: 'the process', redis: 'Redis', postgres: 'PostgreSQL' } as const;
  const step = <Step extends 'score' | 'copy' | 'relay'>(name: Step, title: string, unit: string) =>
    Object.entries(sides).flatMap(([side, column]) =>
      name === 'score' && side === 'postgres'
        ? []
        : [
            cost(side === 'worker' ? `cost.${name}` : `cost.${name}.${side}`, title, column, unit, (one) =>
              Number((one[name] as Record<string, number>)[side]),
            ),
          ],
    );
  return [
    cost('cost.door.redis', 'an event is appended', 'Redis', 'µs/event', ({ door }) => door.redis),
    ...step('score', 'an event is scored', 'µs/event'),
    ...step('copy', 'an event and its ledger entries are copied', 'µs/event'),
    ...step('relay', 'a tier update is applied in sales', 'µs/update'),
    cost(
      'bytes.stream',
      'an event waits in the stream',
      'memory of Redis',
      'bytes',
      ({ streamBytes }) => streamBytes,
    ),
    cost(
      'bytes.history',
      'an event in the history, with its ledger entries and indexes',
      'disk of PostgreSQL',
      'bytes',
      ({ historyBytes }) => historyBytes,
    ),
  ];
}
