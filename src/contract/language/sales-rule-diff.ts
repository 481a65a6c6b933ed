/** The changes between two versions of a sales process, of routing, escalation or review, in words. Pure. */
import { type DiffWords, isPlain, type Plain, valueDiff } from './value-diff.ts';

const words: DiffWords = {
  keys: ['pipeline', 'stage', 'lane', 'template', 'document', 'activity', 'step', 'to'],
  names: ['name'],
  singular: {
    ...{
      pipelines: 'pipeline',
      stages: 'stage',
      lanes: 'lane',
      templates: 'template',
      documents: 'document',
    },
    ...{ activities: 'activity', steps: 'step', next: 'transition to', after: 'time-out to' },
  },
  nests: true,
  more: ({ when }) => (typeof when === 'string' ? ` when "${when}"` : ''),
};

/** Returns the differences of two files as parsed from YAML: stages added, transitions removed, time-outs changed. */
export function salesRuleDiff(before: unknown, after: unknown): string[] {
  return valueDiff(spelledOut(before), spelledOut(after), words);
}

/** What a file may write as a name alone, as the item that it stands for: a change of form alone is none. */
function spelledOut(file: unknown): unknown {
  if (!isPlain(file)) return file;
  const { lanes, pipelines, ...rest } = file;
  return {
    ...rest,
    ...(lanes !== undefined && { lanes: items(lanes, (lane) => ({ lane })) }),
    ...(pipelines !== undefined && { pipelines: items(pipelines, (pipeline) => pipeline).map(ofPipeline) }),
  };
}

function ofPipeline(pipeline: unknown): unknown {
  if (!isPlain(pipeline) || pipeline['stages'] === undefined) return pipeline;
  return { ...pipeline, stages: items(pipeline['stages'], (stage) => stage).map(ofStage) };
}

function ofStage(stage: unknown): unknown {
  if (!isPlain(stage) || !Array.isArray(stage['next'])) return stage;
  return { ...stage, next: items(stage['next'], (to) => ({ to })) };
}

function items(list: unknown, ofName: (name: string) => Plain | string): unknown[] {
  if (!Array.isArray(list)) return [list];
  return list.map((item) => (typeof item === 'string' ? ofName(item) : item));
}
