/**
 * What scoring tells the pipeline: the tier update, one entry of `{p}:crossings`.
 *
 * A record says where a profile stands on a programme's ladder after a commit, and where it stood before. `to !== from`
 * is a crossing; `to === from` is an open standing whose score or identity moved (it heats a lead without opening one).
 * Records of one profile are in the order of the commits that made them.
 */
import { z } from 'zod';
import { pipelineNameSchema } from '../language/language.ts';

/** Who a known profile is, as far as its traits say. `userId` or `email` is always there. */
export const identitySchema = z.object({
  userId: z.string().nullable(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  company: z.string().nullable(),
  title: z.string().nullable(),
  phone: z.string().nullable(),
  /** As the traits say it: a code or a name; a language or a locale. */
  country: z.string().nullable().default(null),
  language: z.string().nullable().default(null),
});

/** One contribution as it is shown to people. `points` is the rule's worth, `value` what it counts now; values sum to the score. */
export const reasonSchema = z.object({
  rule: z.string(),
  label: z.string(),
  points: z.number(),
  value: z.number(),
  at: z.iso.datetime(),
  reason: z.string(),
  /** Hash of the event behind it; null where it is for what the person is, or a cap. */
  event: z.string().nullable(),
});

const owner = { owner: z.enum(['present', 'absent']).optional() };

/** One thing a crossing does. `owner`: only if somebody, or nobody, owns the account. */
export const plannedActionSchema = z.discriminatedUnion('do', [
  /** `in`: the pipeline it begins in; the desk's own, when not said. */
  z.object({ do: z.literal('open lead'), ...owner, in: pipelineNameSchema.optional() }),
  /** `dueAtMs`: ms since the epoch; `within` is how the programme says it. */
  z.object({ do: z.literal('contact task'), ...owner, dueAtMs: z.number().int(), within: z.string() }),
  z.object({ do: z.literal('alert'), ...owner }),
  z.object({ do: z.literal('move lead'), ...owner, to: z.string() }),
  z.object({ do: z.literal('webhook'), ...owner, url: z.string() }),
]);

export const tierUpdateSchema = z.object({
  /** Profile id (16 base64url characters). */
  profile: z.string(),
  programme: z.string(),
  programmeName: z.string(),
  programmeVersion: z.string(),
  campaign: z.string(),
  /** What the crossing does; empty where `to` equals `from`. */
  actions: z.array(plannedActionSchema),
  /** How well the person fits: A to D; null where nothing is graded or known. */
  grade: z.enum(['A', 'B', 'C', 'D']).nullable(),
  /** What grade and tier make together, by the programme's matrix. */
  priority: z.string().nullable(),
  /** Counts the rises from below the ladder; starts at 1. */
  episode: z.number().int().positive(),
  /** Tier before and after: 0 is below the ladder. */
  from: z.number().int().min(0),
  to: z.number().int().min(0),
  tierName: z.string(),
  /** How many tiers the ladder has. */
  tiers: z.number().int().positive(),
  score: z.number(),
  /** When scoring saw it, ms since the epoch: the deadline counts from here. */
  atMs: z.number().int(),
  /** When the event that moved it was accepted, ms since the epoch; equals `atMs` where the clock moved it. */
  acceptedAtMs: z.number().int(),
  /** Null while the profile is anonymous: nobody can be called, the lead waits. */
  identity: identitySchema.nullable(),
  reasons: z.array(reasonSchema),
});

export type Identity = z.infer<typeof identitySchema>;
export type PlannedAction = z.infer<typeof plannedActionSchema>;
export type Reason = z.infer<typeof reasonSchema>;
export type TierUpdate = z.infer<typeof tierUpdateSchema>;
