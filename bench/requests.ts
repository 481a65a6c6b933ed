/** The ingest route against a bare route, in closed loops, in turns, with both ways of appending. */
import { Redis } from 'ioredis';
import { keysOf } from '../src/engine/stream/keys.ts';
import { startTestRedis } from '../test/support/servers.ts';
import { type Child, startChild } from './child.ts';
import { bareKey, type Load, type LoadResult } from './door.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured, ratioOf } from './results.core.ts';
import { partitions } from './stream.ts';
import { shown } from './table.core.ts';

export interface RequestCounts {
  eventsPerRequest: number;
  connections: number;
  repetitions: number;
  seconds: number;
  /** The share of the bare route's rate that is aimed at; absent where none is. */
  aims?: { everysec: number; always: number };
}

/** One side in one turn. */
interface Turn {
  eventsPerSecond: number;
  cpuUsPerEvent: number;
}

const fsyncModes = ['everysec', 'always'] as const;
type FsyncMode = (typeof fsyncModes)[number];

export async function measureRequests(counts: RequestCounts): Promise<Measured> {
  const figures: Figure[] = [];
  let bytesPerEvent = 0;
  for (const appendfsync of fsyncModes) {
    const redis = await startTestRedis({ appendfsync });
    const [door, bare, load] = [startChild('door'), startChild('bare'), startChild('load')];
    try {
      const urls = {
        door: await door.ask<string>('listen', { redisUrl: redis.url }),
        bare: await bare.ask<string>('listen', { redisUrl: redis.url }),
      };
      const { eventsPerRequest, connections, seconds } = counts;
      const turn = async (side: 'door' | 'bare', server: Child): Promise<Turn> => {
        await forgetEvents(redis.url);
        const asked: Load = { url: urls[side], eventsPerRequest, connections, seconds };
        const before = await server.ask<number>('cpu');
        const result = await load.ask<LoadResult>('run', asked);
        const cpuUs = (await server.ask<number>('cpu')) - before;
        if (result.failed > 0) throw new Error(`${result.failed} requests to the ${side} failed`);
        const events = result.requests * eventsPerRequest;
        const measured = { eventsPerSecond: events / result.seconds, cpuUsPerEvent: cpuUs / events };
        bytesPerEvent = result.bytesPerEvent;
        progress(
          `  ${appendfsync} ${side}: ${shown(measured.eventsPerSecond)} events/s, ${shown(measured.cpuUsPerEvent)} µs of its CPU an event`,
        );
        return measured;
      };
      const pairs: { door: Turn; bare: Turn }[] = [];
      // The first pair warms both up.
      for (let index = -1; index < counts.repetitions; index++) {
        const pair = { door: await turn('door', door), bare: await turn('bare', bare) };
        if (index >= 0) pairs.push(pair);
      }
      figures.push(...figuresOf(appendfsync, pairs, counts.aims?.[appendfsync]));
    } finally {
      await Promise.all([door.stop(), bare.stop(), load.stop()]);
      await redis.stop();
    }
  }
  const { eventsPerRequest, connections, seconds } = counts;
  const configuration = {
    appendfsync: fsyncModes.join(' / '),
    'events a request': eventsPerRequest,
    connections,
    'seconds a turn': seconds,
    'bytes an event': Math.round(bytesPerEvent),
  };
  return { configuration, figures };
}

function figuresOf(
  mode: FsyncMode,
  pairs: readonly { door: Turn; bare: Turn }[],
  aim: number | undefined,
): Figure[] {
  const rate = (side: 'door' | 'bare', title: string) =>
    figureOf({
      id: `${mode}.${side === 'door' ? 'ingest' : 'bare'}`,
      title: `${title}, appendfsync ${mode}`,
      unit: 'events/s',
      better: 'higher',
      repetitions: pairs.map((pair) => pair[side].eventsPerSecond),
      ...(side === 'bare' && { isReference: true }),
    });
  const cpu = (side: 'door' | 'bare', column: string) =>
    figureOf({
      id: `${mode}.${side === 'door' ? 'ingest' : 'bare'}-cpu`,
      title: `processor time of the server, appendfsync ${mode}`,
      column,
      unit: 'µs/event',
      better: 'lower',
      repetitions: pairs.map((pair) => pair[side].cpuUsPerEvent),
      ...(side === 'bare' && { isReference: true }),
    });
  const [ingest, bare] = [rate('door', 'ingest route'), rate('bare', 'bare route')];
  const ratio = ratioOf(
    {
      id: `${mode}.ratio`,
      title: `ingest route ÷ bare route, appendfsync ${mode}`,
      better: 'higher',
      ...(aim !== undefined && { aim: { is: '≥', value: aim } }),
    },
    ingest,
    bare,
  );
  return [ratio, ingest, bare, cpu('door', 'ingest route'), cpu('bare', 'bare route')];
}

/** No worker drains here: without this the stream would reach its limit and the door answer 503. */
async function forgetEvents(url: string): Promise<void> {
  const redis = new Redis(url);
  const events = Array.from({ length: partitions }, (_, partition) => keysOf(partition).events);
  await redis.unlink(bareKey, ...events);
  redis.disconnect();
}
