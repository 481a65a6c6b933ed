/** Rolling windows: so long, or to the same day of a later month. Pure. */
import { type Calendar, counted } from '../../base/time/time.ts';
import type { Rolling } from '../../contract/language/language.ts';
import { inWords } from './fade.ts';

/** Returns when the window of a time ends, ms; a later time never ends earlier. At that very time it is over. */
export function windowEnd({ rollingMs, months }: Rolling, calendar: Calendar): (atMs: number) => number {
  if (months === undefined) return (atMs) => atMs + rollingMs;
  return (atMs) => calendar.monthsAfter(atMs, months);
}

/** `7 days`, `2 months`. */
export function windowInWords({ rollingMs, months }: Rolling): string {
  if (months === undefined) return inWords(rollingMs);
  return counted(months, 'month');
}
