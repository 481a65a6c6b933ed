/** A sales process as data: its lanes, templates and pipelines, each the path of one kind of record. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import { timeZoneSchema, workingTimeSchema } from '../../base/time/time.ts';
import { laneSchema } from './lanes.ts';
import { id, label } from './payment.ts';
import {
  type End,
  fieldSchema,
  type Stage,
  stageName,
  stageSchema,
  type Transition,
  transitionSchema,
} from './pipeline-stage.ts';

/** The kinds of records that stand in a stage. */
export const flowKinds = ['campaign', 'lead', 'opportunity', 'deal', 'order', 'job'] as const;
export type FlowKind = (typeof flowKinds)[number];

const pipelineSchema = z.strictObject({
  pipeline: id,
  name: label,
  of: z.enum(flowKinds),
  /** The stage a new record stands in; when not given, the first. */
  start: stageName.optional(),
  fields: z.record(id, fieldSchema).default({}),
  channels: z.record(label, z.array(label)).default({}),
  /** Of leads: the stages that the outcome of a contact task leads to; the second only where nobody has moved the lead yet. */
  afterContact: z
    .strictObject({ 'opportunity created': stageName.optional(), 'no opportunity': stageName.optional() })
    .optional(),
  /**
   * The end of a record whose person wishes no contact; `goes on` leaves it open. When not given, leads, opportunities and deals end
   * in the first end that is cancelled, lost or done; what was ordered goes on.
   */
  doNotContact: z.union([z.literal('goes on'), stageName]).optional(),
  /** What the Director reads of it. */
  report: label.optional(),
  stages: z.array(stageSchema).min(1).max(100),
});

const templateSchema = z.strictObject({
  template: id,
  subject: label,
  /** Plain text; `{{person.name}}`, `{{record.name}}`, `{{fields.cost}}` are filled in. */
  text: z.string().min(1).max(20_000),
  /** Documents of the process, and fields of type `attachment` of the pipeline that sends it. */
  attach: z.array(id).max(limits.mailAttachmentsMax).default([]),
});

/** A file that is rendered from words of the record. */
const documentSchema = z.strictObject({
  document: id,
  /** The name of the file; its ending says the form. */
  file: label.regex(/\.(?:pdf|html)$/i, 'expected a name that ends in ".pdf" or ".html"'),
  title: label,
  /** Plain text, as in a template; an empty line ends a paragraph. */
  text: z.string().min(1).max(20_000),
  /** Whether the items of the record follow as a table; of opportunities and orders. */
  items: z.boolean().default(false),
});

const languageSchema = z.string().refine(isLanguage, 'expected a language such as "en-GB" or "de"');

function isLanguage(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

export const salesProcessSchema = z.strictObject({
  process: id,
  name: label,
  timeZone: timeZoneSchema,
  workingTime: workingTimeSchema.optional(),
  lanes: z.array(laneSchema).min(1).max(50),
  /** How numbers, sums and days are written in mails and documents. */
  language: languageSchema.default('en-GB'),
  templates: z.array(templateSchema).max(100).default([]),
  documents: z.array(documentSchema).max(100).default([]),
  pipelines: z.array(pipelineSchema).min(1).max(20),
  /**
   * How records in flight under an earlier version move to this one: by pipeline, the stages that were removed and what
   * stands for them. Without it they keep the version they began under.
   */
  migrate: z.record(id, z.record(stageName, stageName)).optional(),
});

export type SalesProcess = z.infer<typeof salesProcessSchema>;
export type PipelineDefinition = SalesProcess['pipelines'][number];
export type MailTemplate = SalesProcess['templates'][number];
export type DocumentTemplate = SalesProcess['documents'][number];

/** Kinds that sell: without contact they come to nothing. */
const sellingKinds: readonly FlowKind[] = ['lead', 'opportunity', 'deal'];

/** Returns the stage in which a record ends whose person wishes no contact; null where it goes on. */
export function doNotContactEnd({ doNotContact, of, stages }: PipelineDefinition): string | null {
  if (doNotContact === 'goes on') return null;
  if (doNotContact !== undefined) return doNotContact;
  if (!sellingKinds.includes(of)) return null;
  const endAs = (end: End) => stages.find(({ ends }) => ends === end)?.stage;
  return endAs('cancelled') ?? endAs('lost') ?? endAs('done') ?? null;
}

/** The transitions from a stage; `any stage` spelled out. */
export function transitionsFrom({ stages }: PipelineDefinition, { stage, next }: Stage): Transition[] {
  if (next !== 'any stage') return next;
  return stages
    .filter((other) => other.stage !== stage)
    .map((other) => transitionSchema.parse({ to: other.stage }));
}
