/** Leads and tasks in the API: statuses, outcomes, kinds, and the shapes of requests and answers. */
import { z } from 'zod';
import { pipelineNameSchema, wordOf } from '../language/language.ts';
import { externalIdFilter, externalIdInput } from './external-id.ts';
import { daySchema, momentSchema } from './moment.ts';
import { flag, pageFields, recordId } from './paging.ts';
import { personSchema } from './people.ts';
import {
  about,
  aboutFilter,
  aboutView,
  endsFilter,
  fieldValuesSchema,
  personRef,
  positionFields,
  reportedFilter,
  stagedFields,
} from './records.ts';
import { reasonSchema } from './tier-update.ts';

export const taskOutcomes = ['Opportunity created', 'No opportunity'] as const;
export type TaskOutcome = (typeof taskOutcomes)[number];

/** The statuses that people set. */
const statusesByHand = ['Open', 'Complete', 'Cancelled'] as const;
/** A task sleeps while its lead is on hold: no deadline runs. */
export const taskStatuses = [...statusesByHand, 'Asleep'] as const;
export type TaskStatus = (typeof taskStatuses)[number];
const text = z.string().trim().min(1).max(500);

const due = {
  dueAt: momentSchema.optional(),
  /** Due at the end of the owner's working day. */
  dueOn: daySchema.optional(),
};
type Due = { dueAt?: string | undefined; dueOn?: string | undefined };
const saysOne = ({ dueAt, dueOn }: Due) => dueAt === undefined || dueOn === undefined;
const notBoth = { message: 'expected "dueAt" or "dueOn", not both', path: ['dueOn'] };

/** A stage of the record's pipeline, in any case and joined in any way. */
const stageWord = z.string().trim().min(1).max(200);
/** The lead quality that a rep gives, for the precision of the rules that made the lead. */
const qualitySchema = z.discriminatedUnion('quality', [
  z.strictObject({ quality: z.literal('good') }),
  z.strictObject({ quality: z.literal('junk'), reason: text }),
]);

const leadChange = {
  /** The stage to go to; `status` is the same under the name of leads. */
  stage: stageWord.optional(),
  status: stageWord.optional(),
  /** The outcome, where several transitions lead there. */
  when: text.optional(),
  fields: fieldValuesSchema.optional(),
  /** Why it ended, where the new stage is an end. */
  reason: text.nullish(),
  owner: text.nullable().optional(),
  quality: qualitySchema.nullable().optional(),
  ...externalIdInput,
};

export const leadChangeSchema = z
  .strictObject(leadChange)
  .refine(
    (change) => Object.keys(change).length > 0,
    'expected "stage", "status", "fields", "owner" or "quality"',
  );
export type LeadChange = z.infer<typeof leadChangeSchema>;

export const taskChangeSchema = z
  .strictObject({
    status: wordOf(statusesByHand).optional(),
    outcome: wordOf(taskOutcomes).nullable().optional(),
    /** Why it is cancelled. */
    reason: text.optional(),
    owner: text.nullable().optional(),
    subject: text.optional(),
    ...due,
    /** Put aside until a time; null brings it back. */
    snoozedUntil: momentSchema.nullable().optional(),
  })
  .refine(
    (change) => Object.keys(change).length > 0,
    'expected "status", "outcome", "owner", "subject", "dueAt", "dueOn" or "snoozedUntil"',
  )
  .refine(({ status, reason }) => (status === 'Cancelled') === (reason !== undefined), {
    message: 'a task is cancelled with a "reason", and "reason" goes with status "Cancelled"',
    path: ['reason'],
  })
  .refine(saysOne, notBoth);
export type TaskChange = z.infer<typeof taskChangeSchema>;

/** Types of tasks that people make themselves; the contact task of an episode is `Other`. */
const typesByHand = ['Other', 'Call', 'E-mail', 'Meeting', 'Follow-up'] as const;
const taskTypes = [...typesByHand, 'Stage'] as const;

