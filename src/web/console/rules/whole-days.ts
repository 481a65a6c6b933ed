/** The days of a rule that are over, as a line: of many days their weeks, or it would be a bar code. Pure. */
import { counted } from '../parts/counted.ts';

/** What "the last 30 days" means, on each page that says it. */
export const daysInWords = 'Days are whole ones in UTC, and today is the last.';

/** More days than these are shown as weeks. */
const daysShownMax = 31;
const weekDays = 7;

/** A line and its words: "12 times in 29 whole days, 3 times today". */
export interface TimesShown {
  values: readonly number[];
  words: string;
}

/** Whether so many days are shown as weeks. */
export const isInWeeks = (days: number): boolean => days > daysShownMax;

/**
 * Returns the days without the one under way, or whole weeks that end with the last whole day. A day under way is no measure yet, and
 * a busy one would flatten all others. Where a rule paid only today there is nothing to flatten, and the day is shown.
 */
export function timesShown(daily: readonly number[]): TimesShown {
  const days = daily.slice(0, -1);
  const whole = isInWeeks(daily.length) ? weeksOf(days) : days;
  const unit = isInWeeks(daily.length) ? 'whole week' : 'whole day';
  const today = daily.at(-1) ?? 0;
  const words = `${counted(sum(whole), 'time')} in ${counted(whole.length, unit)}, ${counted(today, 'time')} today`;
  return { values: whole.some((fires) => fires > 0) ? whole : [...whole, today], words };
}

/** The first days that are no week are left out. */
function weeksOf(days: readonly number[]): number[] {
  const left = days.length % weekDays;
  return Array.from({ length: (days.length - left) / weekDays }, (_, week) =>
    sum(days.slice(left + week * weekDays, left + (week + 1) * weekDays)),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
