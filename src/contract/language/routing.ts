/** Who gets a lead: the file `rules/sales/routing.yaml`, steps tried in order until one finds a rep who can take it. */
import { z } from 'zod';
import type { Incoherence } from './coherence.ts';
import { countrySchema, emailSchema, languageSchema } from './identifiers.ts';
import { id, label } from './payment.ts';
import { pipelineNameSchema } from './pipeline-name.ts';
import { type FileKind, type Reading, readYaml } from './yaml-file.ts';

/** What a rep may name, and a lead may have. */
export const specialities = ['territory', 'language', 'product'] as const;
export type Speciality = (typeof specialities)[number];

const oneOrMore = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(300);

/** What a lead must be like for a step to be tried; all that is given must hold. */
const whenSchema = z
  .strictObject({
    country: oneOrMore(countrySchema).optional(),
    territory: oneOrMore(label).optional(),
    language: oneOrMore(languageSchema).optional(),
    product: oneOrMore(label).optional(),
    campaign: oneOrMore(label).optional(),
    programme: oneOrMore(id).optional(),
    grade: oneOrMore(z.enum(['A', 'B', 'C', 'D'])).optional(),
    /** The tier at least. */
    tier: z.number().int().min(1).max(20).optional(),
  })
  .refine((when) => Object.keys(when).length > 0, 'expected at least one condition, such as "country"');

const stepSchema = z.strictObject({
  step: label,
  when: whenSchema.optional(),
  to: z.union([
    /** Whom the person's account, or its company, belongs to. */
    z.literal('account owner'),
    /** Round robin of everybody who takes leads, or of a team. */
    z.literal('reps'),
    /** Nobody yet: reps take it from the queue. */
    z.literal('queue'),
    z.strictObject({ team: label }),
    z.strictObject({ rep: emailSchema }),
  ]),
  /** Only reps who name the lead's own; when not said, also those who name nothing. */
  match: z.array(z.enum(specialities)).min(1).max(specialities.length).optional(),
});

export const routingSchema = z.strictObject({
  /** What the queue is called where people read of it. */
  queue: label,
  /** The pipeline in which a crossing's lead begins, unless its programme says another. */
  defaultLeadPipeline: pipelineNameSchema,
  /** Open leads of this tier or a higher one count towards a rep's limit. */
  minTier: z.number().int().min(0).max(20).default(1),
  /** Product → the rules that show an interest in it. */
  products: z.record(label, oneOrMore(id)).default({}),
  steps: z.array(stepSchema).min(1).max(100),
});

export type Routing = z.infer<typeof routingSchema>;
export type RoutingStep = Routing['steps'][number];

/** Steps nobody can reach, and conditions nothing can meet. */
function routingErrors({ steps, products }: Routing): Incoherence[] {
  const errors: Incoherence[] = [];
  const end = steps.findIndex(({ when, to }) => when === undefined && to === 'queue');
  if (end >= 0 && end < steps.length - 1)
    errors.push({
      path: ['steps', end + 1],
      message: `is never tried: "${steps[end]?.step}" before it takes every lead to the queue`,
    });
  steps.forEach(({ step, when, to, match }, index) => {
    if (steps.findIndex((other) => other.step === step) < index)
      errors.push({
        path: ['steps', index, 'step'],
        message: `"${step}" is there twice; reasons name steps, so each needs a name of its own`,
      });
    if (match !== undefined && (to === 'queue' || to === 'account owner'))
      errors.push({
        path: ['steps', index, 'match'],
        message: `means nothing for "${to}"; it chooses among reps`,
      });
    for (const [position, product] of (when?.product ?? []).entries())
      if (products[product] === undefined)
        errors.push({
          path: ['steps', index, 'when', 'product', position],
          message: `no rule shows an interest in "${product}"; say which under "products"`,
        });
  });
  return errors;
}

const kind: FileKind<Routing> = { what: 'the routing', schema: routingSchema, incoherences: routingErrors };

/** Reads a routing file. Never throws: whatever is wrong comes back as errors, in the order of the text. */
export function readRouting(file: string, text: string): Reading<Routing> {
  return readYaml(kind, file, text);
}
