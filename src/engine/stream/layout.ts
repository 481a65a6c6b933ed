/** How an installation is laid out in its Redis: how many partitions there are, and under which hash tags their keys lie. */
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster } from 'ioredis';
import { limits, partitionOf } from '../../base/kernel/kernel.ts';
import { evenTags, type RedisClient } from '../../base/redis/redis.ts';
import { installationKey, keysOf, type PartitionKeys, profileOfKey } from './keys.ts';

/** What a new installation is laid out with when nothing else is asked for. */
const partitionsByDefault = 16;

/** `plain`: the number of the partition, as always on one Redis. `even`: tags that lie evenly over the masters of a cluster. */
export type Tags = 'plain' | 'even';

/** Partitions and their keys, fixed for an installation. */
export class Layout {
  readonly partitions: number;
  readonly tags: Tags;
  /**
   * Whether states and identities are stored in the compact form. Programs of before cannot read it, so an installation that may have begun with one
   * has the plain form.
   */
  readonly hasCompactStates: boolean;
  readonly #tags: string[];
  readonly #keys: PartitionKeys[];
  readonly #partitionByTag: Map<string, number>;

  constructor(partitions: number, tags: Tags = 'plain', hasCompactStates = false) {
    this.partitions = partitions;
    this.tags = tags;
    this.hasCompactStates = hasCompactStates;
    this.#tags =
      tags === 'even'
        ? evenTags(partitions)
        : Array.from({ length: partitions }, (_, partition) => String(partition));
    this.#keys = this.#tags.map(keysOf);
    this.#partitionByTag = new Map(this.#tags.map((tag, partition) => [tag, partition]));
  }

  /** The keys of a partition. */
  keys(partition: number): PartitionKeys {
    return this.#keys[partition] ?? keysOf(partition);
  }

  /** The keys of the partition that a profile is in. */
  of(profile: string): PartitionKeys {
    return this.keys(partitionOf(profile, this.partitions));
  }

  /** Partition and id of a profile's key; null for any other key. */
  profileIn(key: string): { partition: number; id: string } | null {
    const found = profileOfKey(key);
    const partition = found === null ? undefined : this.#partitionByTag.get(found.tag);
    return found === null || partition === undefined ? null : { partition, id: found.id };
  }
}

/** How a process waits for others to lay out the installation. */
export interface LayoutWait {
  /** Called once, where Redis holds none. */
  onWait(): Promise<void>;
  /** Ends the wait with an error. */
  signal: AbortSignal;
}

/** The layout of the installation that a Redis holds; null where it holds none. */
export async function layoutIn(redis: RedisClient): Promise<Layout | null> {
  const [partitions, tags, states] = await redis.hmget(installationKey, 'partitions', 'tags', 'states');
  if (partitions == null) return null;
  return new Layout(Number(partitions), tags === 'even' ? 'even' : 'plain', states === 'compact');
}

/** What a Redis that holds no installation is laid out with. */
export interface WantedLayout {
  /** Partitions; null for 16. */
  wanted: number | null;
  /** Whether the installation is older than this Redis: processes of before may work for it. */
  isKnown: boolean;
}

/**
 * Returns the layout. A Redis that holds no installation is laid out as asked. A cluster gets even tags. With `wait` another process
 * does it: one that knows PostgreSQL knows how many partitions there were before Redis was emptied.
 */
export async function layOut(
  redis: RedisClient,
  { wanted, isKnown }: WantedLayout,
  wait?: LayoutWait,
): Promise<Layout> {
  const mayLayOut = wanted !== null || wait === undefined;
  for (let isWaiting = false; ; isWaiting = true) {
    const layout = await layoutIn(redis);
    if (layout !== null) return layout;
    if (mayLayOut) {
      // These first: a process that finds the number finds them.
      if (!isKnown) await redis.hsetnx(installationKey, 'states', 'compact');
      if (redis instanceof Cluster) await redis.hsetnx(installationKey, 'tags', 'even');
      await redis.hsetnx(installationKey, 'partitions', wanted ?? partitionsByDefault);
      continue;
    }
    if (!isWaiting) await wait?.onWait();
    await pause(limits.reconnectMsMax, undefined, { signal: wait?.signal });
  }
}
