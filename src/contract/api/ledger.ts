/** The ledger: the outcome of every match of a profile, recorded at the time. */
import { z } from 'zod';

export const ledgerKinds = [
  /** It earns points now. */
  'paid',
  /** It was recognised and earns no points. */
  'refused',
  /** It earned points until now. */
  'taken back',
  /** It earns other points than before, or for another reason. */
  'changed',
] as const;

export const ledgerEntrySchema = z.object({
  profile: z.string(),
  programme: z.string(),
  /** Version of the programme that decided. */
  version: z.string(),
  /** When scoring recorded it, ms since the epoch. */
  notedAtMs: z.number().int(),
  kind: z.enum(ledgerKinds),
  rule: z.string(),
  /** Hash of the event, 12 hex digits; null for a fit rule. */
  event: z.string().nullable(),
  /** Time of the event, ms since the epoch; null where there is none. */
  atMs: z.number().int().nullable(),
  /** Points after caps, before decay; for one taken back, the points it had. */
  points: z.number(),
  /** Of `changed`: the points until then. */
  pointsBefore: z.number().optional(),
  /** Why, with the arithmetic. */
  reason: z.string(),
});

export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
