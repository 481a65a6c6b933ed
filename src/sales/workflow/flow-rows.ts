/** The position of a record in its pipeline as columns, and back. */
import type { FlowColumns, WrittenFlowColumns } from '../store/store.ts';
import { type Flow, type FlowState, nextActionAtMs } from './flow.core.ts';

export function flowStateOf(stage: string, row: FlowColumns): FlowState {
  return {
    stage,
    enteredAtMs: new Date(row.entered_at).getTime(),
    cameFrom: row.came_from,
    fields: row.fields,
    remindedAtMs: row.reminded_at,
    counted: row.counted,
    // What was voided stands in an end that is lost.
    end: row.ended === 'voided' ? 'lost' : row.ended,
    reason: row.end_reason,
  };
}

/** The columns of a state, without its stage. `closed_at` is when the record came to its end. */
export function flowColumnsOf(flow: Flow & { id: string }, state: FlowState): WrittenFlowColumns {
  const actionAtMs = state.end === null ? nextActionAtMs(flow, state) : null;
  return {
    pipeline: flow.id,
    entered_at: new Date(state.enteredAtMs).toISOString(),
    came_from: state.cameFrom,
    fields: state.fields,
    reminded_at: state.remindedAtMs,
    counted: state.counted,
    next_action_at: actionAtMs === null ? null : new Date(actionAtMs).toISOString(),
    ended: state.end,
    end_reason: state.reason,
    closed_at: state.end === null ? null : new Date(state.enteredAtMs).toISOString(),
  };
}
