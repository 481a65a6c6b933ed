/** Stages of a pipeline by name, and what each asks for before a record leaves it. Pure. */
import { ApiError } from '../../base/kernel/kernel.ts';
import { type Stage, type Transition, transitionsFrom } from '../../contract/language/language.ts';
import type { Flow, FlowState } from './flow.core.ts';
import { isDone, isMet, isOpen } from './flow-fields.core.ts';

/** The target of `back`: the previous stage, or the first one where the previous stage is an end or was removed. */
export function origin({ pipeline }: Flow, { cameFrom }: FlowState): string {
  const before = pipeline.stages.find(({ stage, ends }) => stage === cameFrom && ends === undefined);
  return before?.stage ?? pipeline.start ?? (pipeline.stages[0] as Stage).stage;
}

export function stageOf({ pipeline }: Flow, name: string): Stage {
  const stage = pipeline.stages.find((one) => one.stage === name);
  if (stage === undefined)
    throw new ApiError(
      'conflict',
      `"${name}" is no stage of "${pipeline.name}"; expected ${pipeline.stages.map((one) => `"${one.stage}"`).join(', ')}`,
    );
  return stage;
}

/** Returns the labels of what a transition lacks. */
export function missingFor(flow: Flow, state: FlowState, transition: Transition): string[] {
  const needed = transition.needs
    .filter((name) => isOpen(flow.pipeline, name, state.fields))
    .map((name) => flow.pipeline.fields[name]?.label ?? name);
  const items = transition.checklist === 'may be open' ? [] : openItems(flow, state);
  return [...new Set([...items, ...needed])];
}

/** Labels of the fields and activities that are missing before the stage can be left. */
export function openItems(flow: Flow, state: FlowState): string[] {
  const stage = stageOf(flow, state.stage);
  return [
    ...stage.checklist
      .filter((name) => isOpen(flow.pipeline, name, state.fields))
      .map((name) => flow.pipeline.fields[name]?.label ?? name),
    ...stage.activities
      .filter((activity) => !activity.optional && !isDone(stage, activity, state.fields))
      .map(({ name, number }) => `${number} ${name}`),
  ];
}

/** The transitions open to a record, each with the labels of its missing fields. */
export function openTransitions(
  flow: Flow,
  state: FlowState,
): { to: string; when: string | null; missing: string[] }[] {
  return transitionsFrom(flow.pipeline, stageOf(flow, state.stage))
    .filter((transition) => isMet(transition.if, state.fields))
    .map((transition) => ({
      to: transition.to === 'back' ? origin(flow, state) : transition.to,
      when: transition.when ?? null,
      missing: missingFor(flow, state, transition),
    }));
}

/**
 * Returns the labels of what is missing on the shortest way to a stage: what each stage asks for, and what each transition needs.
 * Where no way leads there, what its own stage asks for.
 */
export function missingTo(flow: Flow, state: FlowState, target: string): string[] {
  const ways = new Map<string, string[]>([[state.stage, []]]);
  for (const [name, missing] of ways) {
    if (name === target) return [...new Set(missing)];
    const stage = stageOf(flow, name);
    // An end is no station on the way.
    if (stage.ends !== undefined && name !== state.stage) continue;
    for (const transition of transitionsFrom(flow.pipeline, stage)) {
      if (transition.to === 'back' || ways.has(transition.to)) continue;
      ways.set(transition.to, [...missing, ...missingFor(flow, { ...state, stage: name }, transition)]);
    }
  }
  return openItems(flow, state);
}
