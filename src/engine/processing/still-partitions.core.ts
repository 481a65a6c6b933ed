/** Which partitions stand still although they have work: what the sweeper drains itself. Pure. */
import type { PartitionBacklog } from '../stream/stream.ts';

type Standing = Pick<PartitionBacklog, 'offset' | 'within' | 'leases'>;

export class StillPartitions {
  readonly #seen = new Map<number, { standing: string; sweeps: number }>();

  /**
   * Whether a partition with work stands as it stood in the two sweeps before. It does not where anybody took its lease meanwhile. So of
   * many sweepers that find it at once, the last to take the lease is left alone.
   */
  sees(partition: number, { offset, within, leases }: Standing, hasWork: boolean): boolean {
    const standing = hasWork ? `${leases} ${offset} ${within}` : '';
    const seen = this.#seen.get(partition);
    const sweeps = hasWork && seen?.standing === standing ? seen.sweeps + 1 : 0;
    this.#seen.set(partition, { standing, sweeps });
    return sweeps >= 2;
  }
}
