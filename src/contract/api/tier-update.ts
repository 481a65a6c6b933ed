/**
 * The tier update, from scoring to sales: one entry of `{p}:crossings`.
 *
 * It has the tier of a profile on the ladder of a programme, before and after a commit. `to !== from` is a crossing. `to === from` is a
 * profile on the ladder whose score or identity changed (it heats a lead without opening one). Or a changed programme left it
 * outside its tier, and its tier state is kept. Updates of one profile are in the order of their commits.
 */
import { z } from 'zod';
import { pipelineNameSchema } from '../language/language.ts';

/** The parts of an identity that traits say. */
const identityParts = ['email', 'name', 'company', 'title', 'phone', 'country', 'language'] as const;
export type IdentityPart = (typeof identityParts)[number];

/** The person of a known profile, from its traits. `userId` or `email` is always present. */
export const identitySchema = z.object({
  userId: z.string().nullable(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  company: z.string().nullable(),
  /**
   * What names the company beside its name: the id that `group` gave it, and its domain. Absent where nothing does. `atMs`: the time of
   * the event that said it, ms; of what a page said that of its acceptance. Absent in updates of before.
   */
  group: z
    .object({
      id: z.string().nullable(),
      domain: z.string().nullable(),
      atMs: z.number().exactOptional(),
    })
    .optional(),
  title: z.string().nullable(),
  phone: z.string().nullable(),
  /** From the traits: a code or a name; a language or a locale. */
  country: z.string().nullable().default(null),
  language: z.string().nullable().default(null),
  /** What nobody but a public key has said, which anybody may have. */
  unproven: z.array(z.enum(identityParts)).optional(),
  /**
   * Beside an unproven address: whether a public key alone says that it is the user's. Else the profile is that of the address. Absent in
   * updates of before; `isClaim` reads them.
   */
  isEmailClaimed: z.boolean().optional(),
  /** False where no server has said anything of them but the address or the user id that they go by. */
  isKnown: z.literal(false).optional(),
  /** Id of the public key that said the unproven address; without one, the phone. */
  unprovenBy: z.string().optional(),
  /** Set where its address had named more identities in an hour than one may, with public keys. */
  crowd: z.literal(true).optional(),
});

/** How well the person fits: a name of the programme's grades. */
export const gradeSchema = z.string().max(20);

/** One contribution as it is shown to people. `points` were awarded, `value` counts now; values sum to the score. */
export const reasonSchema = z.object({
  rule: z.string(),
  label: z.string(),
  points: z.number(),
  value: z.number(),
  at: z.iso.datetime(),
  reason: z.string(),
  /** What was left in an abandoned basket: `2 × Cloud S, worth 120`. */
  left: z.string().exactOptional(),
  /** Hash of the event behind it; null for a fit rule or a cap. */
  event: z.string().nullable(),
});

const owner = { owner: z.enum(['present', 'absent']).optional() };

/** One action of a crossing. `owner`: only if the account has an owner, or has none. */
export const plannedActionSchema = z.discriminatedUnion('do', [
  /** `in`: the pipeline it begins in; by default the one of routing. */
  z.object({ do: z.literal('open lead'), ...owner, in: pipelineNameSchema.optional() }),
  /** A record of another pipeline, one an episode; `name`: by default that of the person. */
  z.object({
    do: z.literal('open record'),
    ...owner,
    in: pipelineNameSchema,
    name: z.string().optional(),
  }),
  /** Of a fall: that record is cancelled, where nobody has moved it. */
  z.object({ do: z.literal('close record'), ...owner, in: pipelineNameSchema }),
  /** `dueAtMs`: ms since the epoch; `within`: the programme's own words. */
  z.object({ do: z.literal('contact task'), ...owner, dueAtMs: z.number().int(), within: z.string() }),
  z.object({ do: z.literal('alert'), ...owner }),
  /** Of a fall off the ladder: the contact task that nobody has begun is closed. */
  z.object({ do: z.literal('close task'), ...owner }),
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
  /**
   * The actions of the crossing; where `to` equals `from`, those that were open and whose condition has come to hold. On the way up
   * there are none while the person has neither address nor phone.
   */
  actions: z.array(plannedActionSchema),
  /** In a tier that lasts: the points above those of closed work that open work again, and the actions then. */
  rearm: z.object({ by: z.number().positive(), actions: z.array(plannedActionSchema) }).optional(),
  /** How well the person fits: A to D; null where nothing is graded or known. */
  grade: gradeSchema.nullable(),
  /** The priority of grade and tier, by the programme's matrix. */
  priority: z.string().nullable(),
  /** Counts the rises from below the ladder, from 1; 0 of a profile that never rose: only its tier state is kept. */
  episode: z.number().int().min(0),
  /** The episode's name where it began on a profile that has become part of this one; null where it is its own. */
  begunAs: z.object({ profile: z.string(), episode: z.number().int().positive() }).nullable().default(null),
  /** Tier before and after: 0 is below the ladder. */
  from: z.number().int().min(0),
  to: z.number().int().min(0),
  tierName: z.string(),
  /** How many tiers the ladder has. */
  tiers: z.number().int().positive(),
  score: z.number(),
  /** When scoring evaluated it, ms since the epoch: the deadline counts from here. */
  atMs: z.number().int(),
  /** When the event behind it was accepted, ms since the epoch; equals `atMs` where only time passed. */
  acceptedAtMs: z.number().int(),
  /** Null while the profile is anonymous: there is no one to contact, and the lead waits. */
  identity: identitySchema.nullable(),
  reasons: z.array(reasonSchema),
  /**
   * Of a programme that scores companies: these points are what the person adds, and nothing is opened for them. `isOwn` is false where a
   * changed programme alone made them. `generation`: of the programmes that made them. `heir`: the profile has become part of that one,
   * and its points stay until that one says the
   * union. `joined`: the profiles whose union it says.
   */
  part: z
    .object({
      isOwn: z.boolean(),
      generation: z.number().int().exactOptional(),
      heir: z.string().exactOptional(),
      joined: z.array(z.string()).exactOptional(),
    })
    .optional(),
  /** Of a company on its ladder: the id of its record, and the profile of the person to contact. */
  account: z.object({ company: z.string(), contact: z.string() }).optional(),
  /** The tier state after it and the generation of the programmes, for scoring alone: it goes on from there when Redis has lost it. */
  tierState: z.record(z.string(), z.unknown()).optional(),
});

/**
 * An entry among the tier updates: a profile was erased. Every update before it is of somebody who is to be forgotten, every later
 * one of somebody new.
 */
export const erasureNoticeSchema = z.object({
  /** Id of the erasure. */
  erasure: z.string(),
  profile: z.string(),
  /** What was accepted until then is erased, ms. */
  untilMs: z.number().int(),
  /** The address that the profile stands for. */
  address: z.string().nullable(),
  /** A person who has neither address nor profile. */
  person: z.string().nullable(),
});
export type ErasureNotice = z.infer<typeof erasureNoticeSchema>;

/** A profile's tier state in a programme, as sales applied it last: scoring goes on from it when Redis has lost the profile. */
export interface KeptTier {
  profile: string;
  programme: string;
  /** When scoring evaluated it, ms since the epoch. */
  atMs: number;
  tierName: string;
  /** Whether the profile was of a known person: else what it reached is still to be notified, as its heir's. */
  isKnown: boolean;
  /** As scoring wrote it. */
  state: Record<string, unknown>;
}

export type Identity = z.infer<typeof identitySchema>;
export type PlannedAction = z.infer<typeof plannedActionSchema>;
export type Reason = z.infer<typeof reasonSchema>;
export type TierUpdate = z.infer<typeof tierUpdateSchema>;
