/** Which partitions a relay looks at, and when: what its own process committed at once, what others committed in case they cannot. Pure. */
import { limits } from '../../base/kernel/kernel.ts';

export class PartitionNews {
  /** When each partition with news is due, ms of the caller's clock. */
  readonly #dueAtMs = new Map<number, number>();
  /** Whether this process rang last for a partition. */
  readonly #isOurs = new Map<number, boolean>();
  /** When all of them are. */
  #allAtMs = Number.NEGATIVE_INFINITY;

  /** A partition has news, or any may have (null). Those of another process are due when it has had time for them. */
  ring(partition: number | null, isOurs: boolean, nowMs: number): void {
    if (partition === null) this.lookAtAll();
    else {
      this.#isOurs.set(partition, isOurs);
      this.again(partition, isOurs ? nowMs : nowMs + limits.relayTakeoverMs);
    }
  }

  /** A partition is due then, unless it is sooner. */
  again(partition: number, atMs: number): void {
    this.#dueAtMs.set(partition, Math.min(atMs, this.#dueAtMs.get(partition) ?? atMs));
  }

  /** Another relay works on a partition: one of this process is due again soon, any other when that relay has had time for it. */
  leftOut(partition: number, nowMs: number): void {
    const isOurs = this.#isOurs.get(partition) === true;
    this.again(partition, nowMs + (isOurs ? limits.relayBusyMs : limits.relayTakeoverMs));
  }

  /** All partitions are due. */
  lookAtAll(): void {
    this.#allAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Takes the partitions that are due; null is all of them. What is not due yet stays. */
  take(nowMs: number): ReadonlySet<number> | null {
    const due = new Set([...this.#dueAtMs].flatMap(([partition, atMs]) => (atMs <= nowMs ? partition : [])));
    for (const partition of due) this.#dueAtMs.delete(partition);
    if (nowMs < this.#allAtMs) return due;
    this.#allAtMs = nowMs + limits.relayLookEveryMs;
    return null;
  }

  /** How long nothing is due, ms; 0 where something is. */
  restMs(nowMs: number): number {
    return Math.max(0, Math.min(this.#allAtMs, ...this.#dueAtMs.values()) - nowMs);
  }
}
