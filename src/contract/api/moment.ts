/** Moments that callers give, by the grammar of the times of events. */
import { z } from 'zod';
import { instantIn } from '../../base/time/time.ts';

/** The years 1 to 9999: what lies before or after them is written otherwise. */
const fromMs = -62_135_596_800_000;
const untilMs = 253_402_300_800_000;

const isMoment = (value: unknown) => (instantIn(value) ?? untilMs) < untilMs;
const isInCalendar = (value: unknown) => (instantIn(value) ?? fromMs) >= fromMs;
const yearOne = 'expected a year from 1 on';
const isoOf = (value: unknown) => new Date(instantIn(value) as number).toISOString();
const isDay = (text: string) => z.iso.date().safeParse(text).success;

/** A moment in ISO 8601, in UTC where it names no zone, or ms or whole seconds since 1970; given on in ISO 8601. */
export const momentSchema = z
  .union([z.string().meta({ format: 'date-time' }), z.number()])
  .refine(
    isMoment,
    'expected a time such as "2026-12-01T09:00:00Z", or milliseconds or whole seconds since 1970',
  )
  .refine(isInCalendar, yearOne)
  .transform(isoOf);

/** A day, given on as it is, or a moment. */
export const dayOrMomentSchema = z
  .string()
  .refine(
    (text) => isDay(text) || isMoment(text),
    'expected a day such as "2026-12-01" or a time such as "2026-12-01T09:00:00Z"',
  )
  .refine((text) => isDay(text) || isInCalendar(text), yearOne)
  .meta({ anyOf: (['date', 'date-time'] as const).map((format) => ({ type: 'string', format })) })
  .transform((text) => (isDay(text) ? text : isoOf(text)));
