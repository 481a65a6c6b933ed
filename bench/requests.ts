/** Parts (a) and (b): the ingest door against a bare route, in closed loops, in turns, with both ways of appending. */
import { Redis } from 'ioredis';
import { keysOf } from '../src/stream/keys.ts';
import { startTestRedis } from '../test/support/servers.ts';
import { type Child, startChild } from './child.ts';
import type { Load, LoadResult } from './door.ts';
import { median, progress, type Row, ratio, whole } from './report.ts';

interface Options {
  part: 'a' | 'b';
  turns: number;
  seconds: number;
}

/** One side in one turn. */
interface Turn {
  eventsPerSecond: number;
  cpuUsPerEvent: number;
}

const shapes = {
  a: { name: 'single events', eventsPerRequest: 1, connections: 64 },
  b: { name: 'batches of 100', eventsPerRequest: 100, connections: 16 },
};
const aims = { everysec: 0.85, always: 0.6 };

export async function measureRequests({ part, turns, seconds }: Options): Promise<Row[]> {
  const rows: Row[] = [];
  for (const appendfsync of ['everysec', 'always'] as const) {
    const redis = await startTestRedis({ appendfsync });
    const [door, bare, load] = [startChild('door'), startChild('bare'), startChild('load')];
    try {
      const urls = {
        door: await door.ask<string>('listen', { redisUrl: redis.url }),
        bare: await bare.ask<string>('listen'),
      };
      const { name, eventsPerRequest, connections } = shapes[part];
      const turn = async (side: 'door' | 'bare', server: Child, lasting: number): Promise<Turn> => {
        await forgetEvents(redis.url);
        const asked: Load = { url: urls[side], eventsPerRequest, connections, seconds: lasting };
        const before = await server.ask<number>('cpu');
        const result = await load.ask<LoadResult>('run', asked);
        const cpuUs = (await server.ask<number>('cpu')) - before;
        if (result.failed > 0) throw new Error(`${result.failed} requests to the ${side} failed`);
        const events = result.requests * eventsPerRequest;
        const measured = { eventsPerSecond: events / result.seconds, cpuUsPerEvent: cpuUs / events };
        progress(
          `(${part}) ${appendfsync} ${side}: ${whole(measured.eventsPerSecond)} events/s, ${ratio(measured.cpuUsPerEvent)} µs of its CPU an event`,
        );
        return measured;
      };
      await turn('door', door, seconds);
      await turn('bare', bare, seconds);
      const pairs: { door: Turn; bare: Turn }[] = [];
      for (let left = turns; left > 0; left--) {
        pairs.push({ door: await turn('door', door, seconds), bare: await turn('bare', bare, seconds) });
      }
      rows.push(...rowsOf(part, name, appendfsync, pairs));
    } finally {
      await Promise.all([door.stop(), bare.stop(), load.stop()]);
      await redis.stop();
    }
  }
  return rows;
}

function rowsOf(
  part: 'a' | 'b',
  name: string,
  appendfsync: 'everysec' | 'always',
  pairs: { door: Turn; bare: Turn }[],
): Row[] {
  const door = median(pairs.map((pair) => pair.door.eventsPerSecond));
  const bare = median(pairs.map((pair) => pair.bare.eventsPerSecond));
  const share = median(pairs.map((pair) => pair.door.eventsPerSecond / pair.bare.eventsPerSecond));
  const cpu = median(pairs.map((pair) => pair.door.cpuUsPerEvent));
  const bareCpu = median(pairs.map((pair) => pair.bare.cpuUsPerEvent));
  const inWords = `${whole(door)} events/s against ${whole(bare)}; ${cpu.toFixed(1)} µs of the server's CPU an event against ${bareCpu.toFixed(1)}`;
  const measured = `${name}, ingest door ÷ bare route, \`appendfsync ${appendfsync}\``;
  const row = { part: `(${part})`, measured, result: `**${ratio(share)}** (${inWords})` };
  if (part === 'b') return [row];
  return [{ ...row, aim: `≥ ${aims[appendfsync]}`, isMet: share >= aims[appendfsync] }];
}

/** No worker drains here: without this the stream would reach its limit and the door answer 503. */
async function forgetEvents(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.unlink(Array.from({ length: 16 }, (_, partition) => keysOf(partition).events));
  redis.disconnect();
}
