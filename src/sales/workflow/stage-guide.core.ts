/** What a stage asks of the people who work a record in it, with what is done already. Pure. */
import type { StageGuide } from '../../contract/api/api.ts';
import type { FieldValue } from '../../contract/language/language.ts';
import type { Flow } from './flow.core.ts';
import { isDone, isOpen } from './flow-fields.core.ts';
import { stageOf } from './flow-stages.core.ts';

/** Returns the guide for a record in this stage with these fields. */
export function guideOf(
  flow: Flow & { id: string },
  { stage: name, fields }: { stage: string; fields: Record<string, FieldValue> },
): StageGuide {
  const { id, pipeline } = flow;
  const stage = stageOf(flow, name);
  const asked = (names: readonly string[]) =>
    names.map((field) => ({
      field,
      label: pipeline.fields[field]?.label ?? field,
      done: !isOpen(pipeline, field, fields),
    }));
  return {
    pipeline: id,
    pipelineName: pipeline.name,
    stage: name,
    step: stage.step ?? null,
    lane: stage.lane ?? null,
    note: stage.note ?? null,
    channels: pipeline.channels,
    checklist: asked(stage.checklist),
    reminders: asked(stage.reminders),
    activities: stage.activities.map((activity) => ({
      ...activity,
      oneOf: activity.oneOf ?? null,
      done: isDone(stage, activity, fields),
    })),
  };
}
