/**
 * Gauges that are read from a store at each scrape. A scrape never waits long for a store: it then has the values read last, and
 * their age. A read that hangs goes on, and no other begins until it ends.
 */
import { limits } from '../kernel/kernel.ts';
import type { Metrics } from './metrics.ts';

/** Reads the gauges of one source. */
export interface Scrape {
  source: 'stream' | 'sales';
  read(): Promise<void>;
}

interface State {
  readAtMs: number;
  underWay: Promise<void> | null;
}

export class Scrapes {
  readonly #metrics: Metrics;
  readonly #scrapes: Iterable<Scrape>;
  readonly #states = new Map<Scrape, State>();

  /** More scrapes may be added to the given ones later. */
  constructor(metrics: Metrics, scrapes: Iterable<Scrape>) {
    this.#metrics = metrics;
    this.#scrapes = scrapes;
  }

  /** Takes at most `scrapeMsMax`. */
  async read(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limits.scrapeMsMax);
    const reads = [...this.#scrapes].map((scrape) => this.#begin(scrape));
    await Promise.race([Promise.all(reads), late]);
    clearTimeout(timer);
    const nowMs = performance.now();
    for (const [{ source }, { readAtMs }] of this.#states)
      this.#metrics.scrapeAge.set({ source }, (nowMs - readAtMs) / limits.secondMs);
  }

  #begin(scrape: Scrape): Promise<void> {
    const state = this.#states.get(scrape) ?? { readAtMs: performance.now(), underWay: null };
    this.#states.set(scrape, state);
    state.underWay ??= scrape
      .read()
      .then(
        () => {
          state.readAtMs = performance.now();
        },
        // The age says it; readiness names the store.
        () => undefined,
      )
      .finally(() => {
        state.underWay = null;
      });
    return state.underWay;
  }
}
