/** The pace at which a live board asks for cards again: a few at once, then one after the other. Pure. */

/** Beside the counts, which are asked for as often, a board makes one request a second at most. */
export const everyMs = 2_000;
/** A move changes two columns: they change together. */
export const atOnceMax = 4;

export class Pace {
  /** When the last of those that were let through would have begun, had none been early, ms. */
  #lastMs = Number.NEGATIVE_INFINITY;

  /** Returns when the next one may begin, ms on the clock that is given, and counts it as begun. */
  take(nowMs: number): number {
    this.#lastMs = Math.max(nowMs, this.#lastMs + everyMs);
    return Math.max(nowMs, this.#lastMs - (atOnceMax - 1) * everyMs);
  }
}
