/** The pulse of a loop: how long it has waited for a store, for readiness. */
import { isOutage, limits } from '../kernel/kernel.ts';

const storeNames = { redis: 'Redis', postgresql: 'PostgreSQL' } as const;
type StoreName = keyof typeof storeNames;

/** The words of the driver where there is no connection name a setting of ours, which nobody can change. */
function inWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /isn't writeable/.test(text) ? 'not connected' : text;
}

/** Follows the calls of one loop to its stores. A health check over another connection does not see that this one is stuck. */
export class Pulse {
  /** Stores that have not done what the loop asked of them, each since its first call without success. */
  readonly #waits = new Map<StoreName, { sinceMs: number; error: string }>();

  /** Awaits a call to a store. An error that is the store's own answer to a statement counts as success: the store works. */
  async of<T>(store: StoreName, call: Promise<T>): Promise<T> {
    const wait = this.#waits.get(store) ?? { sinceMs: performance.now(), error: 'no answer' };
    this.#waits.set(store, wait);
    try {
      const answer = await call;
      this.#waits.delete(store);
      return answer;
    } catch (error) {
      if (!isOutage(error)) this.#waits.delete(store);
      wait.error = inWords(error);
      throw error;
    }
  }

  /** Returns null when well, else the store that has kept the loop waiting for too long. */
  check(): string | null {
    for (const [store, { sinceMs, error }] of this.#waits) {
      const waitedMs = performance.now() - sinceMs;
      if (waitedMs > limits.loopWaitMsMax)
        return `waits for ${storeNames[store]} since ${Math.round(waitedMs / limits.secondMs)} s: ${error}`;
    }
    return null;
  }
}
