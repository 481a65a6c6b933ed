/**
 * Gauges that are read from a store at each scrape. A scrape never waits long for a store: it then has the values read last, and
 * their age. What was read is kept for a second. A read that hangs goes on, and no other begins until it ends.
 */
import { limits } from '../kernel/kernel.ts';
import type { Metrics } from './metrics.ts';

/** Reads the gauges of one source. */
export interface Scrape {
  source: 'stream' | 'sales' | 'process';
  read(): Promise<void>;
}

interface State {
  /** When it was read last; when it was first asked for, until then. */
  readAtMs: number;
  hasRead: boolean;
  underWay: Promise<void> | null;
}

export class Scrapes {
  readonly #metrics: Metrics;
  readonly #scrapes: Iterable<Scrape>;
  readonly #states = new Map<Scrape, State>();
  readonly #nowMs: () => number;

  /** More scrapes may be added to the given ones later. `nowMs` is of a clock that never turns back. */
  constructor(metrics: Metrics, scrapes: Iterable<Scrape>, nowMs = () => performance.now()) {
    this.#metrics = metrics;
    this.#scrapes = scrapes;
    this.#nowMs = nowMs;
  }

  /** Takes at most `scrapeMsMax`. */
  async read(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limits.scrapeMsMax);
    const reads = [...this.#scrapes].map((scrape) => this.#begin(scrape));
    await Promise.race([Promise.all(reads), late]);
    clearTimeout(timer);
    const nowMs = this.#nowMs();
    for (const [{ source }, { readAtMs }] of this.#states)
      this.#metrics.scrapeAge.set({ source }, (nowMs - readAtMs) / limits.secondMs);
  }

  #begin(scrape: Scrape): Promise<void> {
    const state = this.#states.get(scrape) ?? {
      ...{ readAtMs: this.#nowMs(), hasRead: false, underWay: null },
    };
    this.#states.set(scrape, state);
    // However many scrapers there are, a store is asked once a second.
    if (state.hasRead && this.#nowMs() - state.readAtMs < limits.scrapeKeptMs) return Promise.resolve();
    state.underWay ??= scrape
      .read()
      .then(
        () => {
          state.readAtMs = this.#nowMs();
          state.hasRead = true;
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
