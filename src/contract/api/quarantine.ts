/** Held leads in the API: people named by public keys alone, beyond what a key may open or an address may name in an hour. */
import { z } from 'zod';
import { manySchemaOf } from './many.ts';
import { pageFields, recordId } from './paging.ts';
import { identitySchema, reasonSchema } from './tier-update.ts';

const filterFields = {
  profile: recordId.optional(),
  programme: recordId.optional(),
  campaign: z.string().trim().min(1).max(500).optional(),
};
export const heldLeadFilterSchema = z.strictObject({ ...pageFields, ...filterFields });
export const manyHeldLeadsSchema = manySchemaOf(filterFields);

export const heldLeadSchema = z.object({
  /** The id that the lead will have. */
  id: z.string(),
  heldAt: z.iso.datetime(),
  profile: z.string(),
  programme: z.string(),
  campaign: z.string(),
  tier: z.number().int(),
  tierName: z.string(),
  score: z.number(),
  /** `leads`: its key has opened as many in the hour as it may; `identities`: its address has named too many. */
  why: z.enum(['leads', 'identities']),
  /** Id of the public key that names the person; null where an event of before did not say it. */
  key: z.string().nullable(),
  /** What public keys say of the person. */
  person: identitySchema.pick({ userId: true, email: true, name: true, company: true, phone: true }),
  reasons: z.array(reasonSchema),
});
export type HeldLeadView = z.infer<typeof heldLeadSchema>;
