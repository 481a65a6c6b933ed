/** Privacy in the API: erasures with their receipts, and exports of a person. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';

/** A user id, an address, an anonymous id, or the id of a profile or of a person of sales. */
const identity = z.string().trim().min(1).max(limits.idLengthMax);

export const erasureRequestSchema = z.strictObject({ key: identity });
/** The same under the name of a person's identity. */
export const privacyRequestSchema = z.strictObject({ identity });

export const receiptSchema = z.object({
  /** Id of the erasure. */
  erasure: z.string(),
  /** Salted hash of the identity that was asked for. */
  subject: z.string(),
  askedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** What was accepted until then is erased; what comes later is of somebody new. Null where nobody was found. */
  erasedUntil: z.iso.datetime().nullable(),
  /** Salted hashes of the profiles. */
  profiles: z.array(z.string()),
  /** How much of each store was erased, or redacted. */
  counts: z.record(z.string(), z.number()),
  /** `v1,` and the HMAC-SHA256 of the rest. */
  signature: z.string(),
});

/**
 * Users who have an address of a person, or the text as device, by the word of a page alone. Anybody may say both: they are neither
 * exported nor erased with it.
 */
export const claimantsSchema = z.object({
  /** The latest first: the profile of each, the user id (where a device was linked to an address, that), and when it was said first. */
  users: z.array(z.object({ profile: z.string(), userId: z.string(), claimedAt: z.iso.datetime() })),
  /** Whether there are more than these. */
  hasMore: z.boolean(),
});

export const erasureSchema = z.object({
  id: z.string(),
  status: z.enum(['running', 'done']),
  askedBy: z.string(),
  askedAt: z.iso.datetime(),
  /** Profiles found so far, and how many of them every store has erased. */
  progress: z.object({ profiles: z.number(), erased: z.number() }),
  endedAt: z.iso.datetime().nullable(),
  receipt: receiptSchema.nullable(),
  /** In the answer to the request alone: afterwards nobody knows who was asked for. */
  claimants: claimantsSchema.nullable(),
});
export type ErasureView = z.infer<typeof erasureSchema>;

export const verificationSchema = z.object({
  /** Whether this installation signed the receipt as it is. */
  isGenuine: z.boolean(),
});

export const personExportSchema = z.object({
  exportedAt: z.iso.datetime(),
  /** As they are scored now; those that stand for themselves. */
  profiles: z.array(z.record(z.string(), z.unknown())),
  /** Ids of those that cannot be scored now, because their stored bytes cannot be read: `stored` has them as they are. */
  unreadable: z.array(z.string()),
  /** Ids of profiles with what Redis stores of each. */
  stored: z.array(z.record(z.string(), z.unknown())),
  /** Rows of the history, by table: events, links, ledger. */
  history: z.record(z.string(), z.array(z.unknown())),
  /** Rows of sales, by table. */
  sales: z.record(z.string(), z.array(z.unknown())),
  /** Records that could not be scored or stored. */
  deadLetters: z.array(z.unknown()),
  claimants: claimantsSchema,
});
