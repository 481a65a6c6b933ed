/** How many partitions the installation has that a Redis holds. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { limits } from '../../base/kernel/kernel.ts';
import { installationKey } from './keys.ts';

/** What a new installation is laid out with when nothing else is asked for. */
const partitionsByDefault = 16;

/** How a process waits for others to lay out the installation. */
export interface LayoutWait {
  /** Called once, where Redis holds none. */
  onWait(): Promise<void>;
  /** Ends the wait with an error. */
  signal: AbortSignal;
}

/**
 * Returns the number of partitions. A Redis that holds no installation is laid out with `wanted`; where that is null, with 16.
 * With `wait` another process does it: one that knows PostgreSQL knows how many there were before Redis was emptied.
 */
export async function layOut(redis: Redis, wanted: number | null, wait?: LayoutWait): Promise<number> {
  if (wanted !== null || wait === undefined)
    await redis.hsetnx(installationKey, 'partitions', wanted ?? partitionsByDefault);
  for (let isWaiting = false; ; isWaiting = true) {
    const partitions = await redis.hget(installationKey, 'partitions');
    if (partitions !== null) return Number(partitions);
    if (!isWaiting) await wait?.onWait();
    await pause(limits.reconnectMsMax, undefined, { signal: wait?.signal });
  }
}
