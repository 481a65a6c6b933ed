/** The place of a record in its pipeline as columns, and back. */
import type { FlowColumns, WrittenFlowColumns } from '../store/store.ts';
import { type Flow, type FlowState, wakesAtMs } from './flow.core.ts';

export function flowStateOf(stage: string, row: FlowColumns): FlowState {
  return {
    stage,
    enteredAtMs: new Date(row.entered_at).getTime(),
    cameFrom: row.came_from,
    fields: row.fields,
    chasedAtMs: row.chased_at,
    counted: row.counted,
    end: row.ended,
    reason: row.end_reason,
  };
}

/** The columns of a state, without its stage. `closed_at` is when the record came to its end. */
export function flowColumnsOf(flow: Flow & { id: string }, state: FlowState): WrittenFlowColumns {
  const wakeAtMs = state.end === null ? wakesAtMs(flow, state) : null;
  return {
    pipeline: flow.id,
    entered_at: new Date(state.enteredAtMs).toISOString(),
    came_from: state.cameFrom,
    fields: state.fields,
    chased_at: state.chasedAtMs,
    counted: state.counted,
    wakes_at: wakeAtMs === null ? null : new Date(wakeAtMs).toISOString(),
    ended: state.end,
    end_reason: state.reason,
    closed_at: state.end === null ? null : new Date(state.enteredAtMs).toISOString(),
  };
}
