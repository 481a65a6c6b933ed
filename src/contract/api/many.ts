/** One act on many items in the API: those that are named, or all that fit a filter, a bounded part at a time. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import { pageFields, recordId } from './paging.ts';

/** A request for items by their ids, or for the next part of those that fit a filter. `filter` is that of the list. */
export function manySchemaOf<Filter extends z.ZodRawShape>(filter: Filter) {
  return z
    .strictObject({
      ids: z.array(recordId).min(1).max(limits.manyItemsMax).optional(),
      filter: z.strictObject(filter).optional(),
      /** `nextCursor` of the part before, with the same filter. */
      cursor: pageFields.cursor,
      /** Items that came later are left out; the time of the request unless given. Send that of the first answer again. */
      until: z.iso.datetime().optional(),
    })
    .refine(({ ids, filter: given }) => (ids === undefined) !== (given === undefined), {
      message: 'expected "ids", or "filter"; {} fits all',
    });
}

export const manyResultSchema = z.object({
  /** One for each item that it acted on, in their order. */
  results: z.array(
    z.object({
      id: z.string(),
      /** Why it was refused; null where it is done. */
      refusal: z.string().nullable(),
    }),
  ),
  /** Where the next part begins; null where there is none. */
  nextCursor: z.string().nullable(),
  until: z.iso.datetime(),
});
export type ManyResult = z.infer<typeof manyResultSchema>;
