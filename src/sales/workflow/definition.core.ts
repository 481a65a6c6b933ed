/** A pipeline as it is defined, in the shape of the API: fields, transitions with what they need, time-outs in words. Pure. */
import { deadlineInWords, hoursInWords, type WorkingTime } from '../../base/time/time.ts';
import type { DefinedStage, PipelineDefinitionView } from '../../contract/api/api.ts';
import {
  contactTaskIn,
  type Effect,
  type PipelineDefinition,
  type SalesProcess,
  type Stage,
  transitionsFrom,
} from '../../contract/language/language.ts';

/** Returns the fields of a pipeline's records, in the order of the file. */
export function fieldsOf({ fields }: PipelineDefinition): PipelineDefinitionView['fields'] {
  return Object.entries(fields).map(([field, { label, type, choices, atLeast, atMost }]) => ({
    ...{ field, label, type },
    choices: choices ?? null,
    atLeast: atLeast ?? null,
    atMost: atMost ?? null,
  }));
}

/** Returns a stage with the number of records in it. */
export function definedStage(pipeline: PipelineDefinition, stage: Stage, records: number): DefinedStage {
  const start = pipeline.start ?? pipeline.stages[0]?.stage;
  return {
    stage: stage.stage,
    step: stage.step ?? null,
    note: stage.note ?? null,
    lane: stage.lane ?? null,
    probability: stage.probability ?? null,
    isStart: stage.stage === start,
    ends: stage.ends ?? null,
    reasons: stage.reasons,
    checklist: stage.checklist,
    reminders: stage.reminders,
    activities: stage.activities.map((activity) => ({ ...activity, oneOf: activity.oneOf ?? null })),
    transitions: transitionsFrom(pipeline, stage).map((transition) => ({
      to: transition.to,
      when: transition.when ?? null,
      by: [transition.by ?? stage.lane ?? []].flat(),
      needs: transition.needs,
      needsChecklist: transition.checklist === 'must be met',
      if: transition.if ?? null,
    })),
    timeOuts: stage.after.map(({ to, time, from, plus, reason }) => ({
      ...{ to, from, reason },
      after: inWords(time),
      plus: plus ?? null,
    })),
    onEnter: stage.onEnter.map(effectInWords),
    onLeave: stage.onLeave.map(effectInWords),
    every: stage.every.map((one) => ({ after: deadlineInWords(one.time), do: one.do.map(effectInWords) })),
    later: stage.later.map(({ time, from, do: effects }) => ({
      ...{ after: inWords(time), from },
      do: effects.map(effectInWords),
    })),
    contactTask: pipeline.of === 'lead' ? contactTaskIn(stage) : null,
    counts: stage.counts ?? null,
    records,
  };
}

/** Returns the stages that the outcome of a contact task leads to; null for a pipeline that names none. */
export function afterContactOf({ afterContact }: PipelineDefinition): Record<string, string> | null {
  const named = Object.entries(afterContact ?? {}).filter((entry) => entry[1] !== undefined);
  return named.length === 0 ? null : (Object.fromEntries(named) as Record<string, string>);
}

/** Returns the sales process of a pipeline. */
export function processOf(process: SalesProcess): PipelineDefinitionView['process'] {
  return {
    process: process.process,
    name: process.name,
    timeZone: process.timeZone,
    workingTime: process.workingTime === undefined ? null : workingTimeInWords(process.workingTime),
    lanes: process.lanes.map(({ lane }) => lane),
    pipelines: process.pipelines.map(({ pipeline }) => `${process.process}/${pipeline}`),
  };
}

function workingTimeInWords(workingTime: WorkingTime) {
  const { days, holidays } = workingTime;
  return { days, hours: hoursInWords(workingTime), holidays };
}

function inWords(time: Parameters<typeof deadlineInWords>[0] | undefined): string | null {
  return time === undefined ? null : deadlineInWords(time);
}

/** An effect as the file writes it. */
function effectInWords(effect: Effect): Record<string, unknown> {
  if (effect.do !== 'task' || effect.within === undefined) return { ...effect };
  return { ...effect, within: deadlineInWords(effect.within) };
}
