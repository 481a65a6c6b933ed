/** The programme file of a marketer: rules, fit, ladder and actions, as one schema. */
import { z } from 'zod';
import { durationSchema, timeZoneSchema, workingTimeSchema } from '../../base/time/time.ts';
import { matchSchema, oneOrMore, whoSchema } from './condition.ts';
import { gradeName, gradesSchema } from './grades.ts';
import { ladderSchema } from './ladder.ts';
import { capSchema, decaySchema, id, keySchema, label, points, stopsAboveSchema } from './payment.ts';
import { ruleSchema } from './rule.ts';

/** Rules that share caps. */
const groupSchema = z.strictObject({ id, label, cap: capSchema });

/** The fit of a profile, from its present traits: points, a grade, and the priority of a grade with a tier. */
const fitSchema = z.strictObject({
  rules: z
    .array(z.strictObject({ id, label, who: whoSchema, points }))
    .min(1)
    .max(500),
  cap: z.strictObject({ atLeast: points.optional(), atMost: points.optional() }).optional(),
  /** Whether the fit's points are part of the score; the grade exists either way. */
  counts: z.boolean().default(true),
  grades: gradesSchema.optional(),
  /** Names by grade, one a tier from the lowest up: `A: [warm, hot, hot]`. */
  matrix: z.record(gradeName, z.array(label)).optional(),
});

/** An event that takes all behaviour points back: earlier events no longer count, and rules may pay again. */
const resetSchema = z.strictObject({
  id,
  label,
  when: matchSchema,
  /** `fit` keeps the fit's points; `zero` takes them too, until an event resets to `fit`. */
  to: z.enum(['zero', 'fit']),
});

/** A time in the life of a person, by events: after one that begins it, until one that ends it, or for a time. */
const phaseSchema = z.strictObject({
  id,
  label,
  begins: matchSchema,
  until: matchSchema.optional(),
  /** Since it last began. */
  lasts: durationSchema.optional(),
});

/** `who` is by the traits as of the event. */
export const freezeSchema = z.union([
  oneOrMore(id),
  z
    .strictObject({ phases: oneOrMore(id).optional(), who: whoSchema.optional() })
    .refine((given) => Object.keys(given).length > 0, {
      message: 'expected a phase, or { who: … } with the traits of people who earn nothing new',
    }),
]);

/** Returns the phases that freeze. */
export function freezingPhases(freeze: z.infer<typeof freezeSchema> | undefined): string[] {
  const phases = typeof freeze === 'object' && !Array.isArray(freeze) ? freeze.phases : freeze;
  return [phases ?? []].flat();
}

/** Profiles that do not score. */
const excludeSchema = z.strictObject({ id, label, who: whoSchema });

/** Whose events score: a purpose that they consent to. */
const consentSchema = z.strictObject({
  /** What the purpose is called in events; several names where platforms call it differently. */
  purpose: z.union([label, z.array(label).min(1).max(10)]),
  /** Those who never said anything of it. */
  whenUnsaid: z.enum(['score', 'refuse']).default('score'),
  /** Events that come with Global Privacy Control. */
  gpc: z.enum(['refuse', 'ignore']).default('refuse'),
});

/** Clicks that look automatic: paid, but taken back unless a human sign follows. */
const suspiciousClicksSchema = z.strictObject({
  /** The rules that these clicks belong to. */
  rules: z.array(id).min(1).max(100),
  /** Property that names the message. */
  message: keySchema,
  /** So many links of one message … */
  links: z.number().int().min(2).max(1_000).default(3),
  /** … within this time are suspicious. */
  within: durationSchema,
  /** The message's delivery; it carries the same property. */
  delivered: matchSchema.optional(),
  /** A click so soon after its delivery is suspicious. */
  afterDelivery: durationSchema.optional(),
  /** Human signs: any of them, `times` times, after the click. */
  confirmedBy: z
    .array(z.strictObject({ when: matchSchema, times: z.number().int().min(1).max(100).default(1) }))
    .min(1)
    .max(10),
  confirmWithin: durationSchema,
});

/** How the scores of the people of a company become one: their sum, the highest, or how many have at least so many points. */
const combineSchema = z.union([
  z.enum(['sum', 'maximum']),
  z.strictObject({ people: z.strictObject({ atLeast: points.min(0.001) }) }),
]);

export const programmeSchema = z.strictObject({
  programme: id,
  name: label,
  campaign: label,
  /** Whose ladder it is; when not said, that of each person. Of an account, rules score people, and `combine` their company. */
  of: z.enum(['person', 'account']).optional(),
  combine: combineSchema.optional(),
  timeZone: timeZoneSchema,
  visit: z.strictObject({ endsAfter: durationSchema }),
  rules: z.array(ruleSchema).min(1).max(1_000),
  groups: z.array(groupSchema).max(100).default([]),
  fit: fitSchema.optional(),
  /** The default for rules without their own. */
  decay: decaySchema.default('none'),
  cap: capSchema.optional(),
  /** The score is never below it. */
  floor: points.optional(),
  /** How the score becomes whole points, after everything else; when not said, it stays in thousandths. */
  rounding: z.enum(['nearest', 'down', 'up']).optional(),
  /**
   * Behaviour earns nothing while its points are above this bound; exactly at it, it still earns. With `score`, while its points and
   * those of the fit together are.
   */
  stopsAbove: stopsAboveSchema.optional(),
  phases: z.array(phaseSchema).max(50).default([]),
  /** The phases in which nothing new is earned, and who earns nothing new; what was earned stays, and fades. */
  freeze: freezeSchema.optional(),
  resets: z.array(resetSchema).max(50).default([]),
  exclude: z.array(excludeSchema).max(100).default([]),
  consent: consentSchema.optional(),
  suspiciousClicks: suspiciousClicksSchema.optional(),
  /** Tracked events that count from a secret key alone; when not said, those of orders and of mail. */
  serverOnly: z.array(label).max(100).optional(),
  /** Most points that events of public keys earn in a clock hour; when not said, a limit that nobody honest meets. */
  publicPointsPerHour: points.min(0).optional(),
  workingTime: workingTimeSchema.optional(),
  /** How far back the history is searched for new rules, or rules whose match changed, when this version is activated. */
  backfill: z.union([z.enum(['all', 'none']), durationSchema]).default('all'),
  ladder: ladderSchema,
});

export type Programme = z.infer<typeof programmeSchema>;
export type Combine = z.infer<typeof combineSchema>;

/** Events that count from a secret key alone where the programme does not say which: a page could claim them without having seen them. */
export const serverOnlyByDefault = [
  'Order Completed',
  'Order Updated',
  'Order Refunded',
  'Order Cancelled',
  'Email Delivered',
  'Email Opened',
  'Email Link Clicked',
  'Email Bounced',
  'Email Marked as Spam',
  'Unsubscribed',
];
export type FitRule = z.infer<typeof fitSchema>['rules'][number];
export type Phase = z.infer<typeof phaseSchema>;
export type Reset = z.infer<typeof resetSchema>;
export type Consent = z.infer<typeof consentSchema>;
export type SuspiciousClicks = z.infer<typeof suspiciousClicksSchema>;
export type Group = z.infer<typeof groupSchema>;
