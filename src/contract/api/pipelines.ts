/** Sales processes in the API: pipelines with their stages, the check of a text, and a published version. */
import { z } from 'zod';
import { ends, flowKinds } from '../language/language.ts';

const count = z.number().int();

/** A piece of work in a stage; an automatable one is ticked by hand until it is `automatic`. */
export const stageActivitySchema = z.object({
  activity: z.string(),
  /** Its place in the order of work: `3`, `ii`. */
  number: z.union([z.number().int(), z.string()]),
  name: z.string(),
  owner: z.string(),
  /** An optional one does not hold the record back. */
  optional: z.boolean(),
  automatable: z.boolean(),
  /** Done by itself on entering the stage. */
  automatic: z.boolean(),
});

const stageSchema = z.object({
  stage: z.string(),
  /** The number of the step in the process it was taken from. */
  step: z.string().nullable(),
  /** For readers: what a record in this stage is. */
  note: z.string().nullable(),
  lane: z.string().nullable(),
  /** Per cent. */
  probability: z.number().nullable(),
  ends: z.enum(ends).nullable(),
  /** Labels of the fields that hold a record back, and of those that do not. */
  checklist: z.array(z.string()),
  reminders: z.array(z.string()),
  activities: z.array(stageActivitySchema),
  /** Records in the stage now, of any version. */
  records: count,
});
export type StageView = z.infer<typeof stageSchema>;

export const pipelineSchema = z.object({
  /** `process/pipeline`. */
  id: z.string(),
  version: count,
  name: z.string(),
  kind: z.enum(flowKinds),
  /** The report the Director reads, and its path. */
  report: z.string().nullable(),
  reportPath: z.string().nullable(),
  /** Kind of contact → the channels its records come by, as the file lists them. */
  channels: z.record(z.string(), z.array(z.string())),
  stages: z.array(stageSchema),
  /** The counters of its stages, each with the number of records it has counted: `Sales made`. */
  counters: z.record(z.string(), count),
});
export type PipelineView = z.infer<typeof pipelineSchema>;

export const processCheckSchema = z.object({
  /** One line an error, with file, line, column and remedy; empty where the text may be published. */
  errors: z.array(z.string()),
  /** Mermaid diagrams by pipeline; empty where there are errors. */
  charts: z.record(z.string(), z.string()),
});
export type ProcessCheck = z.infer<typeof processCheckSchema>;

export const publishedProcessSchema = z.object({
  process: z.string(),
  version: count,
  /** False when the text was the latest version already. */
  isNew: z.boolean(),
  /** Records in flight that were moved to the new version. */
  migrated: count,
});
export type PublishedProcess = z.infer<typeof publishedProcessSchema>;
