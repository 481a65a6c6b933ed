/** A stage of a pipeline as its author writes it: checklist, activities, transitions, time-outs, and what happens by itself. */
import { z } from 'zod';
import { deadlineSchema } from '../../base/time/time.ts';
import { oneOrMore } from './condition.ts';
import { id, label } from './payment.ts';

/** A stage goes by its name. */
export const stageName = label;

/** The value a field must have for something to hold. */
const fieldTests = z.record(id, z.union([z.boolean(), z.string().max(200), z.number()]));

/** Everybody a definition may name: the person and the owner of the record, or one of its lanes. */
const whoSchema = label;

/** All of them; a field that is not filled counts as `false`. */
const condition = { if: fieldTests.optional() };

/** What happens by itself when a stage is entered or left, or every so often while in it. */
export const effectSchema = z.discriminatedUnion('do', [
  /** A task for the owner or a lane; closed by itself when the stage is left. */
  z.strictObject({
    do: z.literal('task'),
    subject: label,
    for: whoSchema.default('owner'),
    within: deadlineSchema.optional(),
    ...condition,
  }),
  z.strictObject({ do: z.literal('mail'), template: id, to: whoSchema.default('person'), ...condition }),
  /** An alert. */
  z.strictObject({ do: z.literal('notify'), who: whoSchema, text: label, ...condition }),
  /** An activity in the record's history. */
  z.strictObject({ do: z.literal('note'), text: label, ...condition }),
  /** A record of another pipeline, for the same person, company, campaign and owner. */
  z.strictObject({
    do: z.literal('open'),
    pipeline: id,
    /** The stage it begins in; by default its pipeline's first. */
    at: stageName.optional(),
    ...condition,
  }),
  z.strictObject({
    do: z.literal('set'),
    field: id,
    /** `today` is the day it happens on, `in 30 days` one after it; an empty text clears the field. */
    to: z.union([z.boolean(), z.string().max(200), z.number()]),
    ...condition,
  }),
  z.strictObject({ do: z.literal('make person'), kind: z.enum(['contact', 'customer']), ...condition }),
  /** The person does not wish to be contacted: nothing goes out any more, and what is open is closed. */
  z.strictObject({ do: z.literal('stop contact'), ...condition }),
]);

const effects = z.array(effectSchema).max(20).default([]);

export const transitionSchema = z.strictObject({
  to: stageName,
  /** The outcome that leads along this transition, as people say it: `slip returned`. */
  when: label.optional(),
  /** The lanes whose people may take it; when not given, those of the stage's own lane. */
  by: oneOrMore(label).optional(),
  /** Fields that this transition needs besides the checklist. */
  needs: z.array(id).max(50).default([]),
  ...condition,
  /** Ways that lead back or out need no checklist. */
  checklist: z.enum(['must be met', 'may be open']).default('must be met'),
});

const timeOutSchema = z.strictObject({
  time: deadlineSchema.optional(),
  /** `entered`, or a date field. */
  from: z.string().min(1).max(64).default('entered'),
  /** A number field: so many days more. */
  plus: id.optional(),
  /** A stage, or `back` to where the record came from. */
  to: stageName,
  reason: label,
});

/** Again and again, so long after entering and after each time before. */
const reminderSchema = z.strictObject({ time: deadlineSchema, do: effects });

/** Once, so long after entering or after a date: a thank-you the day after the delivery. */
const laterSchema = z.strictObject({
  time: deadlineSchema.optional(),
  from: z.string().min(1).max(64).default('entered'),
  do: effects,
});

/** A numbered piece of work in a stage, with the lane that owns it. */
const activitySchema = z.strictObject({
  activity: id,
  /** Its place in the order of work: `3`, `ii`. */
  number: z.union([z.number().int().min(1).max(999), z.enum(['i', 'ii', 'iii', 'iv', 'v'])]),
  name: label,
  owner: label,
  /** Activities of one stage that share this word are one piece of work: done when one of their owners has done it. */
  oneOf: id.optional(),
  /** An optional one does not hold the record back. */
  optional: z.boolean().default(false),
  automatable: z.boolean().default(false),
  /** Done by itself on entering the stage. */
  automatic: z.boolean().default(false),
});

