/** Dead letters in the API: records that cannot be scored, with the reason. */
import { z } from 'zod';
import { manySchemaOf } from './many.ts';
import { pageFields, recordId } from './paging.ts';

export const deadLetterReasons = ['unreadable', 'failed', 'unstorable'] as const;
export const deadLetterKinds = ['event', 'link', 'merge', 'ledger', 'unknown'] as const;

const filterFields = {
  reason: z.enum(deadLetterReasons).optional(),
  kind: z.enum(deadLetterKinds).optional(),
  partition: z.coerce.number().int().min(0).optional(),
  profile: recordId.optional(),
};
export const deadLetterFilterSchema = z.strictObject({ ...pageFields, ...filterFields });
export const manyDeadLettersSchema = manySchemaOf(filterFields);

export const deadLetterSchema = z.object({
  /** Partition, and id in its stream: `3-1790000000000-0`. */
  id: z.string(),
  partition: z.number().int(),
  /** When it was set aside. */
  at: z.iso.datetime(),
  /** `unreadable`: no record of this version. `failed`: scoring it fails. `unstorable`: the history cannot hold it. */
  reason: z.enum(deadLetterReasons),
  /** The reason in words. */
  detail: z.string(),
  kind: z.enum(deadLetterKinds),
  /** The profile it is for; null where it names none. */
  profile: z.string().nullable(),
  bytes: z.number().int(),
  /** Its JSON, cut in lists. */
  record: z.string(),
  /** False where it was too long to be kept whole: it can only be dropped. */
  canReplay: z.boolean(),
});
export type DeadLetterView = z.infer<typeof deadLetterSchema>;
