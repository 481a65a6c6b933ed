/** Searching times that ascend. */

/** The index of the first time after a given one. */
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

/** The index of the first item without something that all before it have, and none behind it. */
export function firstWithout<Item>(items: readonly Item[], has: (item: Item) => boolean): number {
  let from = 0;
  let to = items.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (has(items[middle] as Item)) from = middle + 1;
    else to = middle;
  }
  return from;
}
