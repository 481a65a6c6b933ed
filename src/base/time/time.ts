/** The door of base/time: TODO say what enters and leaves. */

export type { Calendar } from './calendar.ts';
export { calendarOf, weekdayOf, zoneOf } from './calendar.ts';
export type { Deadline } from './deadline.ts';
export { deadlineSchema } from './deadline.ts';
export { durationOf, durationSchema } from './duration.ts';
export type { Period } from './period.ts';
export { periods } from './period.ts';
export { timeZoneSchema } from './time-zone.ts';
export type { Weekday, WorkingTime } from './working-hours.ts';
export { weekdays, workingTimeSchema } from './working-hours.ts';
export { deadlineAfter, momentBefore, workBeginsAt } from './working-time.ts';
