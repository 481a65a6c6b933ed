/** Which partitions that are due a relay takes at once: all of them, and in a backlog a few in turn. Others then take the rest. Pure. */
import { limits } from '../../base/kernel/kernel.ts';

export class PartitionTurns {
  /** Whether more waits than one batch takes. */
  isBehind = false;
  readonly #partitions: number;
  #from: number;

  /** Each relay begins at a partition of its own. */
  constructor(partitions: number, from: number) {
    this.#partitions = partitions;
    this.#from = from;
  }

  /** Divides what is due, null being all, into what is taken now and what has its turn later. */
  of(due: ReadonlySet<number> | null): { now: ReadonlySet<number> | null; later: readonly number[] } {
    if (!this.isBehind) return { now: due, later: [] };
    const inOrder = Array.from({ length: this.#partitions }, (_, at) => (this.#from + at) % this.#partitions);
    const wanted = due === null ? inOrder : inOrder.filter((partition) => due.has(partition));
    const now = wanted.slice(0, limits.relayBehindPartitions);
    const last = now.at(-1);
    if (last !== undefined) this.#from = (last + 1) % this.#partitions;
    return { now: new Set(now), later: wanted.slice(now.length) };
  }
}
