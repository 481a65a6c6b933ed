/** The kinds of behaviour rule: payment by payment, rungs of a count, a sequence, an absence. */
import { z } from 'zod';
import { durationSchema } from '../../base/time/time.ts';
import { basketSchema } from './basket.ts';
import { matchSchema, oneOrMore, ruleWhoSchema } from './condition.ts';
import {
  capSchema,
  countSchema,
  decaySchema,
  id,
  keySchema,
  label,
  paysSchema,
  points,
  worthSchema,
  worthWithBasketSchema,
} from './payment.ts';

const common = {
  id,
  label,
  when: matchSchema,
  /** The profiles it applies to, by their present traits and identity, or by their traits as of the event. */
  who: ruleWhoSchema.optional(),
  /** The phases in which its matches count: any of them. */
  during: oneOrMore(id).optional(),
  /** The group of rules whose caps it shares. */
  group: id.optional(),
  decay: decaySchema.optional(),
  cap: capSchema.optional(),
};

const payments = {
  points: worthSchema,
  /** With `per`, that often for each key. */
  per: keySchema.optional(),
  /** Nothing is paid for so long after a payment, for any key. */
  coolDown: durationSchema.optional(),
};

export const payRule = z.strictObject({ ...common, ...payments, pays: paysSchema });

export const rungsRule = z.strictObject({
  ...common,
  count: countSchema,
  /** Counts by key: each key climbs its own rungs. */
  per: keySchema.optional(),
  /** Counts different values of this key, not matches; `visit` counts the visits that have one. */
  distinct: keySchema.optional(),
  /** Matches of one page, or of one event on it, count apart by this time at least. */
  apart: durationSchema.optional(),
  /** Rungs replace each other: the highest one reached is worth its points. */
  rungs: z
    .array(z.strictObject({ from: z.number().int().min(1).max(1_000), points }))
    .min(1)
    .max(20)
    .refine(
      (rungs) => rungs.every((rung, index) => index === 0 || rung.from > (rungs[index - 1]?.from ?? 0)),
      { message: 'rungs must rise: each "from" above the one before' },
    ),
});

/** `when`, then `then`, the second after the first and not later than `within`. */
export const sequenceRule = z.strictObject({
  ...common,
  ...payments,
  // biome-ignore lint/suspicious/noThenProperty: a marketer's word; a parsed rule is never awaited
  then: matchSchema,
  within: durationSchema,
  pays: paysSchema.default({ often: 'every', nth: 1 }),
});

/** `when`, and neither `unless` nor another `when` within `within`: the clock fires it. */
export const absenceRule = z.strictObject({
  ...common,
  ...payments,
  points: worthWithBasketSchema,
  unless: matchSchema.optional(),
  within: durationSchema,
  /** Its matches change what a basket holds: an empty one is not abandoned. */
  basket: basketSchema.optional(),
  /** A silence that is paid is paid again after each such time more of it. */
  repeatsEvery: durationSchema.optional(),
  pays: paysSchema.default({ often: 'once', per: 'ever' }),
});

export const ruleSchema = z.union([payRule, rungsRule, sequenceRule, absenceRule]);

/** Whether a count is of visits. A property of that name is written as a list: `[visit]`. */
export function isOfVisits({ distinct }: Pick<RungsRule, 'distinct'>): boolean {
  return distinct === 'visit';
}

export type Rule = z.infer<typeof ruleSchema>;
export type PayRule = z.infer<typeof payRule>;
export type RungsRule = z.infer<typeof rungsRule>;
export type SequenceRule = z.infer<typeof sequenceRule>;
export type AbsenceRule = z.infer<typeof absenceRule>;
