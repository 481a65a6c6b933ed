/** The hours and days in which people work, and the days of the week. */
import { z } from 'zod';
import { timeZoneSchema } from './time-zone.ts';

export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

export const workingTimeSchema = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1).max(7),
  /** `09:00-17:30`; the end may be 24:00. */
  hours: z.string().transform((text, context) => {
    const parts = timeOfDay.exec(text.trim());
    const fromMinute = Number(parts?.[1]) * 60 + Number(parts?.[2]);
    const untilMinute = Number(parts?.[3]) * 60 + Number(parts?.[4]);
    if (parts && fromMinute < untilMinute && untilMinute <= 1_440) return { fromMinute, untilMinute };
    context.addIssue({
      code: 'custom',
      message: 'expected hours such as "09:00-17:30", the end after the start',
    });
    return z.NEVER;
  }),
  /** Days nobody works, `2026-12-25`. */
  holidays: z.array(z.iso.date('expected a day such as "2026-12-25"')).max(1_000).default([]),
  /** Where the hours hold; when not said, the programme's. */
  timeZone: timeZoneSchema.optional(),
});

export type WorkingTime = z.infer<typeof workingTimeSchema>;

/** Returns the hours as they were given: `09:00-17:30`. */
export function hoursInWords({ hours }: WorkingTime): string {
  const clock = (minute: number) =>
    [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock(hours.fromMinute)}-${clock(hours.untilMinute)}`;
}
