/** The audit trail in the API: what people changed of records, and what they did besides. */
import { z } from 'zod';
import { momentSchema } from './moment.ts';
import { pageFields } from './paging.ts';

const text = z.string().trim().min(1).max(500);
const sources = ['change', 'act'] as const;

export const trailFilterSchema = z.strictObject({
  ...pageFields,
  /** The address of a user, or `API token`. */
  actor: text.optional(),
  /** The name of a table, such as `leads`, or of acts, such as `keys`. */
  kind: text.optional(),
  /** The id of what was changed. */
  target: text.optional(),
  /** `change` of a record, or `act` over the API. */
  source: z.enum(sources).optional(),
  from: momentSchema.optional(),
  to: momentSchema.optional(),
});
export type TrailFilter = z.infer<typeof trailFilterSchema>;

export const trailEntrySchema = z.object({
  id: z.string(),
  source: z.enum(sources),
  at: z.iso.datetime(),
  /** The address of a user, or `API token`. */
  actor: z.string(),
  kind: z.string(),
  /** The id of the record, or of what an act was about; null where there is none. */
  target: z.string().nullable(),
  /** What that record is called now; null where it is none of sales, or is gone. */
  name: z.string().nullable(),
  /** Of a change: each column before and after. */
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])).nullable(),
  /** Of an act: the call, with the pattern of its path. */
  method: z.string().nullable(),
  route: z.string().nullable(),
  /** The status of its answer; null where the process ended before there was one. */
  status: z.number().int().nullable(),
  /** Names of what was given, without the values. */
  fields: z.array(z.string()),
});
export type TrailEntry = z.infer<typeof trailEntrySchema>;
