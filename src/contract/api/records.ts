/** Records in a stage, in the API: campaigns, opportunities, deals, orders, jobs. */
import { z } from 'zod';
import { emailSchema, ends, flowKinds, pipelineNameSchema } from '../language/language.ts';
import { externalIdFilter, externalIdInput, externalIdView } from './external-id.ts';
import { daySchema, momentSchema } from './moment.ts';
import { currencySchema, givenMoneySchema, moneySchema } from './money.ts';
import { flag, pageFields, recordId } from './paging.ts';
import { personSchema } from './people.ts';
import { itemSchema } from './quotations.ts';

const instant = z.iso.datetime();
const text = z.string().trim().min(1).max(500);
const id = z.string().max(100);

export const fieldValuesSchema = z.record(
  z.string().min(1).max(64),
  z.union([z.boolean(), z.number(), z.string(), z.null()]),
);

/** A person in a request: the id, or the person as answers show one. */
export const personRef = z
  .union([id, z.looseObject({ id })], 'expected the id of a person')
  .transform((given) => (typeof given === 'string' ? given : given.id));

/** What every record in a stage has: leads, opportunities, deals, orders, jobs and campaigns. */
export const stagedFields = {
  id: z.string(),
  kind: z.enum(flowKinds),
  /** Null for a lead: it goes by its person. */
  name: z.string().nullable(),
  /** `process/pipeline@version`; null for a campaign in none. */
  pipeline: z.string().nullable(),
  stage: z.string().nullable(),
  fields: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])),
  person: personSchema.nullable(),
  /** The id of a company. */
  company: z.string().nullable(),
  campaign: z.string().nullable(),
  owner: z.string().nullable(),
  enteredAt: instant.nullable(),
  /** The next time-out or reminder. */
  nextActionAt: instant.nullable(),
  /** `voided`: what opened it was undone; it counts in no report. */
  end: z.enum([...ends, 'voided']).nullable(),
  endReason: z.string().nullable(),
  ...externalIdView,
  createdAt: instant,
  updatedAt: instant,
  closedAt: instant.nullable(),
  revision: z.number().int(),
};

/** What the stage of a record says of it, by the record's own version of its pipeline. */
export const positionFields = {
  lane: z.string().nullable(),
  /** Per cent. */
  probability: z.number().nullable(),
  /** Labels of the fields and activities that are missing before the stage can be left. */
  missing: z.array(z.string()),
  /** Labels of the recommended fields that are empty; they hold nothing back. */
  reminders: z.array(z.string()),
  /** The transitions that are open to it, each with what is missing for it. */
  next: z.array(z.object({ to: z.string(), when: z.string().nullable(), missing: z.array(z.string()) })),
};

export const recordSchema = z.object({
  ...stagedFields,
  ...positionFields,
  lead: z.string().nullable(),
  opportunity: z.string().nullable(),
  deal: z.string().nullable(),
  order: z.string().nullable(),
  amount: moneySchema.nullable(),
  currency: z.string().nullable(),
  /** Items of opportunities and orders; the amount is their sum, unless a user has set it. */
  items: z.array(itemSchema).nullable(),
  expectedClose: z.string().nullable(),
});
export type RecordView = z.infer<typeof recordSchema>;

const sums = {
  owner: text.nullish(),
  amount: givenMoneySchema.optional(),
  currency: currencySchema.optional(),
  expectedClose: daySchema.nullish(),
};

const newRecord = {
  /** `process/pipeline`, as in `touchstone/opportunity`. */
  pipeline: pipelineNameSchema,
  name: text,
  person: personRef.nullish(),
  company: id.nullish(),
  campaign: text.nullish(),
  fields: fieldValuesSchema.default({}),
  ...sums,
  ...externalIdInput,
};
export const newRecordSchema = z.strictObject(newRecord);
export type NewRecord = z.infer<typeof newRecordSchema>;

/** A campaign is about nobody and sells nothing itself. */
export const newCampaignSchema = newRecordSchema.omit({
  person: true,
  company: true,
  campaign: true,
  amount: true,
  currency: true,
  expectedClose: true,
});

/** The stage to go to, the outcome where several transitions lead there, and the reason where it ends. */
const movement = { stage: text.optional(), when: text.optional(), reason: text.nullish() };

export const recordChangeSchema = z
  .strictObject({
    name: text.optional(),
    ...sums,
    /** Null: follow the items again. */
    amount: sums.amount.nullable(),
    fields: fieldValuesSchema.optional(),
    ...movement,
    ...externalIdInput,
  })
  .refine(
    (change) => Object.keys(change).length > 0,
    'expected at least one of "stage", "fields", "name", "owner", "amount"',
  );
export type RecordChange = z.infer<typeof recordChangeSchema>;

/** A record by its id in another system: what a new one needs, and what may be changed. */
export const recordUpsertSchema = z
  .strictObject({ ...newRecord, ...movement, fields: fieldValuesSchema.optional() })
  .partial();
export type RecordUpsert = z.infer<typeof recordUpsertSchema>;

const ofRecord = { person: recordId.optional(), company: recordId.optional(), campaign: text.optional() };

/** How a record ended; `voided`: what opened it was undone, and no report counts it. */
const listedEnds = [...ends, 'voided'] as const;
export type ListedEnd = (typeof listedEnds)[number];

/** One end, or several with commas between: `won,done`. */
export const endsFilter = z
  .string()
  .max(100)
  .transform((words) => words.split(',').map((word) => word.trim()))
  .pipe(z.array(z.enum(listedEnds, `expected ${listedEnds.join(', ')}, with commas between`)));

