/** How often the laws of random programmes are tried: `SCOVILLE_RUNS` is read here alone. */

/** How often as many runs as usual, and how much longer they may take, for long nights: `SCOVILLE_RUNS=20`. */
const timesAsMany = Number(process.env['SCOVILLE_RUNS'] ?? 1);

/** How often fast-check tries a law. */
export function runs(usual: number): { numRuns: number } {
  return { numRuns: Math.ceil(usual * timesAsMany) };
}

/** What a law may take, ms. */
export const lawTimeoutMs = 60_000 * Math.max(1, timesAsMany);
