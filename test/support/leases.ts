/** Leases for tests: there must be one. */
import type { Lease, PartitionLog } from '../../src/engine/stream/stream.ts';

/** Takes the lease of a partition under a generation of programmes. Throws where the stream refuses it. */
export async function leaseOf(log: PartitionLog, generation = 1): Promise<Lease> {
  const lease = await log.takeLease(generation);
  if (lease === null) throw new Error(`no lease on partition ${log.partition}`);
  if (typeof lease === 'number') throw new Error(`the partition is at generation ${lease}`);
  return lease;
}
