/** Failing profiles in the API: those that cannot be evaluated, with the reason. */
import { z } from 'zod';
import { pageFields } from './paging.ts';

export const failingProfileFilterSchema = z.strictObject(pageFields);

export const failingProfileSchema = z.object({
  /** Its id. */
  profile: z.string(),
  partition: z.number().int(),
  /** `unreadable`: its stored bytes are none of this version. `failed`: rebuilding or scoring it fails. */
  reason: z.enum(['unreadable', 'failed']),
  /** The reason in words. */
  detail: z.string(),
  /** When it was tried last. */
  at: z.iso.datetime(),
  /** Since when it fails as it is now. */
  since: z.iso.datetime(),
  /** When it is tried next; sooner where its stored bytes or the programmes change, or a worker starts. */
  retryAt: z.iso.datetime(),
});
export type FailingProfileView = z.infer<typeof failingProfileSchema>;
