/** The programme as a marketer writes it: rules, ladder and actions, as one schema. */
import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { eventTypes } from './event.ts';

const id = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,63}$/,
    'expected lower-case letters, digits and hyphens, such as "demo-video" (64 at most)',
  );

const label = z.string().min(1).max(200);

const points = z.number().min(-100_000).max(100_000);

/** A value to compare a property with; numbers and texts are not the same, case of texts does not matter. */
const plainValue = z.union([z.string(), z.number(), z.boolean()]);

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1).max(50)]);

/** What an event must be for a rule to see it. All that is given must hold; a list means any of it. */
const matchSchema = z.strictObject({
  /** Kind of event on the wire. */
  type: oneOrMore(z.enum(eventTypes)).optional(),
  /** Name of a tracked event, however it is cased or joined (`Product Added` = `product_added`). */
  event: oneOrMore(z.string().min(1).max(200)).optional(),
  /** Path globs: `*` is anything within a segment, `**` any number of segments. Case does not matter. */
  path: oneOrMore(z.string().startsWith('/').max(500)).optional(),
  /** Properties and the value, or any of the values, each must have. */
  properties: z.record(z.string().min(1), oneOrMore(plainValue)).optional(),
});

/** Names of properties that make up the key of a payment: `asset_id or url` takes the first that is there. */
const keySchema = oneOrMore(
  z.string().regex(/^[\w.$-]+( or [\w.$-]+)*$/, 'expected property names such as "asset_id or url"'),
);

const common = { id, label, when: matchSchema };

const onceRule = z.strictObject({
  ...common,
  points,
  /** How often it pays. With `per`, that often for each key. */
  pays: z.enum(['every time', 'once', 'once a visit', 'once a day']),
  per: keySchema.optional(),
});

const rungsRule = z.strictObject({
  ...common,
  /** What is counted: matches within one visit. */
  count: z.literal('in a visit'),
  /** Rungs replace each other: the highest one reached is worth its points. */
  rungs: z
    .array(z.strictObject({ from: z.number().int().min(1).max(1_000), points }))
    .min(1)
    .max(20)
    .refine(
      (rungs) => rungs.every((rung, index) => index === 0 || rung.from > (rungs[index - 1]?.from ?? 0)),
      {
        message: 'rungs must rise: each "from" above the one before',
      },
    ),
});

const abandonedRule = z.strictObject({
  ...common,
  points,
  /** What calls it off. */
  unless: matchSchema,
  within: durationSchema,
  /** One payment for each key; where the event lacks it, one for each visit. */
  per: keySchema,
});

const ruleSchema = z.union([onceRule, rungsRule, abandonedRule]);

const tierSchema = z.strictObject({
  name: label,
  /** A tier begins at its lower bound. */
  from: z.number(),
  contactWithin: durationSchema.optional(),
});

export const programmeSchema = z.strictObject({
  programme: id,
  name: label,
  campaign: label,
  timeZone: z.string().refine(isTimeZone, {
    message: 'expected a time zone of the IANA list, such as "Europe/London" or "UTC"',
  }),
  visit: z.strictObject({ endsAfter: durationSchema }),
  rules: z.array(ruleSchema).min(1).max(1_000),
  ladder: z.strictObject({
    tiers: z.array(tierSchema).min(1).max(20),
    /** How far below its bound a score must fall before the tier is left and armed again. */
    hysteresis: z.number().min(0).default(0),
    contactWithin: durationSchema,
  }),
});

export type Programme = z.infer<typeof programmeSchema>;
export type Rule = Programme['rules'][number];
export type OnceRule = z.infer<typeof onceRule>;
export type RungsRule = z.infer<typeof rungsRule>;
export type AbandonedRule = z.infer<typeof abandonedRule>;
export type Match = z.infer<typeof matchSchema>;

/** The kinds of rule, told apart by the word only they have. The reader picks the schema by it, for errors that fit. */
export const ruleKinds = [
  { word: 'pays', schema: onceRule },
  { word: 'rungs', schema: rungsRule },
  { word: 'within', schema: abandonedRule },
] as const;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
