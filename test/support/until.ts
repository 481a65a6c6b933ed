/** Waits for a condition: looks again and again within a bound, and never sleeps alone. */
import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 10;
const lookEveryMsMax = 100;
const untilMsMax = 20_000;

/** A dear look is repeated later, by this much at most. */
const dearLookEveryMsMax = 1_000;

/** The longer the wait so far and the dearer the look, the more seldom it is done: it costs the time that the program waited for needs. */
function pauseAfter(waitedMs: number, lookMs: number): number {
  const usual = Math.min(lookEveryMsMax, Math.max(lookEveryMs, waitedMs / 10));
  return Math.max(usual, Math.min(dearLookEveryMsMax, 2 * lookMs));
}

/**
 * Calls `look` until it returns something other than false, null or undefined, and returns that. An error thrown by `look` counts as
 * "not yet". Where a look that began after `msMax` does not find it either, it throws, naming the condition and the last error: a machine
 * that stood still in between is looked at once more.
 */
export async function until<T>(
  condition: string,
  look: () => T | Promise<T>,
  msMax = untilMsMax,
): Promise<Exclude<T, false | null | undefined>> {
  const beganAt = performance.now();
  let lastError: unknown = null;
  for (let looksAt = beganAt; ; looksAt = performance.now()) {
    try {
      const answer = await look();
      if (answer !== false && answer !== null && answer !== undefined) {
        return answer as Exclude<T, false | null | undefined>;
      }
      lastError = null;
    } catch (error) {
      lastError = error;
    }
    if (looksAt - beganAt >= msMax) break;
    const nowAt = performance.now();
    await pause(pauseAfter(nowAt - beganAt, nowAt - looksAt));
  }
  const why = lastError instanceof Error ? `: ${lastError.message}` : '';
  throw new Error(`Not so within ${msMax} ms: ${condition}${why}`);
}
