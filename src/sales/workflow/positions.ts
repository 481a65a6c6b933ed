/** What the stage of a record says of it: its lane, what is missing, and where it may go. */
import type { LeadView, RecordView } from '../../contract/api/api.ts';
import type { FlowColumns, LeadJoined } from '../store/store.ts';
import { leadSource, leadView } from '../store/store.ts';
import type { FlowAccess } from './context.ts';
import { isOpen } from './flow-fields.core.ts';
import { flowStateOf } from './flow-rows.ts';
import { openItems, openTransitions, stageOf } from './flow-stages.core.ts';

type Position = Pick<RecordView, 'lane' | 'probability' | 'missing' | 'reminders' | 'next'>;

/** Returns the position of a record, by its own version of the pipeline; a campaign that came with a tier update is in none. A voided record goes nowhere. */
export async function positionOf(
  { database, flows }: FlowAccess,
  row: FlowColumns & { stage: string },
): Promise<Position> {
  const none = { lane: null, probability: null, missing: [], reminders: [], next: [] };
  if (row.pipeline === null || row.ended === 'voided') return none;
  const flow = await flows.flow(database, row.pipeline);
  const state = flowStateOf(row.stage, row);
  const { lane, probability, reminders } = stageOf(flow, row.stage);
  return {
    lane: lane ?? null,
    probability: probability ?? null,
    missing: openItems(flow, state),
    reminders: reminders
      .filter((name) => isOpen(flow.pipeline, name, row.fields))
      .map((name) => flow.pipeline.fields[name]?.label ?? name),
    next: openTransitions(flow, state),
  };
}

/** A lead as the API shows it, with what its stage says of it. */
export async function placedLead(access: FlowAccess, row: LeadJoined): Promise<LeadView> {
  return { ...leadView(row), ...(await positionOf(access, { ...row, stage: row.status })) };
}

/** Returns one lead as the API shows it; null where there is none. */
export async function leadById(access: FlowAccess, id: string): Promise<LeadView | null> {
  const { columns, table, joins } = leadSource;
  const { rows } = await access.database.query<LeadJoined>(
    `SELECT ${columns} FROM ${table} ${joins} WHERE leads.id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : placedLead(access, rows[0]);
}
