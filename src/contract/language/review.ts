/** The weekly review: when it is sent (`rules/sales/review.yaml`). */
import { z } from 'zod';
import { timeZoneSchema, weekdays } from '../../base/time/time.ts';
import { type FileKind, type Reading, readYaml } from './yaml-file.ts';

const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)$/;

export const reviewRulesSchema = z.strictObject({
  /** Whether it is mailed; the pages and the API show it either way. */
  send: z.boolean().default(true),
  day: z.enum(weekdays),
  /** Minutes after midnight. */
  at: z.string().transform((text, context) => {
    const parts = timeOfDay.exec(text.trim());
    if (parts) return Number(parts[1]) * 60 + Number(parts[2]);
    context.addIssue({ code: 'custom', message: 'expected a time of day such as "08:00"' });
    return z.NEVER;
  }),
  timeZone: timeZoneSchema,
});
export type ReviewRules = z.infer<typeof reviewRulesSchema>;

const kind: FileKind<ReviewRules> = {
  what: 'the weekly review',
  schema: reviewRulesSchema,
  incoherences: () => [],
};

/** Parses the file. Never throws: errors come back in the order of the text. */
export function readReview(file: string, text: string): Reading<ReviewRules> {
  return readYaml(kind, file, text);
}
