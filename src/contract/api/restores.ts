/** Restores in the API: every profile rebuilt from the history after Redis has lost data. */
import { z } from 'zod';

export const restoreSchema = z.object({
  /** The era that it began; the installation began in era 1. */
  era: z.number().int(),
  /** `cancelled` can be resumed; `replaced`: another loss or restore began meanwhile, and does all of it again. */
  status: z.enum(['running', 'done', 'cancelled', 'replaced']),
  /** What was found, in words; or who asked for it. */
  reason: z.string(),
  beganAt: z.iso.datetime(),
  /** Null while it runs. */
  endedAt: z.iso.datetime().nullable(),
  /** Profiles found in the history so far. */
  found: z.number().int(),
  /** Whether these are all. */
  isWhole: z.boolean(),
  /** Profiles that are not whole yet, also such as were met before they were found; 0 when it is done. */
  waiting: z.number().int(),
  /** Profiles that cannot be evaluated: it ends without them, and `GET /failing-profiles` lists them. */
  failed: z.number().int(),
});
export type RestoreView = z.infer<typeof restoreSchema>;
