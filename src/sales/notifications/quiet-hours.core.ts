/** Quiet hours: whether a moment lies in them, and when they end. Pure. */

import { limits } from '../../base/kernel/kernel.ts';
import { type Weekday, weekdayOf, weekdays, zoneOf } from '../../base/time/time.ts';
import type { QuietHours } from '../../contract/api/api.ts';

/** Adjoining quiet days are one quiet time: a week at most, since some moment is not quiet. */
const touchingMax = 7;

/**
 * Returns the first moment at or after `atMs` that is not quiet. Hours across midnight belong to the day on which
 * they begin. They follow the wall clock: on a day of a clock change they are an hour shorter or longer. An end
 * inside the skipped hour comes as far after the gap; an end inside the repeated hour is the first.
 */
export function quietEndsAt(quiet: QuietHours, timeZone: string, atMs: number): number {
  let endMs = atMs;
  for (let touching = 0; touching <= touchingMax; touching++) {
    const later = endOfHoursAround(quiet, quiet.timeZone ?? timeZone, endMs);
    if (later === null) break;
    endMs = later;
  }
  return endMs;
}

/** Returns when the quiet hours around a moment end; null where it is not quiet. */
function endOfHoursAround(quiet: QuietHours, timeZone: string, atMs: number): number | null {
  const zone = zoneOf(timeZone);
  const today = zone.dayOf(atMs);
  const days: readonly Weekday[] = quiet.days ?? weekdays;
  const from = minuteOf(quiet.from);
  const until = minuteOf(quiet.until);
  const instant = (day: number, minute: number) =>
    zone.instantOf(day * limits.dayMs + minute * limits.minuteMs);
  const ends = [today - 1, today].flatMap((day) => {
    if (!days.includes(weekdayOf(day))) return [];
    const endMs = instant(until < from ? day + 1 : day, until);
    return instant(day, from) <= atMs && atMs < endMs ? endMs : [];
  });
  return ends.length === 0 ? null : Math.max(...ends);
}

function minuteOf(timeOfDay: string): number {
  const [hour, minute] = timeOfDay.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}
