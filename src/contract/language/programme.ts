/** The programme as a marketer writes it: rules, fit, ladder and actions, as one schema. */
import { z } from 'zod';
import { durationSchema, timeZoneSchema, workingTimeSchema } from '../../base/time/time.ts';
import { matchSchema, whoSchema } from './condition.ts';
import { ladderSchema } from './ladder.ts';
import { capSchema, decaySchema, id, keySchema, label, points } from './payment.ts';
import { ruleSchema } from './rule.ts';

/** Rules that share caps. */
const groupSchema = z.strictObject({ id, label, cap: capSchema });

/** How well a profile fits, from its present traits: points, a grade, and what a grade and a tier make together. */
const fitSchema = z.strictObject({
  rules: z
    .array(z.strictObject({ id, label, who: whoSchema, points }))
    .min(1)
    .max(500),
  cap: z.strictObject({ atLeast: points.optional(), atMost: points.optional() }).optional(),
  /** Whether the fit's points are part of the score; the grade is there either way. */
  counts: z.boolean().default(true),
  /** The least points of a grade; below C is D. */
  grades: z.strictObject({ A: points, B: points, C: points }).optional(),
  /** Names by grade, one a tier from the lowest up: `A: [warm, hot, hot]`. */
  matrix: z
    .strictObject({ A: z.array(label), B: z.array(label), C: z.array(label), D: z.array(label) })
    .optional(),
});

/** An event that takes all behaviour back: what a profile did until then counts no more, and may be earned anew. */
const resetSchema = z.strictObject({
  id,
  label,
  when: matchSchema,
  /** `fit` leaves the fit's points standing; `zero` takes them too, until the fit counts again by a new programme. */
  to: z.enum(['zero', 'fit']),
});

/** Profiles that do not score. */
const excludeSchema = z.strictObject({ id, label, who: whoSchema });

/** Clicks that look like a machine's: paid, but taken back unless a human sign follows. */
const suspiciousClicksSchema = z.strictObject({
  /** The rules whose payments are meant. */
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
  /** Human signs: any of them, as often as said, after the click. */
  confirmedBy: z
    .array(z.strictObject({ when: matchSchema, times: z.number().int().min(1).max(100).default(1) }))
    .min(1)
    .max(10),
  confirmWithin: durationSchema,
});

export const programmeSchema = z.strictObject({
  programme: id,
  name: label,
  campaign: label,
  timeZone: timeZoneSchema,
  visit: z.strictObject({ endsAfter: durationSchema }),
  rules: z.array(ruleSchema).min(1).max(1_000),
  groups: z.array(groupSchema).max(100).default([]),
  fit: fitSchema.optional(),
  /** What holds for rules that do not say their own. */
  decay: decaySchema.default('none'),
  cap: capSchema.optional(),
  /** The score never stands below it. */
  floor: points.optional(),
  /** Behaviour earns nothing while its points stand above this; exactly at it, it still does. */
  stopsAbove: points.optional(),
  resets: z.array(resetSchema).max(50).default([]),
  exclude: z.array(excludeSchema).max(100).default([]),
  suspiciousClicks: suspiciousClicksSchema.optional(),
  workingTime: workingTimeSchema.optional(),
  /** How far back new rules, or rules whose match changed, are looked for in the history when this version is taken up. */
  backfill: z.union([z.enum(['all', 'none']), durationSchema]).default('all'),
  ladder: ladderSchema,
});

export type Programme = z.infer<typeof programmeSchema>;
export type FitRule = z.infer<typeof fitSchema>['rules'][number];
export type Reset = z.infer<typeof resetSchema>;
export type SuspiciousClicks = z.infer<typeof suspiciousClicksSchema>;
export type Group = z.infer<typeof groupSchema>;
