/** Profiles in the API: identities, scores, the explanation of a score, and the ledger. */
import { z } from 'zod';
import { phoneNumberIn } from '../../base/text/text.ts';
import { emailSchema } from '../language/language.ts';
import { ledgerEntrySchema } from './ledger.ts';
import { gradeSchema, reasonSchema } from './tier-update.ts';

const instant = z.iso.datetime();
const tier = z.number().int().min(0);

/** The score of a profile in one programme. */
const scoreSchema = z.object({
  /** Null where no rule ever recognised the profile: that is not a score of zero. */
  score: z.number().nullable(),
  /** 0 is below the ladder. */
  tier,
  tierName: z.string(),
  /** How well the person fits; absent where the programme has no fit. */
  grade: gradeSchema.nullable().optional(),
  /** The priority of grade and tier, by the programme's matrix; absent where the programme has no fit. */
  priority: z.string().nullable().optional(),
  /** The label of the exclusion that keeps the profile from scoring; absent where none does. */
  excludedBy: z.string().optional(),
  /** When it was computed. */
  asOf: instant,
  programmeVersion: z.string(),
});
export type ScoreView = z.infer<typeof scoreSchema>;

export const profileSchema = z.object({
  id: z.string(),
  identities: z.array(z.object({ kind: z.enum(['userId', 'email', 'anonymousId']), value: z.string() })),
  traits: z.record(z.string(), z.unknown()),
  /** The names of traits that a public key alone has said: they filled gaps before a server knew the person. */
  claimed: z.array(z.string()),
  /** Traits that a public key said last, where others count: anybody may have said them. */
  proposals: z.record(z.string(), z.unknown()),
  /** What the person said last of each purpose of consent. */
  consent: z.record(z.string(), z.enum(['allowed', 'denied'])),
  /** By programme. */
  scores: z.record(z.string(), scoreSchema),
});
export type ProfileView = z.infer<typeof profileSchema>;

/** How somebody can be reached, as sales has learned it. */
export const profileContactSchema = z
  .strictObject({
    email: emailSchema.optional(),
    phone: z
      .string()
      .trim()
      .max(100)
      .refine((phone) => phoneNumberIn(phone) !== null, 'expected a phone number of at least five digits')
      .optional(),
    name: z.string().trim().min(1).max(500).optional(),
  })
  .refine(({ email, phone }) => email !== undefined || phone !== undefined, {
    message: 'expected an "email" or a "phone"',
    path: ['email'],
  });
export type ProfileContact = z.infer<typeof profileContactSchema>;

/** One way to the next tier. */
const tipSchema = z.object({
  behaviours: z.array(z.object({ rule: z.string(), label: z.string(), times: z.number().int() })),
  /** What they would add, in points. */
  points: z.number(),
});
export type Tip = z.infer<typeof tipSchema>;

/** A contribution with less value than before. */
const lossSchema = z.object({
  rule: z.string(),
  label: z.string(),
  was: z.number(),
  is: z.number(),
  reason: z.string(),
});
export type Loss = z.infer<typeof lossSchema>;

export const explanationSchema = scoreSchema.extend({
  profile: z.string(),
  programme: z.string(),
  /** Their values sum to the score. */
  contributions: z.array(reasonSchema),
  /** Matches that earn nothing, with the reason. */
  refusals: z.array(reasonSchema),
  /** Events that were accepted and came too late to give points. Null where the history cannot be read at once. */
  late: z
    .object({
      count: z.number().int(),
      /** The last accepted first, at most 10. */
      latest: z.array(
        z.object({
          event: z.string(),
          type: z.string(),
          /** Of a track its event, of a page its name. */
          name: z.string(),
          at: instant,
          acceptedAt: instant,
          reason: z.string(),
        }),
      ),
    })
    .nullable(),
  /** The profile reached a limit: what came before a time is sealed, and counts with nothing after it. Null while it has not. */
  limit: z.object({ eventsMax: z.number(), sealedUntil: instant }).nullable(),
  /** Null on the highest tier. */
  nextTier: z
    .object({
      tier,
      tierName: z.string(),
      /** The least score of it. */
      from: z.number(),
      /** A score that it must exceed, where the programme says it so. */
      above: z.number().optional(),
      /** Points until then. */
      missing: z.number(),
      /** What would lift the score there, the fewest events first. */
      ways: z.array(tipSchema),
    })
    .nullable(),
  /** The last fall; null where the profile has risen since, or never fell. */
  fall: z
    .object({
      from: z.string(),
      to: z.string(),
      at: instant,
      /** The greatest loss first. */
      losses: z.array(lossSchema),
    })
    .nullable(),
});
export type Explanation = z.infer<typeof explanationSchema>;

/** An entry of the ledger, with its times as text. */
export const ledgerViewSchema = ledgerEntrySchema
  .omit({ notedAtMs: true, atMs: true, pointsBefore: true })
  .extend({
    notedAt: instant,
    /** Time of the event; null where there is none. */
    at: instant.nullable(),
  });
export type LedgerEntryView = z.infer<typeof ledgerViewSchema>;

export const scoreHistorySchema = z.object({
  profile: z.string(),
  programme: z.string(),
  /** The ladder, the lowest tier first. */
  tiers: z.array(z.object({ tier, name: z.string(), from: z.number(), above: z.number().optional() })),
  /** The earliest first; the last one is now. Null where the history cannot be read at once. */
  scores: z.array(z.object({ at: instant, score: z.number().nullable(), tier })).nullable(),
  /** Whether earlier events are missing, so that scores before them may have been higher. */
  isCut: z.boolean(),
});
export type ScoreHistory = z.infer<typeof scoreHistorySchema>;

/** Something that somebody did. */
export const profileEventSchema = z.object({
  /** Its hash, as reasons name it. */
  event: z.string(),
  type: z.string(),
  /** Of a track its event, of a page its name; empty where it has none. */
  name: z.string(),
  at: instant,
  /** The page it happened on; empty where none was sent. */
  path: z.string(),
  /** What was downloaded, watched or clicked, where its properties name it. */
  asset: z.string().nullable(),
});
export type ProfileEvent = z.infer<typeof profileEventSchema>;
