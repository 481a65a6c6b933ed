/** The ladder of tiers, and the actions of its crossings. */
import { z } from 'zod';
import { deadlineSchema, durationSchema } from '../../base/time/time.ts';
import { oneOrMore } from './condition.ts';
import { gradeName } from './grades.ts';
import { label } from './payment.ts';
import { pipelineNameSchema } from './pipeline-name.ts';

/** The condition of an action; every given part must hold. */
const ifSchema = z.strictObject({
  grade: oneOrMore(gradeName).optional(),
  /** A cell of the programme's `matrix`. */
  priority: oneOrMore(label).optional(),
  identity: z.enum(['known', 'anonymous']).optional(),
  /** Whether the account has an owner. */
  owner: z.enum(['present', 'absent']).optional(),
});

const condition = { if: ifSchema.optional() };

export const actionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('open lead'), in: pipelineNameSchema.optional(), ...condition }),
  /** Of `up`: a record of a pipeline, such as an order; one an episode. */
  z.strictObject({
    do: z.literal('open record'),
    in: pipelineNameSchema,
    name: label.optional(),
    ...condition,
  }),
  /** Of `down`: cancels the record that the episode opened, where nobody has moved it. */
  z.strictObject({ do: z.literal('close record'), in: pipelineNameSchema, ...condition }),
  z.strictObject({ do: z.literal('contact task'), within: deadlineSchema.optional(), ...condition }),
  z.strictObject({ do: z.literal('alert'), ...condition }),
  /** Of `down`: closes the contact task that nobody has begun, where the ladder was left. */
  z.strictObject({ do: z.literal('close task'), ...condition }),
  z.strictObject({ do: z.literal('move lead'), to: label, ...condition }),
  z.strictObject({
    do: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/, error: 'expected an address such as "https://example.com/hook"' }),
    ...condition,
  }),
]);

const actions = z.array(actionSchema).max(20);

const bound = z.number().min(-10_000_000).max(10_000_000);

const tierSchema = z.strictObject({
  name: label,
  /** A tier begins at its lower bound, … */
  from: bound.optional(),
  /** … or at the least score above one. */
  above: bound.optional(),
  contactWithin: deadlineSchema.optional(),
  /** The actions of reaching it from below; by default open lead, contact task, alert. */
  up: actions.optional(),
  /** The actions of reaching it from above, or of falling off the ladder from it. */
  down: actions.optional(),
});

export const ladderSchema = z.strictObject({
  tiers: z.array(tierSchema).min(1).max(20),
  /** How far below its bound a score must fall before the tier is left and armed again. */
  hysteresis: z.number().min(0).max(10_000_000).default(0),
  /** How long a tier is kept at least once it was reached. */
  leastTime: durationSchema.optional(),
  /** How long after an episode began the next may begin; a rise before it belongs to the old one. */
  rearmAfter: durationSchema.optional(),
  /** Points above those of a lead or task that was closed, which open work again within its tier. */
  rearmBy: z.number().positive().max(10_000_000).optional(),
  contactWithin: deadlineSchema,
});

export type Ladder = z.infer<typeof ladderSchema>;
export type Tier = Ladder['tiers'][number];

/** Where a tier begins, points: the least score of it, and what it must be above where the file says it so. */
export interface TierBound {
  from: number;
  above?: number;
}

/** Returns where a tier begins. Scores are counted in thousandths: above 20 is from 20.001. */
export function boundOfTier({ from = 0, above }: Pick<Tier, 'from' | 'above'>): TierBound {
  // Millionths first: a number such as 1.005 is a little less than it says.
  return above === undefined
    ? { from }
    : { from: (Math.floor(Math.round(above * 1e6) / 1e3) + 1) / 1_000, above };
}

/** Returns the same as a file says it: `from 20`, `above 20`. */
export function tierBoundInWords({ from, above }: TierBound): string {
  return above === undefined ? `from ${from}` : `above ${above}`;
}

export type Action = z.infer<typeof actionSchema>;
