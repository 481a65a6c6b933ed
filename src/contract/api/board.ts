/** The board in the API: the stages of a pipeline as columns, with counts and sums. */
import { z } from 'zod';
import { ends, flowKinds } from '../language/language.ts';
import { moneySchema } from './money.ts';
import { cappedSchema } from './work.ts';

export const boardFilterSchema = z.strictObject({
  /** `me` is the caller. */
  owner: z.string().trim().min(1).max(500).optional(),
  /** Of owners in this team. */
  team: z.string().trim().min(1).max(500).optional(),
  /** `owner` counts each column for each owner too. */
  by: z.literal('owner').optional(),
});
export type BoardFilter = z.infer<typeof boardFilterSchema>;

const counted = {
  stage: z.string(),
  count: cappedSchema,
  /** What the counted records are worth, in each currency; weighted by the probability, null where the stage has none. */
  sums: z.array(z.object({ currency: z.string(), amount: moneySchema, weighted: moneySchema.nullable() })),
  /** Unlike before, where a record of it has changed, come or gone; null where the counting stopped at the limit. */
  changeTag: z.string().nullable(),
};

const columnSchema = z.object({
  ...counted,
  lane: z.string().nullable(),
  ends: z.enum(ends).nullable(),
  /** Per cent; of an end, whether it is won. */
  probability: z.number().nullable(),
});

/** The columns of one owner: those that hold something of theirs, and those whose counting stopped, which may. */
const ownerRowSchema = z.object({
  /** Null for what nobody owns. */
  owner: z.string().nullable(),
  columns: z.array(z.object(counted)),
});

export const boardSchema = z.object({
  /** `process/pipeline`. */
  pipeline: z.string(),
  version: z.number().int(),
  name: z.string(),
  kind: z.enum(flowKinds),
  /** In the order of the latest version. */
  columns: z.array(columnSchema),
  /** In the order of their addresses, nobody first; null where it was not asked for. */
  owners: z.array(ownerRowSchema).nullable(),
});
export type BoardView = z.infer<typeof boardSchema>;

/** The tables in which records have changed, as the live stream says to a page that asks for rows. */
export const changedRecordsSchema = z.object({
  lists: z.array(z.enum(['leads', 'campaigns', 'opportunities', 'deals', 'orders', 'jobs'])),
});
export type ChangedRecords = z.infer<typeof changedRecordsSchema>;
