/** Durations as a marketer writes them: `30 minutes`, `7 days`. */
import { z } from 'zod';

const unitsMs: Record<string, number> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** What a duration looks like: the source of a regular expression, without its ends. */
export const durationPattern = '(\\d{1,9}(?:\\.\\d{1,3})?) (second|minute|hour|day|week)s?';

const form = new RegExp(`^${durationPattern}$`);

/** The longest duration a programme may name: four years, beyond which nothing of a profile is worth remembering. */
const durationMsMax = 4 * 366 * 86_400_000;

/** Milliseconds (whole, above 0); null when the text is no duration. */
export function durationOf(text: string): number | null {
  const parts = form.exec(text.trim());
  const ms = parts ? Math.round(Number(parts[1]) * (unitsMs[parts[2] ?? ''] ?? 0)) : 0;
  return ms > 0 && ms <= durationMsMax ? ms : null;
}

/** What months look like as a window: the source of a regular expression, without its ends. */
export const monthsPattern = '(\\d{1,2}) months?';

const monthsForm = new RegExp(`^${monthsPattern}$`);

/** Most months of a window: four years. */
const monthsMax = 48;

/** Months of a window, from 1; null when the text names none. They differ in length, so that no other time has them. */
export function monthsOf(text: string): number | null {
  const months = Number(monthsForm.exec(text.trim())?.[1] ?? 0);
  return months >= 1 && months <= monthsMax ? months : null;
}

/** Parses to milliseconds; the error names the allowed form. */
export const durationSchema = z.string().transform((text, context) => {
  const ms = durationOf(text);
  if (ms !== null) return ms;
  context.addIssue({
    code: 'custom',
    message:
      'expected a number above 0 and a unit (seconds, minutes, hours, days or weeks; four years at most), such as "30 minutes"',
  });
  return z.NEVER;
});

/** Returns a duration as a file writes it, in the largest unit that it is a whole number of: `30 minutes`, `2 days`. */
export function durationInWords(ms: number): string {
  const [unit, unitMs] = Object.entries(unitsMs)
    .filter(([name, one]) => name !== 'week' && ms % one === 0)
    .at(-1) ?? ['second', 1_000];
  return counted(ms / unitMs, unit);
}

/** Returns `1 day`, `2 days`; `many` is the plural of a word that has another one. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
