/** The turns that the partitions of a process take with long work. */
import { limits } from '../../base/kernel/kernel.ts';
import type { Signal } from './signal.ts';

/**
 * Held by one partition at a time. When it is free again, the one that has waited longest is rung. It is not kept for that one: by
 * then it may have nothing to do, or something else.
 */
export class Turn {
  #isTaken = false;
  readonly #line = new Set<Asking>();

  /** Takes it where it is free; else the partition is rung in its order. */
  take(asking: Asking): boolean {
    if (this.#isTaken) {
      this.#line.add(asking);
      return false;
    }
    this.#line.delete(asking);
    this.#isTaken = true;
    return true;
  }

  give(): void {
    this.#isTaken = false;
    const [first] = this.#line;
    if (first === undefined) return;
    this.#line.delete(first);
    first.ring();
  }

  /** Leaves the line, as a partition does whose lease ends. */
  leave(asking: Asking): void {
    this.#line.delete(asking);
  }
}

/** Who asks for a turn. */
interface Asking {
  ring(): void;
}

/** What one partition of a process does at a time. A history may be long in coming, so the two do not wait for each other. */
export interface Turns {
  /** Rebuilding profiles from their history. */
  rebuilding: Turn;
  /** Re-evaluating as many as one commit takes. */
  bulk: Turn;
}

/**
 * Does some work when no other partition does, and pauses as long as it took, unless there is news. Else it waits a while for
 * the turn, or for news. Returns false when the work did.
 */
export async function inTurn(
  turn: Turn,
  asking: Asking,
  news: Signal,
  work: () => Promise<boolean>,
): Promise<boolean> {
  if (!turn.take(asking)) {
    await news.pause(limits.rebuildTurnMs);
    return true;
  }
  try {
    const beganMs = performance.now();
    const isOurs = await work();
    if (isOurs) await news.pause(Math.min(performance.now() - beganMs, limits.sweepEveryMs));
    return isOurs;
  } finally {
    turn.give();
  }
}
