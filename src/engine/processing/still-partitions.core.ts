/** Which partitions stand still although they have work: what the sweeper drains itself. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { PartitionBacklog } from '../stream/stream.ts';

type Progress = Pick<PartitionBacklog, 'offset' | 'within' | 'leases'>;

export class StillPartitions {
  readonly #seen = new Map<number, { progress: string; sinceMs: number }>();

  /**
   * Whether a partition with work stands as it stood in all sweeps for as long as a lease is kept. Sweeps may follow each other at once.
   * It does not stand still where anybody took its lease meanwhile. So of many sweepers that find it at once, the last to take the lease is left alone.
   */
  sees(partition: number, { offset, within, leases }: Progress, hasWork: boolean, nowMs: number): boolean {
    const progress = hasWork ? `${leases} ${offset} ${within}` : '';
    const seen = this.#seen.get(partition);
    const sinceMs = hasWork && seen?.progress === progress ? seen.sinceMs : nowMs;
    this.#seen.set(partition, { progress, sinceMs });
    return hasWork && nowMs - sinceMs >= limits.leaseMsMax;
  }
}
