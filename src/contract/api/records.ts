/** Records in a stage, in the API: campaigns, opportunities, deals, orders, jobs. */
import { z } from 'zod';
import { emailSchema, ends, flowKinds, pipelineNameSchema } from '../language/language.ts';
import { momentSchema } from './moment.ts';
import { flag, pageFields } from './paging.ts';
import { itemSchema } from './quotations.ts';

const instant = z.iso.datetime();
const text = z.string().trim().min(1).max(500);
const id = z.string().max(100);

export const fieldValuesSchema = z.record(
  z.string().min(1).max(64),
  z.union([z.boolean(), z.number(), z.string(), z.null()]),
);

export const recordSchema = z.object({
  id: z.string(),
  kind: z.enum(flowKinds),
  name: z.string().nullable(),
  /** `process/pipeline@version`; null for a campaign in none. */
  pipeline: z.string().nullable(),
  stage: z.string().nullable(),
  lane: z.string().nullable(),
  /** Per cent. */
  probability: z.number().nullable(),
  fields: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])),
  /** Labels of the fields and activities that are missing before the stage can be left. */
  missing: z.array(z.string()),
  /** Labels of the recommended fields that are empty; they hold nothing back. */
  reminders: z.array(z.string()),
  next: z.array(z.object({ to: z.string(), when: z.string().nullable(), missing: z.array(z.string()) })),
  person: z.string().nullable(),
  company: z.string().nullable(),
  lead: z.string().nullable(),
  opportunity: z.string().nullable(),
  deal: z.string().nullable(),
  order: z.string().nullable(),
  campaign: z.string().nullable(),
  owner: z.string().nullable(),
  amount: z.number().nullable(),
  /** Items of opportunities and orders; the amount is their sum, unless a user has set it. */
  items: z.array(itemSchema).nullable(),
  currency: z.string().nullable(),
  expectedClose: z.string().nullable(),
  enteredAt: instant.nullable(),
  /** The next time-out or reminder. */
  nextActionAt: instant.nullable(),
  /** `voided`: what opened it was undone; it counts in no report. */
  end: z.enum([...ends, 'voided']).nullable(),
  endReason: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
  closedAt: instant.nullable(),
  revision: z.number().int(),
});
export type RecordView = z.infer<typeof recordSchema>;

const sums = {
  owner: text.nullish(),
  amount: z.number().min(0).max(1e12).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected a currency such as "EUR"')
    .optional(),
  expectedClose: z.iso.date('expected a day such as "2026-12-01"').nullish(),
};

export const newRecordSchema = z.strictObject({
  /** `process/pipeline`, as in `touchstone/opportunity`. */
  pipeline: pipelineNameSchema,
  name: text,
  person: id.nullish(),
  company: id.nullish(),
  campaign: text.nullish(),
  fields: fieldValuesSchema.default({}),
  ...sums,
});
export type NewRecord = z.infer<typeof newRecordSchema>;

export const recordChangeSchema = z
  .strictObject({
    name: text.optional(),
    ...sums,
    /** Null: follow the items again. */
    amount: sums.amount.nullable(),
    fields: fieldValuesSchema.optional(),
    /** The stage to go to, the outcome where several transitions lead there, and the reason where it ends. */
    stage: text.optional(),
    when: text.optional(),
    reason: text.nullish(),
  })
  .refine(
    (change) => Object.keys(change).length > 0,
    'expected at least one of "stage", "fields", "name", "owner", "amount"',
  );
export type RecordChange = z.infer<typeof recordChangeSchema>;

export const recordFilterSchema = z.strictObject({
  ...pageFields,
  /** Campaigns have no sums and no close: `-createdAt` alone. */
  sort: z.enum(['-createdAt', '-amount', 'expectedClose']).optional(),
  stage: text.optional(),
  owner: text.optional(),
  campaign: text.optional(),
  person: id.optional(),
  open: flag.optional(),
});
export type RecordFilter = z.infer<typeof recordFilterSchema>;

/** One change of a record: who, when, and each column before and after. */
export const timelineEntrySchema = z.object({
  id: z.string(),
  /** The changed part: the record itself, by the name of its table, or its `items` or `campaign_influences`. */
  kind: z.string(),
  at: instant,
  actor: z.string(),
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** A call, mail, meeting or note about a customer. */
export const activityKinds = ['call', 'voicemail', 'mail', 'meeting', 'note'] as const;

/** The person, company and records of a task or an activity. */
export const about = {
  person: id.nullish(),
  company: id.nullish(),
  lead: id.nullish(),
  opportunity: id.nullish(),
  deal: id.nullish(),
  order: id.nullish(),
  job: id.nullish(),
};

/** The records of a task or an activity, besides its person and lead. */
export const aboutView = {
  company: z.string().nullable(),
  opportunity: z.string().nullable(),
  deal: z.string().nullable(),
  order: z.string().nullable(),
  job: z.string().nullable(),
};

export const newActivitySchema = z
  .strictObject({
    kind: z.enum(activityKinds),
    direction: z.enum(['out', 'in']).nullish(),
    ...about,
    /** When it happened; default: now. */
    at: momentSchema.optional(),
    /** The address a mail went from. */
    from: emailSchema.nullish(),
    body: z.string().max(20_000).default(''),
    outcome: text.nullish(),
    nextStep: text.nullish(),
    responsible: text.nullish(),
    /** "Call back in 2 weeks": a task on that day. */
    followUpOn: z.iso.date('expected a day such as "2026-12-01"').optional(),
  })
  .refine((activity) => activity.kind !== 'mail' || activity.direction === 'in' || activity.from, {
    message: 'a mail that was sent says "from" which address it went',
    path: ['from'],
  })
  .refine((activity) => Object.keys(about).some((name) => activity[name as keyof typeof about]), {
    message: 'an activity is about somebody or something: give it "person", "company" or a record',
    path: ['person'],
  });
export type NewActivity = z.infer<typeof newActivitySchema>;

/** The parts of an activity that may be corrected; its person, records and time of logging stay. */
export const activityChangeSchema = z
  .strictObject({
    kind: z.enum(activityKinds).optional(),
    direction: z.enum(['out', 'in']).nullish(),
    at: momentSchema.optional(),
    from: emailSchema.nullish(),
    body: z.string().max(20_000).optional(),
    outcome: text.nullish(),
    nextStep: text.nullish(),
    responsible: text.nullish(),
  })
  .refine((change) => Object.keys(change).length > 0, 'expected something to change, such as "body"');
export type ActivityChange = z.infer<typeof activityChangeSchema>;

export const activitySchema = z.object({
  id: z.string(),
  kind: z.enum(activityKinds),
  direction: z.enum(['out', 'in']).nullable(),
  person: z.string().nullable(),
  lead: z.string().nullable(),
  ...aboutView,
  at: instant,
  loggedAt: instant,
  loggedBy: z.string(),
  from: z.string().nullable(),
  body: z.string(),
  outcome: z.string().nullable(),
  nextStep: z.string().nullable(),
  responsible: z.string().nullable(),
  createdAt: instant,
  revision: z.number().int(),
});
export type ActivityView = z.infer<typeof activitySchema>;
