/** A time to act in: by the clock, or in hours and days of a working calendar. */
import { z } from 'zod';
import { counted, durationInWords, durationOf } from './duration.ts';

/** A time to act in: by the clock, or in hours and days of the programme's working calendar. */
export type Deadline = { clockMs: number } | { workingMs: number } | { workingDays: number };

/** What a time in working hours or days looks like: the source of a regular expression, without its ends. */
export const workingPattern = '(\\d{1,4}(?:\\.\\d{1,2})?) working (hour|day)s?';

const workingForm = new RegExp(`^${workingPattern}$`);

export const deadlineSchema = z.string().transform((text, context): Deadline => {
  const working = workingForm.exec(text.trim());
  const amount = working ? Number(working[1]) : 0;
  if (working?.[2] === 'hour' && amount > 0) return { workingMs: Math.round(amount * 3_600_000) };
  if (working?.[2] === 'day' && amount > 0 && Number.isInteger(amount)) return { workingDays: amount };
  const clockMs = durationOf(text);
  if (clockMs !== null) return { clockMs };
  context.addIssue({
    code: 'custom',
    message: 'expected a time such as "24 hours", "8 working hours" or "2 working days"',
  });
  return z.NEVER;
});

/** Returns a deadline as a file writes it: `24 hours`, `8 working hours`, `2 working days`. */
export function deadlineInWords(deadline: Deadline): string {
  if ('clockMs' in deadline) return durationInWords(deadline.clockMs);
  if ('workingDays' in deadline) return counted(deadline.workingDays, 'working day');
  return counted(deadline.workingMs / 3_600_000, 'working hour');
}
