/**
 * The door of time: durations, periods, time zones, working hours and deadlines. Pure.
 *
 * Enters: texts people write, and times in ms since the epoch. Leaves: ms, days by number, deadlines. Time is always an
 * argument. Sources: the IANA time zones as `Intl` has them, ISO 8601 weeks.
 */

export type { Calendar } from './calendar.ts';
export { calendarOf, weekdayOf, zoneOf } from './calendar.ts';
export type { Deadline } from './deadline.ts';
export { deadlineInWords, deadlineSchema, workingPattern } from './deadline.ts';
export { counted, durationOf, durationPattern, durationSchema, monthsOf, monthsPattern } from './duration.ts';
export { instantIn } from './instant.ts';
export { edgeOfPeriodIn, momentIn, startOfDaysMs } from './moment.ts';
export type { Period } from './period.ts';
export { periods } from './period.ts';
export { timeZoneSchema } from './time-zone.ts';
export type { Weekday, WorkingTime } from './working-hours.ts';
export { hoursInWords, weekdays, workingTimeSchema } from './working-hours.ts';
export { deadlineAfter, momentBefore, workBeginsAt } from './working-time.ts';
