/** Ids that records have in other systems: in requests, answers, filters and paths. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';

const idSchema = z.string().trim().min(1).max(limits.externalIdLengthMax);
export const externalSourceSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'expected the name of a system such as "hubspot"');

/** In a request that makes or changes a record; null clears it. Unique among the records of a kind and source. */
export const externalIdInput = {
  /** The id of the record in another system. */
  externalId: idSchema.nullish(),
  /** The system that the id is of; needed only where ids of several systems meet. */
  externalSource: externalSourceSchema.nullish(),
};

export const externalIdView = {
  externalId: z.string().nullable(),
  externalSource: z.string().nullable(),
};

/** In the query of a list: an id of any source, unless the source is given too. */
export const externalIdFilter = {
  externalId: idSchema.optional(),
  externalSource: externalSourceSchema.optional(),
};

/** In the path and the query of one record. */
export const externalIdPathSchema = z.strictObject({ externalId: idSchema });
export const externalSourceQuerySchema = z.strictObject({ externalSource: externalSourceSchema.optional() });

/** An id in another system, as records are found by it. */
export interface ExternalId {
  externalId: string;
  externalSource: string | null;
}
