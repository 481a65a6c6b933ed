/** Quiet hours: whether a moment lies in them, and when they end. Pure. */

import { limits } from '../../base/kernel/kernel.ts';
import { type Weekday, weekdayOf, weekdays, zoneOf } from '../../base/time/time.ts';
import type { QuietHours } from '../../contract/api/api.ts';

/** Quiet days that touch each other are one quiet time: a week of them at most, since some moment is not quiet. */
const touchingMax = 7;

/**
 * The first moment at or after `atMs` that is not quiet. Hours that go over midnight belong to the day on which they
 * begin. They are of the wall clock: where it is turned meanwhile, they are an hour shorter or longer; an end that it
 * leaves out comes as far after the gap, one that it shows twice is the first.
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

/** When the quiet hours around a moment end; null where it is not quiet. */
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
