/** Days and moments that callers give: days of the calendar within bounds, moments by the grammar of the times of events. */
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

/** The first and the last day of what people plan or look back on. A mistyped year is refused: it would be a hold without end. */
const [firstDay, lastDay] = ['1900-01-01', '2199-12-31'];
/** What a day is, for errors. */
export const dayWords = `a day such as "2026-12-01", from ${firstDay} to ${lastDay}`;

/** A day that somebody plans or remembers. */
export const daySchema = z.iso
  .date({ error: `expected ${dayWords}`, abort: true })
  .refine((day) => day >= firstDay && day <= lastDay, `expected ${dayWords}`);

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
