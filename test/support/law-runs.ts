/** How often the laws of random programmes are tried: `SCOVILLE_RUNS` is read here alone. */
import { isLong, isSeedGiven, seed } from './long-form.ts';

/** How often as many runs as usual, and how much longer they may take, for long nights: `SCOVILLE_RUNS=20`. */
const timesAsMany = Number(process.env['SCOVILLE_RUNS'] ?? 1);

/** What a law may take, ms: long after it would have ended on the slowest machine. */
export const lawTimeoutMs = 240_000 * Math.max(1, timesAsMany);

/**
 * The seed of every law, set for all of them by `law-seed.ts`. The usual runs have always the same: what they find, they find on every
 * machine. More runs than usual, and the long form, draw others unless `SCOVILLE_SEED` gives one: then it is null.
 */
export const lawSeed: number | null = isSeedGiven || (timesAsMany <= 1 && !isLong) ? seed : null;

/**
 * How often fast-check tries a law. It ends before the time-out of the test: the counterexample found so far is printed, and no
 * search for a shorter one goes on beneath the tests that follow.
 */
export function runs(usual: number) {
  return {
    numRuns: Math.ceil(usual * timesAsMany),
    interruptAfterTimeLimit: lawTimeoutMs * 0.8,
    markInterruptAsFailure: true,
  };
}
