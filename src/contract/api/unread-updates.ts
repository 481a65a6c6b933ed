/** Unread updates in the API: tier updates that sales could not read or store, with the reason. */
import { z } from 'zod';
import { manySchemaOf } from './many.ts';
import { pageFields } from './paging.ts';

const filterFields = { partition: z.coerce.number().int().min(0).max(32_767).optional() };
export const unreadUpdateFilterSchema = z.strictObject({ ...pageFields, ...filterFields });
export const manyUnreadUpdatesSchema = manySchemaOf(filterFields);

export const unreadUpdateSchema = z.object({
  /** Partition, and id in its stream: `3-1790000000000-0`. */
  id: z.string(),
  partition: z.number().int(),
  /** When it was set aside. */
  at: z.iso.datetime(),
  /** Why, in words. */
  reason: z.string(),
  /** The profile it names; null where it names none. */
  profile: z.string().nullable(),
  programme: z.string().nullable(),
  /** Its JSON. */
  record: z.string(),
});
export type UnreadUpdateView = z.infer<typeof unreadUpdateSchema>;
