/**
 * A walk through all keys of a Redis, or of all masters of a cluster.
 *
 * SCAN finds each key that is there from its beginning to its end, on one server. A key that moves between two masters meanwhile,
 * or a replica that is promoted, whose cursors are others, could hide one. So a walk through a cluster begins again until no slot
 * had another master meanwhile and none was on its way.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster } from 'ioredis';
import { limits } from '../kernel/kernel.ts';
import type { RedisClient } from './client.ts';
import { slotOf } from './slots.core.ts';
import { markOf, mastersIn, type SlotRanges } from './topology.core.ts';

/** What is looked for. */
export interface WantedKeys {
  /** As `SCAN … MATCH` takes it. */
  pattern: string;
  /** Keys that one step looks at. */
  count: number;
  /** Makes a key of a hash tag, which need not exist: it leads to the master of its slot. */
  keyOf(tag: string): string;
}

/** Yields the names of all keys of a pattern, page by page. One that comes while it runs may be left out, and one may come twice. */
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

/** As scripts of a key the client sends them where its slot is, and again after a failover. */
const nodesScript = `#!lua flags=no-writes,allow-cross-slot-keys
return redis.call('CLUSTER', 'NODES')`;
const scanScript = `#!lua flags=no-writes,allow-cross-slot-keys
return redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])`;

async function* keysOfCluster(
  cluster: Cluster,
  { pattern, count, keyOf }: WantedKeys,
): AsyncGenerator<string[]> {
  for (;;) {
    const before = mastersIn(String(await cluster.eval(nodesScript, 1, keyOf('0'))));
    const keys = before.map((master) => keyOf(tagIn(master)));
    for (const key of keys) {
      let cursor = '0';
      do {
        const page = await cluster.eval(scanScript, 1, key, cursor, pattern, count);
        const [next, found] = page as [string, string[]];
        cursor = next;
        yield found;
      } while (cursor !== '0');
    }
    // Each master is asked: it alone knows of slots on their way.
    const views = await Promise.all(keys.map((key) => cluster.eval(nodesScript, 1, key)));
    const after = views.map((view) => mastersIn(String(view)));
    const isSame = after.every((masters) => markOf(masters) === markOf(before));
    if (isSame && !after.some((masters) => masters.some(({ isMoving }) => isMoving))) return;
    await pause(limits.reconnectMsMax);
  }
}

/** A tag whose slot a master serves. */
function tagIn({ ranges }: SlotRanges): string {
  for (let number = 0; ; number++) {
    const slot = slotOf(String(number));
    if (ranges.some(([from, to]) => from <= slot && slot <= to)) return String(number);
  }
}
