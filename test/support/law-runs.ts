/** How often the laws of random programmes are tried: `SCOVILLE_RUNS` is read here alone. */
import { isLong, isSeedGiven, seed } from './test-form.ts';

const given = process.env['SCOVILLE_RUNS'];
/** How often as many runs as usual, and how much longer they may take, for long nights: `SCOVILLE_RUNS=20`. */
const timesAsMany = Number(given ?? 1);

/**
 * The short form tries a law a third as often as the long one, but no less often than `shortRunsMin`: a broken law nearly always shows
 * in its first runs. `SCOVILLE_RUNS=1` tries each as often as the long form, with the seed of the short one.
 */
const shortPart = 1 / 3;
const shortRunsMin = 60;
const isShort = given === undefined && !isLong;

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
    numRuns: isShort ? shortRunsOf(usual) : Math.ceil(usual * timesAsMany),
    interruptAfterTimeLimit: lawTimeoutMs * 0.8,
    markInterruptAsFailure: true,
  };
}

const shortRunsOf = (usual: number) => Math.min(usual, Math.max(shortRunsMin, Math.ceil(usual * shortPart)));
