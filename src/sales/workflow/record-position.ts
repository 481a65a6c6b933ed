/** The position of a record written as it is, without a move: for ends that are nobody's decision about the customer. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { flowTables } from '../store/store.ts';
import type { FlowAccess, FlowRecord } from './context.ts';
import type { FlowState } from './flow.core.ts';
import { endOf } from './flow-fields.core.ts';
import { flowColumnsOf, flowStateOf } from './flow-rows.ts';
import { lockRecord } from './record-lock.ts';
import { type SuppressedPosition, suppress } from './suppression.core.ts';

interface Written {
  /** Where it stood before a wish for no contact. */
  suppressed: SuppressedPosition | null;
  /** Whether its end is none: another record goes on for it. */
  isVoided?: boolean;
  nowMs: number;
}

/** Writes where a record stands. Nothing that a move sets off is done. */
export async function writePosition(
  database: Queryable,
  { kind, flow, row }: FlowRecord,
  state: FlowState,
  { suppressed, isVoided = false, nowMs }: Written,
): Promise<void> {
  const { table, stage } = flowTables[kind];
  const columns = flowColumnsOf(flow, state);
  await database.query(
    `UPDATE ${table} SET ${stage} = $2, entered_at = $3, came_from = $4, reminded_at = $5, next_action_at = $6, ended = $7, end_reason = $8,
       closed_at = $9, suppressed = $10, updated_at = $11 WHERE id = $1`,
    [
      row.id,
      state.stage,
      columns.entered_at,
      columns.came_from,
      JSON.stringify(columns.reminded_at),
      columns.next_action_at,
      isVoided ? 'voided' : columns.ended,
      columns.end_reason,
      columns.closed_at,
      suppressed === null ? null : JSON.stringify(suppressed),
      new Date(nowMs),
    ],
  );
}

/**
 * Ends a lead that another one goes on for: in the lost end of its pipeline, voided, so that no report counts it. Nothing that an end
 * sets off is done. Throws `conflict` where the pipeline has no such end.
 */
export async function voidLead(
  { database, flows }: FlowAccess,
  id: string,
  reason: string,
  nowMs: number,
): Promise<void> {
  const row = await lockRecord(database, 'lead', id);
  const flow = await flows.flow(database, row.pipeline);
  const to = endOf(flow.pipeline, 'lost');
  if (to === null)
    throw new ApiError(
      'conflict',
      `lead "${id}" is in "${flow.id}", which has no end that is lost; end the lead first`,
    );
  const { state } = suppress(flow, flowStateOf(row.stage, row), to, reason, nowMs);
  await writePosition(database, { kind: 'lead', flow, row }, state, {
    suppressed: null,
    isVoided: true,
    nowMs,
  });
}
