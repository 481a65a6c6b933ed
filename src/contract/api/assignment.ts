/** Requests of assignment: claim, return, assign, route again. */
import { z } from 'zod';
import { emailSchema } from '../language/language.ts';

const reason = z.string().trim().min(1).max(500);

export const claimSchema = z.strictObject({});

export const returnSchema = z.strictObject({
  /** Why it is returned to the queue. */
  reason,
});
export type Return = z.infer<typeof returnSchema>;

export const assignSchema = z.strictObject({ owner: emailSchema, reason: reason.optional() });
export type Assignment = z.infer<typeof assignSchema>;

export const routeSchema = z.strictObject({});
