/** A time in which the door sheds, for the log. It begins with the first request, and is over when none was shed for a while. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { ShedReason } from './shedding.core.ts';

/** That a time of shedding has begun, and why, or that it is over, with all that was shed in it. */
export type ShedNews = { kind: 'begun'; reason: ShedReason } | { kind: 'over'; shed: number };

export class ShedSpell {
  #shed = 0;
  #last: { reason: ShedReason; atMs: number } | null = null;
  #isSaid = false;

  add(reason: ShedReason, atMs: number): void {
    this.#shed++;
    this.#last = { reason, atMs };
  }

  /** Returns what is new since the look before; the end only after the beginning. */
  look(nowMs: number): ShedNews | null {
    if (this.#last === null) return null;
    const { reason, atMs } = this.#last;
    if (!this.#isSaid) {
      this.#isSaid = true;
      return { kind: 'begun', reason };
    }
    if (nowMs - atMs < limits.doorCalmMs) return null;
    const shed = this.#shed;
    this.#shed = 0;
    this.#last = null;
    this.#isSaid = false;
    return { kind: 'over', shed };
  }
}
