/** The place of a record in its pipeline as columns, and back. */
import type { FieldValue, FlowKind } from '../../contract/language/language.ts';
import { type Flow, type FlowState, wakesAtMs } from './flow.core.ts';

/** The table of each kind of record that stands in a stage, and its column for the stage. */
export const flowTables = {
  campaign: { table: 'campaigns', stage: 'stage', prefix: 'cm' },
  lead: { table: 'leads', stage: 'status', prefix: 'ld' },
  opportunity: { table: 'opportunities', stage: 'stage', prefix: 'op' },
  deal: { table: 'deals', stage: 'stage', prefix: 'dl' },
  order: { table: 'orders', stage: 'stage', prefix: 'or' },
  job: { table: 'jobs', stage: 'stage', prefix: 'jb' },
} as const satisfies Record<FlowKind, { table: string; stage: string; prefix: string }>;

/** Columns every such table has besides its stage. Times as the database gives them, or as ISO text. */
export interface FlowColumns {
  pipeline: string;
  entered_at: string | Date;
  came_from: string | null;
  fields: Record<string, FieldValue>;
  chased_at: Record<string, number>;
  counted: string[];
  wakes_at: string | Date | null;
  ended: FlowState['end'];
  end_reason: string | null;
  closed_at: string | Date | null;
}

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
export function flowColumnsOf(
  flow: Flow & { id: string },
  state: FlowState,
): { [Name in keyof FlowColumns]: FlowColumns[Name] extends string | Date ? string : FlowColumns[Name] } {
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

/** What all records in a stage share; columns a kind does not have are absent. */
/** `pipeline` and what goes with it are null for a campaign that stands in none. */
export interface RecordRow extends FlowColumns {
  id: string;
  stage: string;
  name?: string;
  person_id?: string | null;
  company_id?: string | null;
  lead_id?: string | null;
  opportunity_id?: string | null;
  deal_id?: string | null;
  order_id?: string | null;
  campaign?: string | null;
  owner: string | null;
  amount?: string;
  currency?: string;
  expected_close?: string | null;
  created_at: string | Date;
  updated_at: string | Date;
  revision: number;
}