export const ends = ['won', 'lost', 'done', 'cancelled'] as const;

/** What a stage of a lead does to its contact task: cancels it, lets it sleep, or completes it with an outcome. */
export const contactTaskWords = ['ends', 'sleeps', 'opportunity created', 'no opportunity'] as const;

export const stageSchema = z.strictObject({
  stage: stageName,
  /** The number of the step in the process it was taken from. */
  step: z.string().max(40).optional(),
  lane: label.optional(),
  /** How likely a record that stands here is won, per cent. */
  probability: z.number().min(0).max(100).optional(),
  note: z.string().max(1_000).optional(),
  /** Fields that must be filled before the stage is left; ticks must be ticked. */
  checklist: z.array(id).max(100).default([]),
  /** Fields that should be filled here, and hold nobody back. */
  reminders: z.array(id).max(100).default([]),
  activities: z.array(activitySchema).max(100).default([]),
  onEnter: effects,
  onLeave: effects,
  next: z
    .union([
      z.literal('any stage'),
      z
        .array(z.union([stageName.transform((to) => transitionSchema.parse({ to })), transitionSchema]))
        .max(50),
    ])
    .default([]),
  after: z.array(timeOutSchema).max(10).default([]),
  every: z.array(reminderSchema).max(10).default([]),
  later: z.array(laterSchema).max(10).default([]),
  ends: z.enum(ends).optional(),
  /** Of leads: what becomes of the contact task here; it is open again when the stage is left. `contactTaskIn` has the defaults. */
  contactTask: z.enum(contactTaskWords).optional(),
  /** Why it may end here; one must be given. */
  reasons: z.array(label).max(50).default([]),
  /** Entering it counts once a record. */
  counts: label.optional(),
});

/** An `attachment` is the id of a file of the record. */
export const fieldTypes = [
  'tick',
  'yes or no',
  'text',
  'number',
  'money',
  'date',
  'choice',
  'attachment',
] as const;

/** What a record may have besides its fields, for ticks that it shows by itself. */
export const tickers = ['person', 'company', 'campaign', 'owner', 'amount'] as const;

export const fieldSchema = z
  .strictObject({
    label,
    type: z.enum(fieldTypes),
    choices: z.array(label).min(1).max(100).optional(),
    atLeast: z.number().optional(),
    atMost: z.number().optional(),
    /** Of a tick: ticked by itself when the record gets this. */
    tickedBy: z.enum(tickers).optional(),
  })
  .refine(({ type, tickedBy }) => type === 'tick' || tickedBy === undefined, {
    message: 'only a field of type "tick" is ticked by something; remove it',
    path: ['tickedBy'],
  })
  .refine(({ type, choices }) => (type === 'choice') === (choices !== undefined), {
    message: 'expected "choices" with type "choice", and only there',
    path: ['choices'],
  });

/** What a field holds: a tick or yes/no, a number or amount, a text, choice or day (`2026-12-01`). */
export type FieldValue = boolean | number | string;
export type PipelineField = z.infer<typeof fieldSchema>;
export type Effect = z.infer<typeof effectSchema>;
export type Transition = z.infer<typeof transitionSchema>;
export type TimeOut = z.infer<typeof timeOutSchema>;
export type Stage = z.infer<typeof stageSchema>;
/** What a stage does to the contact task of its lead; null where it stays open. An end leaves none open. */
export function contactTaskIn({ contactTask, ends: end }: Stage): (typeof contactTaskWords)[number] | null {
  if (contactTask !== undefined) return contactTask;
  if (end === undefined) return null;
  return end === 'won' ? 'opportunity created' : 'ends';
}
export type StageActivity = Stage['activities'][number];
export type End = (typeof ends)[number];