/** What reports narrow their rows by. */
export const reportedFilter = {
  /** Of owners in this team. */
  team: text.optional(),
  /** Of nobody, or of owners in no team. */
  teamless: flag.optional(),
  /** Whether nobody owns it, be it open or ended. */
  unowned: flag.optional(),
  /** The sales process of its pipeline. */
  process: text.optional(),
};
export interface ReportedFilter {
  team?: string | undefined;
  teamless?: boolean | undefined;
  unowned?: boolean | undefined;
  process?: string | undefined;
}

/** The records that one of a kind may name, as its list is filtered by them. Campaigns name none. */
const related = {
  campaign: {},
  opportunity: { ...ofRecord, lead: recordId.optional() },
  deal: { ...ofRecord, lead: recordId.optional(), opportunity: recordId.optional() },
  order: {
    ...ofRecord,
    lead: recordId.optional(),
    opportunity: recordId.optional(),
    deal: recordId.optional(),
  },
  job: {
    ...ofRecord,
    lead: recordId.optional(),
    opportunity: recordId.optional(),
    deal: recordId.optional(),
    order: recordId.optional(),
  },
};

const anyRecordFilter = {
  ...pageFields,
  /** Campaigns have no sums and no close: `-createdAt` alone. */
  sort: z.enum(['-createdAt', '-amount', 'expectedClose']).optional(),
  stage: text.optional(),
  /** `process/pipeline`, in any version. */
  pipeline: pipelineNameSchema.optional(),
  owner: text.optional(),
  open: flag.optional(),
  ...externalIdFilter,
  /** Open records without an owner. */
  queue: flag.optional(),
  ...reportedFilter,
  end: endsFilter.optional(),
  /** False leaves out what was voided. */
  voided: flag.optional(),
  /** The version of `pipeline`. */
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
  createdFrom: momentSchema.optional(),
  createdTo: momentSchema.optional(),
  closedFrom: momentSchema.optional(),
  closedTo: momentSchema.optional(),
};

/** Filters of records with an amount. */
const sumFilter = {
  currency: currencySchema.optional(),
  /** Days of the expected close: from the first, up to and without the second. */
  expectedFrom: daySchema.optional(),
  expectedTo: daySchema.optional(),
  /** Whether a day of the expected close is known. */
  expected: flag.optional(),
};
const itemFilter = {
  /** A product among its items. */
  product: text.optional(),
  /** Whether it has items at all. */
  hasItems: flag.optional(),
};

/** What else the list of a kind is filtered by. */
const ofKind = {
  campaign: {},
  opportunity: {
    ...sumFilter,
    ...itemFilter,
    /** The campaign of its lead, or one that had a part in it. The campaign report counts these for a campaign. */
    countsFor: text.optional(),
    /** Whether it counts for any campaign, once: the total of the campaign report. */
    countsForAny: flag.optional(),
    /** With one of these: when its lead was opened, or itself where the lead is of another campaign. */
    countedFrom: momentSchema.optional(),
    countedTo: momentSchema.optional(),
  },
  deal: sumFilter,
  order: {
    ...sumFilter,
    ...itemFilter,
    /** Whether its opportunity has items too: the product report counts those. */
    repeatsItems: flag.optional(),
    /** Whether it is of a person alone, and of no company. */
    companyless: flag.optional(),
  },
  job: sumFilter,
};
const filterOfAll = z.strictObject({
  ...anyRecordFilter,
  ...related.job,
  ...ofKind.opportunity,
  ...ofKind.order,
});
export type RecordFilter = z.infer<typeof filterOfAll>;

/** The query of the list of a kind: the records that one of the kind may name. */
export function recordFilterOf(kind: keyof typeof related): z.ZodType<RecordFilter> {
  return z.strictObject({ ...anyRecordFilter, ...related[kind], ...ofKind[kind] });
}

/** One change of a record: who, when, and each column before and after. */
export const timelineEntrySchema = z.object({
  id: z.string(),
  /** The changed part: the record itself, by the name of its table, or its `items` or `campaign_influences`. */
  kind: z.string(),
  at: instant,
  actor: z.string(),
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
  /** Whether `POST /timeline/{id}/{entry}/undo` takes it back; null for what never can be, or no longer, or not by the caller. */
  undo: z
    .object({
      until: instant,
      /** Why it cannot be, as when somebody has changed the same since; null where it can. */
      refusal: z.string().nullable(),
    })
    .nullable(),
  /** Who has taken it back, and when; null of what still stands. */
  undone: z.object({ at: instant, by: z.string() }).nullable(),
  /** The entries here that it takes back, the latest first; null of an entry that is no undo. An undo is not taken back itself. */
  undoes: z.array(z.string()).nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** A call, mail, meeting or note about a customer. */
export const activityKinds = ['call', 'voicemail', 'mail', 'meeting', 'note'] as const;

/** The person, company and records of a task or an activity. */
export const about = {
  person: personRef.nullish(),
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
    followUpOn: daySchema.optional(),
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

/** The records that tasks and activities are about, as their lists are filtered by them. */
export const aboutFilter = {
  person: recordId.optional(),
  /** The id of a company. */
  company: recordId.optional(),
  lead: recordId.optional(),
  opportunity: recordId.optional(),
  deal: recordId.optional(),
  order: recordId.optional(),
  job: recordId.optional(),
};

export const activityFilterSchema = z.strictObject({
  ...pageFields,
  ...aboutFilter,
  /** The id of a record of any kind. */
  record: recordId.optional(),
});
export type ActivityFilter = z.infer<typeof activityFilterSchema>;

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
  person: personSchema.nullable(),
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
  /** Until when its logger or a manager can take it back; null of one that no user has logged. */
  undoUntil: instant.nullable(),
  revision: z.number().int(),
});
export type ActivityView = z.infer<typeof activitySchema>;
