/** Medians and percentiles: the one way in which the bench sums up what it measured. */

/** Returns the middle of the values: a repetition that another program disturbed does not count. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Returns percentiles by rank: `percentilesOf(values)(0.99)` is the smallest value that 99 in 100 do not exceed. */
export function percentilesOf(values: readonly number[]): (share: number) => number {
  const sorted = ascending(values);
  return (share) =>
    sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