export const newTaskSchema = z
  .strictObject({
    type: wordOf(typesByHand).default('Other'),
    subject: text,
    ...due,
    ...about,
    owner: text.nullish(),
  })
  .refine(saysOne, notBoth)
  .refine(({ dueAt, dueOn }) => dueAt !== undefined || dueOn !== undefined, {
    message:
      'a task is due "dueAt" a time such as "2026-12-01T09:00:00Z", or "dueOn" a day such as "2026-12-01"',
    path: ['dueAt'],
  })
  .refine((task) => Object.keys(about).some((name) => task[name as keyof typeof about]), {
    message: 'a task is about somebody or something: give it "person", "company" or a record',
    path: ['person'],
  });
export type NewTask = z.infer<typeof newTaskSchema>;

const qualities = ['good', 'junk'] as const;

/** `me` is the caller. */
const ownerWord = text;
/** A bound of a period: `…From` is included, `…To` is not. */
const moment = momentSchema.optional();

const newLead = {
  /** `process/pipeline`; default: the pipeline of leads in `routing.yaml`. */
  pipeline: pipelineNameSchema.optional(),
  person: personRef.optional(),
  /** Without a person: the lead is about its unnamed person, who gets a name later. */
  company: recordId.optional(),
  /** Default: the campaign of the sales process. */
  campaign: text.optional(),
  /** Default: nobody; the lead waits in the queue. */
  owner: text.optional(),
  fields: fieldValuesSchema.default({}),
  ...externalIdInput,
};
/** A lead that sales enters by hand: no profile, no score. It is about a person, or a company where no person is known. */
export const newLeadSchema = z
  .strictObject(newLead)
  .refine(({ person, company }) => (person === undefined) !== (company === undefined), {
    message: 'a lead is about a "person", or about a "company" where no person is known: give one of them',
    path: ['person'],
  });

/** A lead by its id in another system: what a new one needs, and what may be changed. */
export const leadUpsertSchema = z.strictObject({ ...newLead, ...leadChange }).partial();
export type LeadUpsert = z.infer<typeof leadUpsertSchema>;

export const leadFilterSchema = z.strictObject({
  ...pageFields,
  sort: z.enum(['-createdAt', 'createdAt', '-score', '-updatedAt']).optional(),
  stage: stageWord.optional(),
  /** The same as `stage`. */
  status: stageWord.optional(),
  /** `process/pipeline`, in any version. */
  pipeline: pipelineNameSchema.optional(),
  tier: z.coerce.number().int().min(0).max(20).optional(),
  owner: ownerWord.optional(),
  campaign: text.optional(),
  programme: text.optional(),
  quality: z.enum(qualities).optional(),
  person: recordId.optional(),
  /** The id of a company: leads of its people. */
  company: recordId.optional(),
  /** The id of a profile. */
  profile: recordId.optional(),
  ...externalIdFilter,
  open: flag.optional(),
  createdFrom: moment,
  createdTo: moment,
  /** Open leads without an owner. */
  queue: flag.optional(),
  ...reportedFilter,
  end: endsFilter.optional(),
  /** False leaves out leads that another lead of the same person goes on for. */
  voided: flag.optional(),
  /** Whether a user has called, written to or met the person. */
  touched: flag.optional(),
  /** A rule among its reasons. */
  rule: text.optional(),
  /** The version of the programme that opened it. */
  programmeVersion: text.optional(),
  /** Whether a programme opened it. */
  isScored: flag.optional(),
});
export type LeadFilter = z.infer<typeof leadFilterSchema>;

/** What became of a deadline. `kept`: done in time; `late`: done after; `overdue`: open and past it; `pending`: still to come. */
export const deadlineStates = ['kept', 'late', 'overdue', 'pending', 'cancelled'] as const;
export type DeadlineState = (typeof deadlineStates)[number];

