/** The days of a rule that are over. Pure. */
import { counted } from '../parts/counted.ts';

/**
 * Returns the days without the last one, which is under way: it is no measure yet, and a busy one would flatten all others. Where
 * a rule paid only today there is nothing to flatten, and the day is shown.
 */
export function wholeDays(daily: readonly number[]): readonly number[] {
  const whole = daily.slice(0, -1);
  return whole.some((fires) => fires > 0) ? whole : daily;
}

/** What the line of these days shows, in words: "12 times in 29 whole days, 3 times today". */
export function wholeDaysInWords(daily: readonly number[]): string {
  const whole = daily.slice(0, -1);
  const sum = whole.reduce((all, fires) => all + fires, 0);
  const today = daily.at(-1) ?? 0;
  return `${counted(sum, 'time')} in ${counted(whole.length, 'whole day')}, ${counted(today, 'time')} today`;
}
