/**
 * Turns of the event loop, bounded in time: work beyond waits for the next one, in order.
 *
 * The loop accepts one new connection a turn. A turn in which every kept connection had its request served lasted hundreds of
 * milliseconds under load, and new connections starved behind kept ones. Work that finds an idle turn runs at once.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';

/** How much the latest turn counts in what one work takes. */
const newestWeight = 0.2;

export class FairTurns {
  readonly #turnMsMax: number;
  readonly #nowMs: () => number;
  readonly #waiting: { work: () => void; sinceMs: number }[] = [];
  /** When work began in this turn; null where none did. */
  #beganMs: number | null = null;
  /** How long one work takes that waits in line, with all else that the process does meanwhile, ms. */
  #msOfWork = 0;

  constructor(turnMsMax: number, nowMs = () => performance.now()) {
    this.#turnMsMax = turnMsMax;
    this.#nowMs = nowMs;
  }

  /** How long the oldest work has waited, or the next would have to, ms. */
  waitMs(nowMs: number): number {
    const [oldest] = this.#waiting;
    return oldest === undefined ? 0 : Math.max(nowMs - oldest.sinceMs, this.#waiting.length * this.#msOfWork);
  }

  /** Runs the work now, or in a later turn. The work handles its own errors. */
  run(work: () => void): void {
    const nowMs = this.#nowMs();
    if (this.#beganMs === null) {
      this.#beganMs = nowMs;
      void this.#goOn(nowMs);
    }
    const isFree = this.#waiting.length === 0 && nowMs - this.#beganMs < this.#turnMsMax;
    if (isFree) work();
    else this.#waiting.push({ work, sinceMs: nowMs });
  }

  async #goOn(sinceMs: number): Promise<void> {
    let endedMs = sinceMs;
    await turn();
    while (this.#waiting.length > 0) {
      const beganMs = this.#nowMs();
      this.#beganMs = beganMs;
      let works = 0;
      do {
        this.#waiting.shift()?.work();
        works++;
        // What it does once its promises are kept is of this turn too.
        await null;
      } while (this.#waiting.length > 0 && this.#nowMs() - beganMs < this.#turnMsMax);
      const nowMs = this.#nowMs();
      // Bounded: a stall of the whole process says nothing of work.
      const sample = Math.min((nowMs - endedMs) / works, limits.doorTurnWaitMsMax);
      this.#msOfWork += newestWeight * (sample - this.#msOfWork);
      endedMs = nowMs;
      await turn();
    }
    this.#beganMs = null;
    // The next line has a pace of its own.
    this.#msOfWork = 0;
  }
}
