/** Points, frequency, decay and caps: the words that all rules share. */
import { z } from 'zod';
import { durationOf, durationSchema, monthsOf, type Period, periods } from '../../base/time/time.ts';

export const id = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,63}$/,
    'expected lower-case letters, digits and hyphens, such as "demo-video" (64 at most)',
  );

export const label = z.string().min(1).max(200);

export const points = z.number().min(-100_000).max(100_000);

const propertyName = z.string().min(1).max(200);

const factorAndBounds = {
  times: z.number().min(-100_000).max(100_000).default(1),
  atLeast: points.default(0),
  atMost: points,
  /** The points without such a number. */
  otherwise: points.default(0),
};
const hasBoundsInOrder = (worth: { atLeast: number; atMost: number }) => worth.atLeast <= worth.atMost;
const boundsOutOfOrder = { message: 'expected "atLeast" not above "atMost"', path: ['atLeast'] };

/** Points from a number the event carries: `property × times`, held between its bounds. */
const worthFromProperty = z
  .strictObject({ property: propertyName, ...factorAndBounds })
  .refine(hasBoundsInOrder, boundsOutOfOrder);

export const worthSchema = z.union([points, worthFromProperty]);

/** Points from what an abandoned basket holds: the sum of its prices, or its pieces. */
const worthOfBasket = z
  .strictObject({ basket: z.enum(['value', 'quantity']), ...factorAndBounds })
  .refine(hasBoundsInOrder, boundsOutOfOrder);

export const worthWithBasketSchema = z.union([points, worthFromProperty, worthOfBasket]);

/** The name of a property, or of several of which the first that is there counts: `asset_id or url`. */
export const keyChoice = z
  .string()
  .regex(/^[\w.$-]+( or [\w.$-]+)*$/, 'expected property names such as "asset_id or url"');

/** Names of properties that make up the key of a payment: `asset_id or url` takes the first that is there. */
export const keySchema = z.union([keyChoice, z.array(keyChoice).min(1).max(10)]);

/** A window: so long, or to the same day of a later month. With `months`, `rollingMs` is the longest that these can be. */
export interface Rolling {
  rollingMs: number;
  months?: number;
}

const longestMonthMs = 31 * 86_400_000;
/** The clocks go back. */
const hourMs = 3_600_000;

function rollingOf(text: string): Rolling | null {
  const rollingMs = durationOf(text);
  if (rollingMs !== null) return { rollingMs };
  const months = monthsOf(text);
  return months === null ? null : { rollingMs: months * longestMonthMs + hourMs, months };
}

/**
 * How often a rule pays. `nth`: every N-th match; 1 is each. `ever`, a calendar period, or `rollingMs` since the last
 * payment: once in it. All for each key where the rule has one.
 */
export type Pays =
  | { often: 'every'; nth: number }
  | { often: 'once'; per: Period | 'ever' }
  | ({ often: 'once'; per: 'rolling' } & Rolling);

const paysForm =
  'expected "every time", "every 3rd time", "once", "once a visit", "once a day", "once a week", "once a month", "once a quarter" or "once in 7 days"';

export const paysSchema = z.string().transform((text, context): Pays => {
  const words = text.trim();
  if (words === 'every time') return { often: 'every', nth: 1 };
  const nth = /^every (\d{1,4})(?:st|nd|rd|th) time$/.exec(words);
  if (nth && Number(nth[1]) >= 1 && Number(nth[1]) <= 1_000) return { often: 'every', nth: Number(nth[1]) };
  if (words === 'once') return { often: 'once', per: 'ever' };
  const period = periods.find((one) => words === `once a ${one}`);
  if (period !== undefined) return { often: 'once', per: period };
  const rolling = words.startsWith('once in ') ? rollingOf(words.slice('once in '.length)) : null;
  if (rolling !== null) return { often: 'once', per: 'rolling', ...rolling };
  context.addIssue({ code: 'custom', message: paysForm });
  return z.NEVER;
});

/**
 * The span in which matches are counted: a visit, a calendar period, ever, or a rolling window. `recent` is the time before now: what
 * it counts holds for as long as the clock leaves it there.
 */
export type CountWithin =
  | { per: Period | 'ever' }
  | ({ per: 'rolling' } & Rolling)
  | ({ per: 'recent' } & Rolling);

/** What a count may say, for messages. */
export const countForms =
  '"in a visit", "in a day", "in a week", "in a month", "in a quarter", "in 7 days", "in the last 7 days" or "ever"';

export const countSchema = z.string().transform((text, context): CountWithin => {
  const words = text.trim();
  if (words === 'ever') return { per: 'ever' };
  const period = periods.find((one) => words === `in a ${one}`);
  if (period !== undefined) return { per: period };
  const recent = words.startsWith('in the last ') ? rollingOf(words.slice('in the last '.length)) : null;
  if (recent !== null) return { per: 'recent', ...recent };
  const rolling = words.startsWith('in ') ? rollingOf(words.slice('in '.length)) : null;
  if (rolling !== null) return { per: 'rolling', ...rolling };
  context.addIssue({ code: 'custom', message: `expected ${countForms}` });
  return z.NEVER;
});

/** The decay of earned points: halved at intervals, in a straight line or in equal steps to zero, or whole until they expire. */
export const decaySchema = z.union([
  z.literal('none'),
  z.strictObject({ halfLife: durationSchema }),
  z.strictObject({ linear: durationSchema }),
  z.strictObject({ expires: durationSchema }),
  /** An equal part of what was earned goes at the end of each time, until nothing is left. */
  z.strictObject({ steps: z.number().int().min(2).max(52), every: durationSchema }),
]);

const bounds = z
  .union([points, z.strictObject({ atLeast: points.optional(), atMost: points.optional() })])
  .refine((given) => typeof given === 'number' || Object.keys(given).length > 0, {
    message: 'expected a number, or "atLeast" and "atMost"',
  })
  .refine(
    (given) =>
      typeof given === 'number' ||
      (given.atLeast ?? Number.NEGATIVE_INFINITY) <= (given.atMost ?? Number.POSITIVE_INFINITY),
    { message: 'expected "atLeast" not above "atMost"' },
  );

/**
 * Caps. A period, also `ever`, bounds the points earned in it, in the order of time, before decay. `standing` bounds the
 * points at any time, after decay. A number is the maximum; `atLeast` bounds losses.
 */
export const capSchema = z
  .strictObject({
    visit: bounds.optional(),
    day: bounds.optional(),
    week: bounds.optional(),
    month: bounds.optional(),
    quarter: bounds.optional(),
    ever: bounds.optional(),
    standing: bounds.optional(),
  })
  .refine((given) => Object.keys(given).length > 0, {
    message: 'expected a cap, such as { day: 20 } or { standing: 100 }',
  });

/** Where behaviour stops earning: a number by its own points, `score` by those of the fit too. */
export const stopsAboveSchema = z.union([points, z.strictObject({ score: points })]);

export type Worth = z.infer<typeof worthWithBasketSchema>;
export type Decay = z.infer<typeof decaySchema>;
export type Cap = z.infer<typeof capSchema>;
