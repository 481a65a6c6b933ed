/** Where a record in flight stands under another version of its pipeline. Pure. */
import type { PipelineDefinition } from '../../contract/language/language.ts';
import type { FlowColumns } from '../store/store.ts';
import { type Flow, nextActionAtMs } from './flow.core.ts';
import { flowStateOf } from './flow-rows.ts';

/** Removed stage → the stage that stands for it. */
type Mapping = Readonly<Record<string, string>>;

export interface MigratedRecord {
  id: string;
  stage: string;
  cameFrom: string | null;
  /** ms since the epoch; never before the migration. */
  nextActionAtMs: number | null;
}

/** Returns the stages that a record in flight may stand in. */
export function openStages({ stages }: PipelineDefinition): Set<string> {
  return new Set(stages.filter(({ ends }) => ends === undefined).map(({ stage }) => stage));
}

/** Returns the stage that stands for one of an earlier version; null where none does. */
export function stageFor(pipeline: PipelineDefinition, mapping: Mapping, stage: string): string | null {
  const to = targetOf(mapping, stage);
  return openStages(pipeline).has(to) ? to : null;
}

/** Returns the records as they stand under the new version. Times are counted again from stored values. */
export function migratedRecords(
  flow: Flow,
  mapping: Mapping,
  rows: readonly (FlowColumns & { id: string; stage: string })[],
  nowMs: number,
): MigratedRecord[] {
  return rows.map((row) => {
    // Where it came from, it may go back to.
    const cameFrom = row.came_from === null ? null : targetOf(mapping, row.came_from);
    const state = flowStateOf(targetOf(mapping, row.stage), { ...row, came_from: cameFrom });
    const actionAtMs = nextActionAtMs(flow, state);
    return {
      ...{ id: row.id, stage: state.stage, cameFrom },
      // What would have run out under the new version has not been waited for by anyone: it runs out now.
      nextActionAtMs: actionAtMs === null ? null : Math.max(actionAtMs, nowMs),
    };
  });
}

const targetOf = (mapping: Mapping, stage: string) => mapping[stage] ?? stage;
