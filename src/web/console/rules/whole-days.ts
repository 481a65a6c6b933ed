/** The days of a rule that are over. Pure. */

/** The last day is under way: it is no measure yet, and a busy one would flatten all others. */
export function wholeDays(daily: readonly number[]): readonly number[] {
  return daily.slice(0, -1);
}
