/** Conditions: tests of values, matches of events, and conditions on a profile's present traits. */
import { z } from 'zod';
import { eventTypes } from './event.ts';

export const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1).max(200)]);

/** A value to compare with; case and outer spaces of texts do not matter, a number equals the text it is written as. */
const plainValue = z.union([z.string().max(500), z.number(), z.boolean()]);

/** A comparison of a property or trait. All that is given must hold; of a list, any item may satisfy it. */
const comparisonSchema = z
  .strictObject({
    is: oneOrMore(plainValue).optional(),
    /** Also holds where there is no value. */
    not: oneOrMore(plainValue).optional(),
    /** Numbers, or texts that spell one. */
    atLeast: z.number().optional(),
    above: z.number().optional(),
    atMost: z.number().optional(),
    below: z.number().optional(),
    /** Both ends included. */
    between: z.tuple([z.number(), z.number()]).optional(),
    contains: oneOrMore(z.string().min(1).max(500)).optional(),
    startsWith: oneOrMore(z.string().min(1).max(500)).optional(),
    endsWith: oneOrMore(z.string().min(1).max(500)).optional(),
    present: z.boolean().optional(),
  })
  .refine((given) => Object.keys(given).length > 0, {
    message: 'expected a comparison, such as { atLeast: 30 } or { present: true }',
  });

export const valueTestSchema = z.union([oneOrMore(plainValue), comparisonSchema]);

const valueTests = z.record(z.string().min(1).max(200), valueTestSchema);

/** A path glob: `*` is anything within a segment, `**` any number of segments. Case does not matter. */
export const pathSchema = z.string().startsWith('/').max(500);

/** A glob over the address without scheme and query: `www.example.com/products/**`. */
export const addressSchema = z.string().min(1).max(500);

/** The name of a tracked event, a page or a screen, in any case and with any separator (`Product Added` = `product_added`). */
export const nameSchema = z.string().min(1).max(200);

/** The match of an event by a rule. Every given condition must hold; a list means any of its items. */
const eventMatchSchema = z.strictObject({
  /** Kind of event on the wire. */
  type: oneOrMore(z.enum(eventTypes)).optional(),
  /** Of a tracked event. */
  event: oneOrMore(nameSchema).optional(),
  /** Of a page or screen. */
  page: oneOrMore(nameSchema).optional(),
  path: oneOrMore(pathSchema).optional(),
  url: oneOrMore(addressSchema).optional(),
  properties: valueTests.optional(),
  /** Traits of the event itself; for traits of the profile use the rule's `who`. */
  traits: valueTests.optional(),
  /** `source`, `medium`, `campaign`, `term`, `content`, from the context or the address. */
  utm: z
    .strictObject({
      source: valueTestSchema.optional(),
      medium: valueTestSchema.optional(),
      campaign: valueTestSchema.optional(),
      term: valueTestSchema.optional(),
      content: valueTestSchema.optional(),
    })
    .optional(),
  /** Short for `utm: { campaign: … }`. */
  campaign: valueTestSchema.optional(),
  get all(): z.ZodOptional<z.ZodArray<typeof eventMatchSchema>> {
    return z.array(eventMatchSchema).min(1).max(50).optional();
  },
  get any(): z.ZodOptional<z.ZodArray<typeof eventMatchSchema>> {
    return z.array(eventMatchSchema).min(1).max(50).optional();
  },
  get not(): z.ZodOptional<typeof eventMatchSchema> {
    return eventMatchSchema.optional();
  },
});

export const matchSchema = z.union([z.literal('any event'), eventMatchSchema]);

export const domainSchema = z
  .string()
  .regex(/^[a-z0-9*-]+(\.[a-z0-9-]+)+$/i, 'expected a domain such as "example.com" or "*.example.com"');

/** A test of the statuses of a person's leads: one of them is among these. */
export const leadStatusSchema = z.union([
  oneOrMore(nameSchema),
  z
    .strictObject({
      /** No lead has one of these; it also holds where there is no lead. */
      not: oneOrMore(nameSchema).optional(),
      /** Whether there is or was a lead. */
      present: z.boolean().optional(),
    })
    .refine((given) => Object.keys(given).length > 0, {
      message: 'expected a status, or { not: Working } or { present: true }',
    }),
]);

/** A condition on a profile's present traits and identity. Every given condition must hold. */
export const whoSchema = z.strictObject({
  traits: valueTests.optional(),
  /** Domain of the e-mail address; `*.example.com` is every domain below it. */
  emailDomain: oneOrMore(domainSchema).optional(),
  /** Whether the address belongs to a public mail provider. Without an address neither value holds. */
  freeMail: z.boolean().optional(),
  /** `known`: by a user id or an address. */
  identity: z.enum(['known', 'anonymous']).optional(),
  /** Of the person's open leads; without one, of the lead that was closed last. */
  leadStatus: leadStatusSchema.optional(),
  /** Whether sales has them as a customer. */
  customer: z.boolean().optional(),
  get all(): z.ZodOptional<z.ZodArray<typeof whoSchema>> {
    return z.array(whoSchema).min(1).max(50).optional();
  },
  get any(): z.ZodOptional<z.ZodArray<typeof whoSchema>> {
    return z.array(whoSchema).min(1).max(50).optional();
  },
  get not(): z.ZodOptional<typeof whoSchema> {
    return whoSchema.optional();
  },
});

/** The same for a rule, which may ask what the person was when it happened. */
export const ruleWhoSchema = z.strictObject({
  ...whoSchema.shape,
  /** `event`: by what was known as of the event. Traits alone are known so. */
  asOf: z.literal('event').optional(),
});

export type ValueTest = z.infer<typeof valueTestSchema>;
export type EventMatch = z.infer<typeof eventMatchSchema>;
export type Match = z.infer<typeof matchSchema>;
export type Who = z.infer<typeof whoSchema>;
