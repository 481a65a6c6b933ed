/** Deadlines in working time: hours and days in which people work, by the wall clock of a time zone. */

import { limits } from '../kernel/kernel.ts';
import { weekdayOf, type Zone, zoneOf } from './calendar.ts';
import type { Deadline } from './deadline.ts';
import type { WorkingTime } from './working-hours.ts';

/** Days looked through for working ones before the calendar is said to have none. */
const daysMax = 4_000;

/**
 * When a deadline that begins to run at `startMs` is up, ms since the epoch. By the clock it is added. Working hours run
 * only within the working hours of working days. Working days end with the working hours of the n-th working day after
 * the day of the start. Throws a RangeError where a calendar leaves no working time for ten years.
 */
export function deadlineAfter(
  startMs: number,
  deadline: Deadline,
  workingTime: WorkingTime | undefined,
  timeZone: string,
): number {
  if ('clockMs' in deadline) return startMs + deadline.clockMs;
  if (workingTime === undefined) throw new RangeError('a working deadline needs working time');
  const zone = zoneOf(workingTime.timeZone ?? timeZone);
  const first = zone.dayOf(startMs);
  let leftMs = 'workingMs' in deadline ? deadline.workingMs : 0;
  let leftDays = 'workingDays' in deadline ? deadline.workingDays : 0;
  for (let day = first; day < first + daysMax; day++) {
    if (!isWorkingDay(day, workingTime)) continue;
    const { fromMs, untilMs } = hoursOf(day, workingTime, zone);
    if ('workingDays' in deadline) {
      if (day > first && --leftDays === 0) return untilMs;
      continue;
    }
    const beginsMs = Math.max(fromMs, startMs);
    if (untilMs - beginsMs >= leftMs && untilMs > beginsMs) return beginsMs + leftMs;
    leftMs -= Math.max(0, untilMs - beginsMs);
  }
  throw new RangeError(`the working calendar leaves no time to work within ${daysMax} days`);
}

/**
 * When something must happen to be so long before `endMs`: `deadlineAfter` turned round. Working days before begin with the
 * working hours of the n-th working day before the day of the end. Throws a RangeError likewise.
 */
export function momentBefore(
  endMs: number,
  time: Deadline,
  workingTime: WorkingTime | undefined,
  timeZone: string,
): number {
  if ('clockMs' in time) return endMs - time.clockMs;
  if (workingTime === undefined) throw new RangeError('a working time needs working hours');
  const zone = zoneOf(workingTime.timeZone ?? timeZone);
  const last = zone.dayOf(endMs);
  let leftMs = 'workingMs' in time ? time.workingMs : 0;
  let leftDays = 'workingDays' in time ? time.workingDays : 0;
  for (let day = last; day > last - daysMax; day--) {
    if (!isWorkingDay(day, workingTime)) continue;
    const { fromMs, untilMs } = hoursOf(day, workingTime, zone);
    if ('workingDays' in time) {
      if (day < last && --leftDays === 0) return fromMs;
      continue;
    }
    const endsMs = Math.min(untilMs, endMs);
    if (endsMs - fromMs >= leftMs && endsMs > fromMs) return endsMs - leftMs;
    leftMs -= Math.max(0, endsMs - fromMs);
  }
  throw new RangeError(`the working calendar leaves no time to work within ${daysMax} days`);
}

function isWorkingDay(day: number, { days, holidays }: WorkingTime): boolean {
  if (!days.includes(weekdayOf(day))) return false;
  return !holidays.includes(new Date(day * limits.dayMs).toISOString().slice(0, 10));
}

/** The working hours of a day as times; an hour the clocks leave out is not worked, one they repeat is worked twice. */
function hoursOf(day: number, { hours }: WorkingTime, zone: Zone): { fromMs: number; untilMs: number } {
  const at = (minute: number) => zone.instantOf(day * limits.dayMs + minute * limits.minuteMs);
  return { fromMs: at(hours.fromMinute), untilMs: at(hours.untilMinute) };
}

/** The first working moment at or after `atMs`; infinity where a calendar has none for ten years. */
export function workBeginsAt(atMs: number, workingTime: WorkingTime, timeZone: string): number {
  const zone = zoneOf(workingTime.timeZone ?? timeZone);
  const first = zone.dayOf(atMs);
  for (let day = first; day < first + daysMax; day++) {
    if (!isWorkingDay(day, workingTime)) continue;
    const { fromMs, untilMs } = hoursOf(day, workingTime, zone);
    if (untilMs > Math.max(fromMs, atMs)) return Math.max(fromMs, atMs);
  }
  return Number.POSITIVE_INFINITY;
}
