/**
 * Turns of the event loop, bounded in time: work beyond waits for the next one. Senders take turns too: each waits behind one work of every
 * other, however much these have sent. The work of one sender is done in its order.
 *
 * The loop accepts one new connection a turn. A turn in which every kept connection had its request served lasted hundreds of
 * milliseconds under load, and new connections starved behind kept ones. Work that finds an idle turn runs at once.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';

/** How much the latest turn counts in what one work takes. */
const newestWeight = 0.2;

/** What one sender has in line. */
interface Line {
  works: { work: () => void; sinceMs: number }[];
  /** Since when it waits for its next turn. */
  sinceMs: number;
}

export class FairTurns {
  readonly #turnMsMax: number;
  readonly #nowMs: () => number;
  /** By sender; whose turn is next comes first. */
  readonly #lines = new Map<string, Line>();
  #waiting = 0;
  /** When work began in this turn; null where none did. */
  #beganMs: number | null = null;
  /** How long one work takes that waits in line, with all else that the process does meanwhile, ms. */
  #msOfWork = 0;

  constructor(turnMsMax: number, nowMs = () => performance.now()) {
    this.#turnMsMax = turnMsMax;
    this.#nowMs = nowMs;
  }

  /**
   * How long the oldest work of a sender has waited, or the next would have to, ms. A sender with nothing in line waits for one work of
   * each of the others.
   */
  waitMs(nowMs: number, sender = ''): number {
    const [next] = this.#lines.values();
    if (next === undefined) return 0;
    const own = this.#lines.get(sender);
    const sinceMs = own?.works[0]?.sinceMs ?? next.sinceMs;
    const rounds = (own?.works.length ?? 0) + 1;
    const before = Math.min(this.#waiting, rounds * this.#lines.size);
    return Math.max(nowMs - sinceMs, before * this.#msOfWork);
  }

  /** Runs the work now, or in a later turn. The work handles its own errors. */
  run(work: () => void, sender = ''): void {
    const nowMs = this.#nowMs();
    if (this.#beganMs === null) {
      this.#beganMs = nowMs;
      void this.#goOn(nowMs);
    }
    const isFree = this.#waiting === 0 && nowMs - this.#beganMs < this.#turnMsMax;
    if (isFree) work();
    else this.#add(sender, { work, sinceMs: nowMs });
  }

  #add(sender: string, one: Line['works'][number]): void {
    const line = this.#lines.get(sender);
    if (line === undefined) this.#lines.set(sender, { works: [one], sinceMs: one.sinceMs });
    else line.works.push(one);
    this.#waiting++;
  }

  /** Takes the next work out; its sender goes behind all others. */
  #next(): (() => void) | undefined {
    const [first] = this.#lines;
    if (first === undefined) return undefined;
    const [sender, { works }] = first;
    const one = works.shift();
    this.#waiting--;
    this.#lines.delete(sender);
    if (works.length > 0) this.#lines.set(sender, { works, sinceMs: this.#nowMs() });
    return one?.work;
  }

  async #goOn(sinceMs: number): Promise<void> {
    let endedMs = sinceMs;
    await turn();
    while (this.#waiting > 0) {
      const beganMs = this.#nowMs();
      this.#beganMs = beganMs;
      let works = 0;
      do {
        this.#next()?.();
        works++;
        // What it does once its promises are kept is of this turn too.
        await null;
      } while (this.#waiting > 0 && this.#nowMs() - beganMs < this.#turnMsMax);
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
