/** Routing of leads: the file `rules/sales/routing.yaml`. Steps are tried in order until one finds a rep. */
import { z } from 'zod';
import type { Incoherence } from './coherence.ts';
import { gradeName } from './grades.ts';
import { countrySchema, emailSchema, languageSchema } from './identifiers.ts';
import { id, label } from './payment.ts';
import { pipelineNameSchema } from './pipeline-name.ts';
import { type FileKind, type Reading, readYaml } from './yaml-file.ts';

/** Attributes that a lead has, and that a rep may list. */
export const specialities = ['territory', 'language', 'product'] as const;
export type Speciality = (typeof specialities)[number];

const oneOrMore = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(300);

/** Conditions of a step; all that are given must hold. */
const whenSchema = z
  .strictObject({
    country: oneOrMore(countrySchema).optional(),
    territory: oneOrMore(label).optional(),
    language: oneOrMore(languageSchema).optional(),
    product: oneOrMore(label).optional(),
    campaign: oneOrMore(label).optional(),
    programme: oneOrMore(id).optional(),
    grade: oneOrMore(gradeName).optional(),
    /** The lowest tier. */
    tier: z.number().int().min(1).max(20).optional(),
  })
  .refine((when) => Object.keys(when).length > 0, 'expected at least one condition, such as "country"');

const stepSchema = z.strictObject({
  step: label,
  when: whenSchema.optional(),
  to: z.union([
    /** The owner of the person's account or of its company. */
    z.literal('account owner'),
    /** Round robin of reps who accept leads. */
    z.literal('reps'),
    /** No owner: reps claim it from the queue. */
    z.literal('queue'),
    z.strictObject({ team: label }),
    z.strictObject({ rep: emailSchema }),
  ]),
  /** Only reps who list the lead's own; without it also reps who list none. */
  match: z.array(z.enum(specialities)).min(1).max(specialities.length).optional(),
});

export const routingSchema = z.strictObject({
  /** The name of the queue. */
  queue: label,
  /** The pipeline in which a lead begins, unless its programme names another. */
  defaultLeadPipeline: pipelineNameSchema,
  /** Open leads of this tier or higher count towards a rep's maximum. */
  minTier: z.number().int().min(0).max(20).default(1),
  /** Product → rules that show an interest in it. */
  products: z.record(label, oneOrMore(id)).default({}),
  steps: z.array(stepSchema).min(1).max(100),
});

export type Routing = z.infer<typeof routingSchema>;
export type RoutingStep = Routing['steps'][number];

/** Returns errors for unreachable steps and impossible conditions. */
function routingErrors({ steps, products }: Routing): Incoherence[] {
  const errors: Incoherence[] = [];
  const end = steps.findIndex(({ when, to }) => when === undefined && to === 'queue');
  if (end >= 0 && end < steps.length - 1)
    errors.push({
      path: ['steps', end + 1],
      message: `is never tried: "${steps[end]?.step}" before it sends every lead to the queue; remove it or move it up`,
    });
  steps.forEach(({ step, when, to, match }, index) => {
    if (steps.findIndex((other) => other.step === step) < index)
      errors.push({
        path: ['steps', index, 'step'],
        message: `"${step}" is there twice; rename one, because reasons name the step`,
      });
    if (match !== undefined && (to === 'queue' || to === 'account owner'))
      errors.push({
        path: ['steps', index, 'match'],
        message: `has no effect with "to: ${to}"; remove it, or route to reps`,
      });
    for (const [position, product] of (when?.product ?? []).entries())
      if (products[product] === undefined)
        errors.push({
          path: ['steps', index, 'when', 'product', position],
          message: `no rule shows an interest in "${product}"; add its rules under "products"`,
        });
  });
  return errors;
}

const kind: FileKind<Routing> = { what: 'the routing', schema: routingSchema, incoherences: routingErrors };

/** Parses a routing file. Never throws: errors come back in the order of the text. */
export function readRouting(file: string, text: string): Reading<Routing> {
  return readYaml(kind, file, text);
}