export const taskFilterSchema = z.strictObject({
  ...pageFields,
  /** The newest first; with `dueFrom` or `dueTo`, in the order of deadlines. `-completedAt` needs `completedFrom`. */
  sort: z.enum(['-createdAt', 'dueAt', '-completedAt']).optional(),
  owner: ownerWord.optional(),
  /** Of the users of the caller's teams: the one they are in, and those they manage. */
  myTeams: flag.optional(),
  /** Put aside until a time that has not come. */
  snoozed: flag.optional(),
  /** Done or cancelled since then; the latest first. */
  completedFrom: moment,
  ...aboutFilter,
  quotation: recordId.optional(),
  campaign: text.optional(),
  /** The id of a profile. */
  profile: recordId.optional(),
  type: wordOf(taskTypes).optional(),
  lane: text.optional(),
  open: flag.optional(),
  overdue: flag.optional(),
  dueFrom: moment,
  dueTo: moment,
  /** Open tasks without owner, lead and lane: those of a lead wait with it. */
  queue: flag.optional(),
  ...reportedFilter,
  tier: z.coerce.number().int().min(0).max(20).optional(),
  outcome: wordOf(taskOutcomes).optional(),
  /** Contact tasks by what became of their deadline, as the deadline report counts them; several with commas between. */
  deadline: z
    .string()
    .max(100)
    .transform((words) => words.split(',').map((word) => word.trim()))
    .pipe(z.array(z.enum(deadlineStates, `expected ${deadlineStates.join(', ')}, with commas between`)))
    .optional(),
  /** Whether a step of escalation was taken after its deadline. */
  escalated: flag.optional(),
});
export type TaskFilter = z.infer<typeof taskFilterSchema>;

const instant = z.iso.datetime();

const heat = {
  /** Of a company whose score opened it, the id of its record (`cp_…`). Null for records entered by hand. */
  profile: z.string().nullable(),
  programme: z.string().nullable(),
  /** The number of the rise from below the ladder that opened it; null for records entered by hand. */
  episode: z.number().int().nullable(),
  tier: z.number().int(),
  tierName: z.string(),
  tiers: z.number().int(),
  score: z.number(),
  reasons: z.array(reasonSchema),
  campaign: z.string().nullable(),
  owner: z.string().nullable(),
  person: personSchema,
  createdAt: instant,
};

export const taskSchema = z.object({
  id: z.string(),
  type: z.string(),
  subject: z.string(),
  status: z.enum(taskStatuses),
  outcome: z.enum(taskOutcomes).nullable(),
  dueAt: instant,
  /** Until when it is put aside; null where it is not. Its deadline runs on. */
  snoozedUntil: instant.nullable(),
  lead: z.string().nullable(),
  completedAt: instant.nullable(),
  /** Why it was closed without being done. */
  closedReason: z.string().nullable(),
  /** Why its owner is its owner. */
  routingReason: z.string().nullable(),
  revision: z.number().int(),
  ...heat,
  /** Null for a task about a company. */
  person: personSchema.nullable(),
  ...aboutView,
  /** The quotation to follow up. */
  quotation: z.string().nullable(),
  /** The lane it waits in, where it has no owner. */
  lane: z.string().nullable(),
});
export type TaskView = z.infer<typeof taskSchema>;

/** A lead as it was when an alert was written: without what its stage says of it. */
export const leadSnapshotSchema = z.object({
  ...heat,
  ...stagedFields,
  /** The stage of its pipeline, under the name of leads. */
  status: z.string(),
  pipeline: z.string(),
  stage: z.string(),
  campaign: z.string(),
  person: personSchema,
  enteredAt: instant,
  quality: z.enum(qualities).nullable(),
  qualityReason: z.string().nullable(),
  /** When a user first called, wrote to or met the person. */
  firstTouchAt: instant.nullable(),
  /** Why its owner is its owner. */
  routingReason: z.string().nullable(),
  programmeVersion: z.string().nullable(),
  task: taskSchema.pick({ id: true, status: true, outcome: true, dueAt: true, completedAt: true }).nullable(),
  heatedAt: instant.nullable(),
});
export type LeadSnapshot = z.infer<typeof leadSnapshotSchema>;

export const leadSchema = leadSnapshotSchema.extend(positionFields);
export type LeadView = z.infer<typeof leadSchema>;
