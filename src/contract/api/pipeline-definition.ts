/** One pipeline in the API, as it is defined: enough to draw a form, to check a move, and to write the text again. */
import { z } from 'zod';
import { ends, fieldTypes, flowKinds } from '../language/language.ts';
import { stageActivitySchema } from './pipelines.ts';

const count = z.number().int();
const value = z.union([z.boolean(), z.number(), z.string()]);
/** Field → the value it must have; a field that is not filled counts as `false`. */
const condition = z.record(z.string(), value).nullable();

const definedFieldSchema = z.object({
  /** Its name in `fields` of a record. */
  field: z.string(),
  label: z.string(),
  /** A `tick` and `yes or no` hold true or false, a `date` a day, `number` and `money` a number, the others a text. */
  type: z.enum(fieldTypes),
  /** Of a choice. */
  choices: z.array(z.string()).nullable(),
  atLeast: z.number().nullable(),
  atMost: z.number().nullable(),
});

const transitionSchema = z.object({
  /** A stage, or `back`: where the record came from. */
  to: z.string(),
  /** The outcome that leads there; `when` of a change names it. */
  when: z.string().nullable(),
  /** The lanes whose people may make it; empty for everyone. Managers may make every one. */
  by: z.array(z.string()),
  /** Fields it needs besides the checklist. */
  needs: z.array(z.string()),
  needsChecklist: z.boolean(),
  /** It is open only where these hold. */
  if: condition,
});

const timeOutSchema = z.object({
  to: z.string(),
  /** How long after `from`, as in `5 working days`; null for that moment itself. */
  after: z.string().nullable(),
  /** `entered`, or a field that holds a date. */
  from: z.string(),
  /** A number field: so many days more. */
  plus: z.string().nullable(),
  reason: z.string(),
});

/** What happens by itself, in the words of the file: `do` and its parts. */
const effectSchema = z.record(z.string(), z.unknown()).meta({
  description: 'What happens by itself, in the words of the file: `do`, and the parts of that kind.',
});

const definedStageSchema = z.object({
  stage: z.string(),
  /** The number of the step in the process it was taken from. */
  step: z.string().nullable(),
  /** For readers: what a record in this stage is. */
  note: z.string().nullable(),
  lane: z.string().nullable(),
  /** Per cent. */
  probability: z.number().nullable(),
  /** Whether a new record begins here. */
  isStart: z.boolean(),
  ends: z.enum(ends).nullable(),
  /** Why a record may end here; one must be given where there are any. */
  reasons: z.array(z.string()),
  /** Fields that hold a record back until they are filled, and fields that do not. */
  checklist: z.array(z.string()),
  reminders: z.array(z.string()),
  activities: z.array(
    stageActivitySchema.extend({
      /** Activities of the stage that share this word are done when one of them is. */
      oneOf: z.string().nullable(),
    }),
  ),
  transitions: z.array(transitionSchema),
  timeOuts: z.array(timeOutSchema),
  onEnter: z.array(effectSchema),
  onLeave: z.array(effectSchema),
  /** Again and again while a record is here. */
  every: z.array(z.object({ after: z.string(), do: z.array(effectSchema) })),
  /** Once, so long after a moment. */
  later: z.array(z.object({ after: z.string().nullable(), from: z.string(), do: z.array(effectSchema) })),
  /** Of leads: what becomes of the contact task here. */
  contactTask: z.string().nullable(),
  /** The counter that counts a record here, once. */
  counts: z.string().nullable(),
  /** Records in the stage now, of any version. */
  records: count,
});

const processVersionSchema = z.object({
  version: count,
  at: z.iso.datetime(),
  /** A user, `API token`, or `file` for one of the rules folder. */
  author: z.string(),
  note: z.string().nullable(),
  /** Records of this pipeline that stand in this version, open and closed. */
  records: count,
});

export const pipelineDefinitionSchema = z.object({
  /** `process/pipeline`. */
  id: z.string(),
  /** The version that is shown. */
  version: count,
  name: z.string(),
  kind: z.enum(flowKinds),
  process: z.object({
    process: z.string(),
    name: z.string(),
    timeZone: z.string(),
    /** Null: every hour is a working hour. */
    workingTime: z
      .object({ days: z.array(z.string()), hours: z.string(), holidays: z.array(z.string()) })
      .nullable(),
    lanes: z.array(z.string()),
    pipelines: z.array(z.string()),
  }),
  /** The report the Director reads, and its path. */
  report: z.string().nullable(),
  reportPath: z.string().nullable(),
  /** Kind of contact → the channels its records come by. */
  channels: z.record(z.string(), z.array(z.string())),
  fields: z.array(definedFieldSchema),
  stages: z.array(definedStageSchema),
  /** The stage in which records begin that name none. */
  start: z.string(),
  /** Of leads: the stages that the outcome of a contact task leads to. */
  afterContact: z.record(z.string(), z.string()).nullable(),
  /** The counters of its stages, each with the number of records it has counted. */
  counters: z.record(z.string(), count),
  /** Every version of the process, the latest first. */
  versions: z.array(processVersionSchema),
  /** The text of the process in this version, as it was published: YAML. */
  source: z.string(),
});
export type PipelineDefinitionView = z.infer<typeof pipelineDefinitionSchema>;
export type DefinedStage = z.infer<typeof definedStageSchema>;
