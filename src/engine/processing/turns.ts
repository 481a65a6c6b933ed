/** The turns that the partitions of a process take with long work. */
import { limits } from '../../base/kernel/kernel.ts';
import type { Signal } from './signal.ts';

/** Held by one partition at a time. Those that wait are served in the order in which they asked. */
export class Turn {
  #isTaken = false;
  readonly #line: Asking[] = [];

  /** Takes it where it is free and nobody asked before; else the partition is in the line, and rung when it is first. */
  take(asking: Asking): boolean {
    const isFirst = this.#line.length === 0 || this.#line[0] === asking;
    if (this.#isTaken || !isFirst) {
      if (!this.#line.includes(asking)) this.#line.push(asking);
      return false;
    }
    this.#isTaken = true;
    this.leave(asking);
    return true;
  }

  give(): void {
    this.#isTaken = false;
    this.#line[0]?.ring();
  }

  /** Leaves the line, as a partition does whose lease ends: the next one is rung. */
  leave(asking: Asking): void {
    const place = this.#line.indexOf(asking);
    if (place < 0) return;
    this.#line.splice(place, 1);
    if (place === 0 && !this.#isTaken) this.#line[0]?.ring();
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
 * Does some work when no other partition does, and pauses as long as it kept this process busy: waiting for a store delays no
 * event. Else it waits a while for the turn, or for news. Returns false when the work did.
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
    const before = performance.eventLoopUtilization();
    const isOurs = await work();
    const { active } = performance.eventLoopUtilization(before);
    if (isOurs) await news.pause(Math.min(active, limits.sweepEveryMs));
    return isOurs;
  } finally {
    turn.give();
  }
}
