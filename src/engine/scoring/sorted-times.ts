/** Searching times that ascend. */

/** The place of the first time after a given one. */
export function firstAfter(timesMs: readonly number[], atMs: number): number {
  let from = 0;
  let to = timesMs.length;
  // Mostly all are, or none is.
  if (to === 0 || (timesMs[0] as number) > atMs) return 0;
  if ((timesMs[to - 1] as number) <= atMs) return to;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((timesMs[middle] as number) > atMs) to = middle;
    else from = middle + 1;
  }
  return from;
}
