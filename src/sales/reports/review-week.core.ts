/** The week of a weekly review, and when it is sent, by a user's own calendar. Pure. */

import { limits } from '../../base/kernel/kernel.ts';
import { type WorkingTime, weekdays, workBeginsAt, zoneOf } from '../../base/time/time.ts';
import type { ReviewRules } from '../../contract/language/language.ts';

/** A week from Monday to Monday; times in ms since the epoch. */
export interface ReviewWeek {
  timeZone: string;
  /** Its Monday, `2026-11-23`. */
  week: string;
  /** Where the week before begins, where it begins, where it ends. */
  lastFromMs: number;
  fromMs: number;
  untilMs: number;
  /** The day of asking. */
  today: string;
}

const dayText = (day: number) => new Date(day * limits.dayMs).toISOString().slice(0, 10);

export function reviewWeekAt(nowMs: number, timeZone: string): ReviewWeek {
  const zone = zoneOf(timeZone);
  const today = zone.dayOf(nowMs);
  // 1970-01-01 was a Thursday.
  const monday = today - ((((today + 3) % 7) + 7) % 7);
  const begins = (day: number) => zone.instantOf(day * limits.dayMs);
  return {
    timeZone,
    week: dayText(monday),
    lastFromMs: begins(monday - 7),
    fromMs: begins(monday),
    untilMs: begins(monday + 7),
    today: dayText(today),
  };
}

/**
 * Returns whether a user gets the review of a week: not in the week in which the user was made. What was before is not theirs to review,
 * and a fresh installation has no week to look back on.
 */
export function isReviewed({ fromMs }: Pick<ReviewWeek, 'fromMs'>, createdAtMs: number): boolean {
  return createdAtMs < fromMs;
}

/**
 * Returns when the review of a week is due: at its hour on its day, or on the user's first working day after it. Null
 * where the user has no working day left in that week.
 */
export function reviewDueAtMs(
  { timeZone, week, untilMs }: ReviewWeek,
  { day, at }: Pick<ReviewRules, 'day' | 'at'>,
  workingTime: WorkingTime | null,
): number | null {
  const zone = zoneOf(timeZone);
  const wanted = Date.parse(week) / limits.dayMs + weekdays.indexOf(day);
  const beginsMs = zone.instantOf(wanted * limits.dayMs);
  const worksMs = workingTime === null ? beginsMs : workBeginsAt(beginsMs, workingTime, timeZone);
  if (worksMs >= untilMs) return null;
  return zone.instantOf(zone.dayOf(worksMs) * limits.dayMs + at * limits.minuteMs);
}
