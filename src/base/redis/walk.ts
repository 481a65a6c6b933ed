/**
 * A walk through all keys of a Redis, or of all masters of a cluster.
 *
 * SCAN finds each key that is there from its beginning to its end, on one server. A key that moves between two masters meanwhile
 * could hide. So a walk through a cluster has rounds, and the later ones read only slots that moved: see `slot-reads.core.ts`.
 * It ends while a slot is left open, too.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster } from 'ioredis';
import { limits } from '../kernel/kernel.ts';
import type { RedisClient } from './client.ts';
import { type AskServer, lookAt, reachAgain, type ScannedServer } from './scanned-servers.ts';
import { SlotReads } from './slot-reads.core.ts';
import { slotOf } from './slots.core.ts';

/** What is looked for. */
export interface WantedKeys {
  /** As `SCAN … MATCH` takes it. */
  pattern: string;
  /** Keys that one step looks at. */
  count: number;
  /** Makes a key of a hash tag, which must not exist: it leads to the master of its slot. */
  keyOf(tag: string): string;
}

/**
 * Yields the names of all keys of a pattern, page by page. One that comes while it runs may be left out, and one may come twice. Throws
 * where slots of a cluster go on moving.
 */
export async function* keysLike(redis: RedisClient, wanted: WantedKeys): AsyncGenerator<string[]> {
  if (redis instanceof Cluster) {
    yield* keysOfCluster(redis, wanted);
    return;
  }
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', wanted.pattern, 'COUNT', wanted.count);
    cursor = next;
    yield keys;
  } while (cursor !== '0');
}

async function* keysOfCluster(cluster: Cluster, wanted: WantedKeys): AsyncGenerator<string[]> {
  let look = await lookAt(cluster, wanted.keyOf);
  const reads = new SlotReads(look.view);
  for (let round = 1; ; round++) {
    let isWhole = true;
    for (const id of reads.servers()) {
      const server = look.servers.get(id);
      const scan = server && pagesOf(cluster, server, wanted);
      for (let page = await scan?.next(); ; page = await scan?.next()) {
        if (page === undefined || page.done) {
          isWhole &&= page?.value ?? false;
          break;
        }
        yield page.value.filter((key) => reads.isPending(slotOf(key)));
      }
    }
    look = await lookAt(cluster, wanted.keyOf);
    reads.endRound(look.view, isWhole);
    if (reads.isDone) return;
    if (round === limits.walkRoundsMax) throw new Error(goesOnMoving);
    if (!isWhole) await pause(limits.reconnectMsMax);
  }
}

const goesOnMoving =
  `slots of the Redis Cluster have moved in each of ${limits.walkRoundsMax} walks through its keys: ` +
  'try again when "redis-cli --cluster rebalance" has ended';

const scanScript = `#!lua flags=no-writes,allow-cross-slot-keys
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
return {run, redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])}`;

/** Yields the keys of one server; returns whether it was scanned to its end. A cursor is of one run of one server. */
async function* pagesOf(
  cluster: Cluster,
  { id, run, ask: first }: ScannedServer,
  { pattern, count, keyOf }: WantedKeys,
): AsyncGenerator<string[], boolean> {
  let ask: AskServer = first;
  let cursor = '0';
  do {
    const [by, [next, keys]] = (await ask(scanScript, cursor, pattern, count)) as [
      string,
      [string, string[]],
    ];
    if (by === run) {
      cursor = next;
      yield keys;
      continue;
    }
    // The slot that led to the server has moved: another one leads there.
    const again = await reachAgain(cluster, id, keyOf);
    if (again?.run !== run) return false;
    ask = again.ask;
  } while (cursor !== '0');
  return true;
}
