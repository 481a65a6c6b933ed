/** Acceptance examples of a programme: a marketer's behaviours, and their expected score. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import { durationSchema } from '../../base/time/time.ts';
import { nameSchema } from './condition.ts';
import type { EventConsent, JsonObject, PublicKeyUse } from './event.ts';
import { gradeName } from './grades.ts';
import { statusTraits } from './own-traits.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);

const group = z.record(z.string(), value);

/** Traits may hold objects, such as a company. */
const traitValue = z.union([value, group]);

/** Properties may hold lists, such as the products of a basket. */
const propertyValue = z.union([value, z.array(z.union([value, group])).max(limits.basketProductsMax + 1)]);

const stepSchema = z
  .strictObject({
    /** A page view of this path; or … */
    page: z.string().startsWith('/').optional(),
    /** … a tracked event of this name; or … */
    track: z.string().min(1).optional(),
    /** … new traits of the profile; … */
    identify: z.record(z.string(), traitValue).optional(),
    /** … or what sales knows of the person from then on. */
    sales: z
      .strictObject({
        /** Of all open leads, or of the last; an empty list is no lead. */
        leadStatus: z.union([nameSchema, z.array(nameSchema).max(100)]).optional(),
        customer: z.boolean().optional(),
      })
      .optional(),
    properties: z.record(z.string(), propertyValue).optional(),
    /** Purposes that it says the person consents to, or denies. */
    consent: z.record(z.string().toLowerCase(), z.boolean()).optional(),
    /** Whether it comes with Global Privacy Control. */
    gpc: z.boolean().default(false),
    /** The kind of key that sends it. */
    key: z.enum(['public', 'secret']).default('secret'),
    /** Time since the previous step; by default a minute. */
    after: durationSchema.optional(),
    /** How often in a row, a minute apart. */
    times: z.number().int().min(1).max(1_000).default(1),
  })
  .refine(
    ({ page, track, identify, sales }) =>
      [page, track, identify, sales].filter((one) => one !== undefined).length === 1,
    { message: 'a step is one of "page", "track", "identify" and "sales"' },
  );

/** Behaviour alone, as the pages try it. */
export const behaviourSchema = z.array(stepSchema).min(1).max(200);
export type BehaviourStep = z.infer<typeof stepSchema>;

const exampleSchema = z.strictObject({
  example: z.string().min(1),
  steps: z.array(stepSchema).min(1).max(limits.exampleStepsMax),
  /** How long after the last step the score is read; by default two hours, so that baskets are abandoned by then. */
  readAfter: durationSchema.optional(),
  expect: z.strictObject({
    /** Null: never computed. */
    score: z.number().nullable(),
    tier: z.string(),
    grade: gradeName.optional(),
    /** How many refusals of a rule; the rules not named may have any. */
    refused: z.record(z.string(), z.number()).optional(),
    /** Points by rule; when given, exactly these. */
    points: z.record(z.string(), z.number()).optional(),
  }),
});

export const examplesSchema = z.strictObject({
  programme: z.string(),
  examples: z.array(exampleSchema).min(1),
});

export type Example = z.infer<typeof exampleSchema>;
/** The examples of one programme. */
export type Examples = z.infer<typeof examplesSchema>;

/** One event of an example; times count from its start. */
export interface ExampleEvent {
  offsetMs: number;
  type: 'page' | 'track' | 'identify';
  name: string;
  path: string;
  properties: Record<string, z.infer<typeof propertyValue>>;
  traits?: JsonObject;
  /** Whether Scoville itself says it, of what sales knows. */
  isOwn?: true;
  via?: PublicKeyUse;
  consent?: EventConsent;
}

const stepMs = 60_000;
const readAfterMs = 2 * 3_600_000;

/** The events of an example in order, and when the score is read. */
export function eventsOf(example: Example): { events: ExampleEvent[]; readAtMs: number } {
  const events = eventsOfSteps(example.steps).map(({ step: _step, ...event }) => event);
  return { events, readAtMs: (events.at(-1)?.offsetMs ?? 0) + (example.readAfter ?? readAfterMs) };
}

/** How many events steps make: for a look before they are made. */
export function eventCountOf(steps: readonly BehaviourStep[]): number {
  return steps.reduce((sum, { times }) => sum + times, 0);
}

/** The events of steps in order, each with the position of its step. */
export function eventsOfSteps(steps: readonly BehaviourStep[]): (ExampleEvent & { step: number })[] {
  const events: (ExampleEvent & { step: number })[] = [];
  let offsetMs = 0;
  for (const [index, step] of steps.entries()) {
    for (let time = 0; time < step.times; time++) {
      if (events.length > 0) offsetMs += time === 0 ? (step.after ?? stepMs) : stepMs;
      const path = step.page ?? '';
      events.push({
        step: index,
        offsetMs,
        type: typeOf(step),
        name: step.track ?? '',
        path,
        properties: { ...step.properties, ...(path !== '' && { path }) },
        ...(step.identify !== undefined && { traits: step.identify }),
        ...(step.sales !== undefined && { traits: statusTraits(step.sales), isOwn: true as const }),
        ...(step.key === 'public' && { via: step.key }),
        ...((step.consent || step.gpc) && { consent: consentOf(step) }),
      });
    }
  }
  return events;
}

function typeOf({ page, track }: BehaviourStep): ExampleEvent['type'] {
  if (page !== undefined) return 'page';
  return track === undefined ? 'identify' : 'track';
}

function consentOf({ consent = {}, gpc }: Pick<Example['steps'][number], 'consent' | 'gpc'>): EventConsent {
  const saying = (isGiven: boolean) => Object.keys(consent).filter((purpose) => consent[purpose] === isGiven);
  return { allowed: saying(true), denied: saying(false), ...(gpc && { gpc }) };
}
