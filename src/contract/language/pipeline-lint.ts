/** Errors of a sales process that no single value shows: unknown names, unreachable stages, templates that cannot be filled. */
import type { Incoherence } from './coherence.ts';
import { noSuchName } from './faults/no-such-name.ts';
import { fieldSlips } from './field-slips.ts';
import { ownerWord } from './lanes.ts';
import type { Stage } from './pipeline-stage.ts';
import { back, stageErrors } from './pipeline-stage-lint.ts';
import { type PipelineDefinition, type SalesProcess, transitionsFrom } from './sales-process.ts';
import { templateErrors } from './template-lint.ts';
import { listed } from './words.ts';

/** Returns the errors of a process whose every value is allowed by itself. */
export function pipelineErrors(process: SalesProcess): Incoherence[] {
  return fieldSlips(process, [
    ...usedTwice(process.pipelines, ({ pipeline }) => pipeline, ['pipelines'], 'pipeline'),
    ...laneErrors(process),
    ...usedTwice(process.templates, ({ template }) => template, ['templates'], 'template'),
    ...usedTwice(process.documents, ({ document }) => document, ['documents'], 'document'),
    ...templateErrors(process),
    ...process.pipelines.flatMap((pipeline, index) =>
      inPipeline(process, pipeline).map((error) => ({ ...error, path: ['pipelines', index, ...error.path] })),
    ),
    ...migrationErrors(process),
  ]);
}

/** Lanes named twice, and stand-ins who are nobody. */
function laneErrors({ lanes }: SalesProcess): Incoherence[] {
  const names = new Set([ownerWord, ...lanes.map(({ lane }) => lane)]);
  return [
    ...usedTwice(lanes, ({ lane }) => lane, ['lanes'], 'lane'),
    ...lanes.flatMap(({ standIns }, index) =>
      standIns.flatMap((standIn, position) =>
        names.has(standIn)
          ? []
          : { path: ['lanes', index, 'standIns', position], ...noSuchName(standIn, 'lane', names) },
      ),
    ),
  ];
}

function inPipeline(process: SalesProcess, pipeline: PipelineDefinition): Incoherence[] {
  const { stages, start } = pipeline;
  const names = new Set(stages.map(({ stage }) => stage));
  const errors = usedTwice(stages, ({ stage }) => stage, ['stages'], 'stage');
  if (start !== undefined && !names.has(start))
    errors.push({ path: ['start'], ...noSuchName(start, 'stage', names) });
  for (const [outcome, to] of Object.entries(pipeline.afterContact ?? {}))
    if (to !== undefined && !names.has(to))
      errors.push({ path: ['afterContact', outcome], ...noSuchName(to, 'stage', names) });
  if (pipeline.afterContact !== undefined && pipeline.of !== 'lead')
    errors.push({ path: ['afterContact'], message: 'only leads have contact tasks; remove it' });
  errors.push(...doNotContactErrors(pipeline));
  stages.forEach((stage, index) => {
    if (stage.contactTask !== undefined && pipeline.of !== 'lead')
      errors.push({
        path: ['stages', index, 'contactTask'],
        message: 'only leads have contact tasks; remove it',
      });
    for (const error of stageErrors({ process, pipeline, stage, stages: names }))
      errors.push({ ...error, path: ['stages', index, ...error.path] });
  });
  return [...errors, ...pathErrors(pipeline)];
}

/** The word of a pipeline for people who wish no contact: an end, of records that have a person. */
function doNotContactErrors({ doNotContact, of, stages }: PipelineDefinition): Incoherence[] {
  const ends = stages.filter((stage) => stage.ends !== undefined).map(({ stage }) => stage);
  if (doNotContact === undefined) return [];
  const path = ['doNotContact'];
  if (of === 'campaign') return [{ path, message: 'a campaign is about no person; remove it' }];
  if (doNotContact === 'goes on' || ends.includes(doNotContact)) return [];
  return [{ path, message: `"${doNotContact}" is no end; expected "goes on" or ${listed(ends)}` }];
}

/** Unreachable stages, and stages without a path to an end. */
function pathErrors(pipeline: PipelineDefinition): Incoherence[] {
  const { stages, start } = pipeline;
  const errors: Incoherence[] = [];
  const targetsOf = (stage: Stage) =>
    [...transitionsFrom(pipeline, stage), ...stage.after].map(({ to }) => to);
  const leadsTo = new Map(stages.map((stage) => [stage.stage, targetsOf(stage)]));
  const reached = new Set<string>();
  const waiting = [start ?? stages[0]?.stage ?? ''];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name) || name === back) continue;
    reached.add(name);
    waiting.push(...(leadsTo.get(name) ?? []));
  }
  // Backwards from the ends: a stage that is not met can never end.
  const ending = new Set(stages.filter(({ ends }) => ends !== undefined).map(({ stage }) => stage));
  for (let before = -1; before !== ending.size; ) {
    before = ending.size;
    // `back` leads to the previous stage, which is checked by itself.
    for (const [name, transitions] of leadsTo)
      if (transitions.some((to) => ending.has(to) || to === back)) ending.add(name);
  }
  stages.forEach(({ stage }, index) => {
    const path = ['stages', index, 'stage'];
    if (!reached.has(stage))
      errors.push({
        path,
        message: `nothing leads to "${stage}"; name it in the "next" or "after" of another stage`,
      });
    if (!ending.has(stage))
      errors.push({
        path,
        message: `no transition leads from "${stage}" to an end; give it "next", or "ends" if it is one`,
      });
  });
  return errors;
}

function migrationErrors(process: SalesProcess): Incoherence[] {
  return Object.entries(process.migrate ?? {}).flatMap(([name, moves]) => {
    const pipeline = process.pipelines.find((one) => one.pipeline === name);
    if (pipeline === undefined)
      return [{ path: ['migrate', name], message: `"${name}" is no pipeline of this process` }];
    const stages = new Set(pipeline.stages.map(({ stage }) => stage));
    return Object.entries(moves).flatMap(([from, to]) => [
      ...(stages.has(to) ? [] : [{ path: ['migrate', name, from], ...noSuchName(to, 'stage', stages) }]),
      ...(stages.has(from)
        ? [
            {
              path: ['migrate', name, from],
              message: `"${from}" is still a stage; map only stages that were removed`,
            },
          ]
        : []),
    ]);
  });
}

function usedTwice<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  path: PropertyKey[],
  what: string,
): Incoherence[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const name = nameOf(item);
    const isSecond = seen.has(name);
    seen.add(name);
    return isSecond ? [{ path: [...path, index], message: `the ${what} "${name}" is there twice` }] : [];
  });
}
