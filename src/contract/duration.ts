/** Durations as a marketer writes them: `30 minutes`, `7 days`. */
import { z } from 'zod';

const unitsMs: Record<string, number> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

const form = /^(\d+(?:\.\d+)?) (second|minute|hour|day|week)s?$/;

/** Parses to milliseconds; the error names the allowed form. */
export const durationSchema = z.string().transform((text, context) => {
  const parts = form.exec(text.trim());
  const ms = parts ? Number(parts[1]) * (unitsMs[parts[2] ?? ''] ?? 0) : 0;
  if (ms > 0) return ms;
  context.addIssue({
    code: 'custom',
    message:
      'expected a number above 0 and a unit (seconds, minutes, hours, days or weeks), such as "30 minutes"',
  });
  return z.NEVER;
});
