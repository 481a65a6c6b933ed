/** Leases for tests: there must be one. */
import type { Lease, PartitionLog } from '../../src/engine/stream/stream.ts';

/** Takes the lease of a partition. Throws where the stream refuses it. */
export async function leaseOf(log: PartitionLog): Promise<Lease> {
  const lease = await log.takeLease();
  if (lease === null) throw new Error(`no lease on partition ${log.partition}`);
  return lease;
}
