/**
 * The one kind of background loop: rounds, one after the other, for as long as the process runs.
 *
 * A loop is in one of three states. *Working*: a round is under way; a wake meanwhile makes the next round follow at once.
 * *Resting*: the round said for how long; a wake ends the rest, but not its first part, in which news gathers. *Waiting*: the
 * round failed, because a store is away. The outage is logged once, and the next round follows after a second whatever happens.
 * A close ends the rest, never a round.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../kernel/kernel.ts';
import type { Outage } from '../telemetry/telemetry.ts';

/** How long a loop rests after a round. */
export interface Rest {
  /** Until the next round at the latest, ms; 0 is at once. */
  ms: number;
  /** The part of it that a wake does not end, ms. */
  gatherMs?: number;
  /** How long a wake that ends the rest comes before the round, ms: what is more urgent goes first. */
  yieldMs?: number;
  /**
   * Given where the round found nothing and a bell wakes the loop for news. Then each further such round makes the rest twice as
   * long, up to this, ms. A wake ends that.
   */
  quietMsMax?: number;
}

export interface Loop {
  /** There is news: the next round begins now, or right after the one under way. */
  wake(): void;
  /** Ends after the round under way. */
  close(): Promise<void>;
}

interface Options {
  /** Does what is there to do. The signal aborts when the loop is to end: a long round then stops at its next step. */
  round(signal: AbortSignal): Promise<Rest>;
  /** What the log says while rounds fail; absent where another loop over the same store says so. */
  outage?: Outage;
  /** Runs after a failed round: what it remembers of the stores may be wrong. */
  forget?(): void;
  /** Between a failed round and the next. */
  retryMs?: number;
}

/** Starts with a round. */
export function startLoop(options: Options): Loop {
  const { round, outage, forget, retryMs = limits.reconnectMsMax } = options;
  const stopping = new AbortController();
  let news = new AbortController();
  const rest = (ms: number, signal: AbortSignal) => pause(ms, undefined, { signal }).catch(() => undefined);

  /** Rounds in a row that found nothing. */
  let quiet = 0;

  const run = async () => {
    while (!stopping.signal.aborted) {
      news = new AbortController();
      try {
        const { ms, gatherMs = 0, yieldMs = 0, quietMsMax } = await round(stopping.signal);
        outage?.worked();
        if (gatherMs > 0) await rest(gatherMs, stopping.signal);
        const restMs = quietMsMax === undefined ? ms : Math.min(ms * 2 ** quiet, Math.max(ms, quietMsMax));
        const hasGathered = news.signal.aborted;
        if (restMs > gatherMs) await rest(restMs - gatherMs, news.signal);
        if (!hasGathered && news.signal.aborted && yieldMs > 0) await rest(yieldMs, stopping.signal);
        quiet = quietMsMax === undefined || news.signal.aborted ? 0 : quiet + 1;
      } catch (error) {
        quiet = 0;
        if (stopping.signal.aborted) return;
        forget?.();
        outage?.failed(error as Error);
        await rest(retryMs, stopping.signal);
      }
    }
  };
  const running = run();
  return {
    wake: () => news.abort(),
    close: async () => {
      stopping.abort();
      news.abort();
      await running;
    },
  };
}
