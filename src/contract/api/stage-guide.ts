/** What the stage of a record asks of the people who work it, in the API. */
import { z } from 'zod';

const askedFieldSchema = z.object({
  /** Its name in `fields` of the record. */
  field: z.string(),
  label: z.string(),
  /** Whether it is filled; of a tick, whether it is ticked. */
  done: z.boolean(),
});

export const stageGuideSchema = z.object({
  /** `process/pipeline@version`: the version of the record, which need not be the latest. */
  pipeline: z.string(),
  pipelineName: z.string(),
  stage: z.string(),
  /** The number of the step in the process it was taken from. */
  step: z.string().nullable(),
  lane: z.string().nullable(),
  /** What a record in this stage is. */
  note: z.string().nullable(),
  /** Kind of contact → the channels that records of the pipeline come by. */
  channels: z.record(z.string(), z.array(z.string())),
  /** Fields that hold the record back until they are filled. */
  checklist: z.array(askedFieldSchema),
  /** Fields that should be filled, and hold nobody back. */
  reminders: z.array(askedFieldSchema),
  activities: z.array(
    z.object({
      /** Its name in `fields` of the record. */
      activity: z.string(),
      number: z.union([z.number().int(), z.string()]),
      name: z.string(),
      /** A lane. */
      owner: z.string(),
      optional: z.boolean(),
      /** Activities of the stage that share this word are done when one of them is. */
      oneOf: z.string().nullable(),
      /** Ticked by hand until it is `automatic`. */
      automatable: z.boolean(),
      automatic: z.boolean(),
      done: z.boolean(),
    }),
  ),
});
export type StageGuide = z.infer<typeof stageGuideSchema>;
