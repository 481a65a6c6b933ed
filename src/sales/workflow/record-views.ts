/** Records in a stage as the API shows them: read, listed, begun and changed. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { RecordFilter, RecordView } from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import {
  type Actor,
  actingAs,
  ascending,
  descending,
  ensureCampaigns,
  flowTables,
  followItems,
  hasItems,
  itemsSql,
  Listing,
  newestFirst,
  once,
  type Page,
  type RecordRow,
  referring,
  requireContact,
  requireRevision,
  textKey,
  timeKey,
} from '../store/store.ts';
import { openItems, openTransitions, stageOf } from './flow.core.ts';
import { flowStateOf } from './flow-rows.ts';
import type { Flows } from './processes.ts';
import { coldLead } from './record-effects.ts';
import { beginRecord, changeFlow, type FlowChange, lockRecord } from './records.ts';

/** Columns people may set besides what their pipeline asks for. */
export interface RecordColumns {
  name?: string | undefined;
  person_id?: string | null | undefined;
  company_id?: string | null | undefined;
  campaign?: string | null | undefined;
  owner?: string | null | undefined;
  /** Null: follow the items again. */
  amount?: number | null | undefined;
  currency?: string | undefined;
  expected_close?: string | null | undefined;
  budget?: number | null | undefined;
}

/** Begins a record of `process/pipeline`. Answers its id. */
export function newRecord(
  pool: pg.Pool,
  flows: Flows,
  kind: FlowKind,
  pipeline: string,
  columns: RecordColumns,
  fields: Record<string, unknown>,
  actor: Actor,
  nowMs: number,
): Promise<string> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const flow = await flows.latest(connection, pipeline);
    if (flow.pipeline.of !== kind)
      throw new ApiError(
        'invalid_request',
        `"${pipeline}" is a pipeline for the kind "${flow.pipeline.of}"; expected one for "${kind}"`,
      );
    // A lead belongs to a campaign: to its process's own where nobody says which.
    const campaign = columns.campaign ?? (kind === 'lead' ? flow.process.name : null);
    await ensureCampaigns(connection, [{ campaign, created_at: new Date(nowMs).toISOString() }]);
    const asked = kind === 'lead' ? { ...coldLead, ...columns, campaign } : columns;
    // A lead is somebody to be contacted; what else begins may be what they asked for.
    if (kind === 'lead') await requireContact(connection, { person: columns.person_id ?? null });
    return once(connection, actor, { pipeline, columns, fields }, nowMs, () =>
      referring(() => beginRecord(connection, flows, flow, given(kind, asked), fields, nowMs)),
    );
  });
}

/** Changes a record's columns, fields and stage in one step. */
export function changeRecord(
  pool: pg.Pool,
  flows: Flows,
  kind: FlowKind,
  id: string,
  change: FlowChange & { columns?: RecordColumns | undefined; revision?: number | undefined },
  actor: Actor,
  nowMs: number,
): Promise<RecordView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const row = await lockRecord(connection, kind, id);
    requireRevision(row.revision, change.revision);
    const columns = { ...given(kind, change.columns ?? {}), updated_at: new Date(nowMs) };
    const names = Object.keys(columns);
    await referring(() =>
      connection.query(
        `UPDATE ${flowTables[kind].table} SET ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE id = $1`,
        [id, ...Object.values(columns)],
      ),
    );
    if (hasItems(kind) && change.columns?.amount === null) await followItems(connection, kind, id, nowMs);
    if (row.pipeline !== null) await changeFlow(connection, flows, kind, id, change, actor, nowMs);
    else if (change.to !== undefined || change.fields !== undefined)
      throw new ApiError(
        'conflict',
        `${kind} "${id}" stands in no pipeline: it has neither a "stage" nor "fields"`,
      );
    return (await recordView(connection, flows, kind, id)) as RecordView;
  });
}

/** A record with its items, of a kind that has any. */
type ShownRow = RecordRow & { items?: RecordView['items'] };

function shownColumns(kind: FlowKind): string {
  return `*, ${flowTables[kind].stage} AS stage${hasItems(kind) ? `, ${itemsSql(kind)}` : ''}`;
}

/** A record with where it may go and what is missing; null when there is none. */
export async function recordView(
  connection: Queryable,
  flows: Flows,
  kind: FlowKind,
  id: string,
): Promise<RecordView | null> {
  const { table } = flowTables[kind];
  const { rows } = await connection.query<ShownRow>(
    `SELECT ${shownColumns(kind)} FROM ${table} WHERE id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : viewOf(connection, flows, kind, rows[0]);
}

async function viewOf(
  connection: Queryable,
  flows: Flows,
  kind: FlowKind,
  row: ShownRow,
): Promise<RecordView> {
  const time = (value: string | Date | null) => (value === null ? null : new Date(value).toISOString());
  return {
    id: row.id,
    kind,
    name: row.name ?? null,
    ...(await positionOf(connection, flows, row)),
    fields: row.fields,
    person: row.person_id ?? null,
    company: row.company_id ?? null,
    lead: row.lead_id ?? null,
    opportunity: row.opportunity_id ?? null,
    deal: row.deal_id ?? null,
    order: row.order_id ?? null,
    campaign: row.campaign ?? null,
    owner: row.owner,
    amount: row.amount === undefined ? null : Number(row.amount),
    items: row.items ?? null,
    currency: row.currency ?? null,
    expectedClose: row.expected_close ?? null,
    enteredAt: time(row.entered_at),
    nextActionAt: time(row.next_action_at),
    end: row.ended,
    endReason: row.end_reason,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
    closedAt: time(row.closed_at),
    revision: row.revision,
  };
}

/** Where it stands, what is missing and where it may go; a campaign that came with a crossing stands nowhere. */
async function positionOf(connection: Queryable, flows: Flows, row: RecordRow) {
  if (row.pipeline === null)
    return { pipeline: null, stage: null, lane: null, probability: null, missing: [], next: [] };
  const flow = await flows.flow(connection, row.pipeline);
  const state = flowStateOf(row.stage, row);
  const { lane, probability } = stageOf(flow, row.stage);
  return {
    pipeline: row.pipeline,
    stage: row.stage,
    lane: lane ?? null,
    probability: probability ?? null,
    missing: openItems(flow, state),
    next: openTransitions(flow, state),
  };
}

/** A day after all others stands for a record that says none. */
const closing = "coalesce(expected_close, 'infinity'::date)";
const byCreation = [timeKey('created_at'), textKey('id')];
const orders = {
  ...newestFirst,
  '-amount': descending([{ sql: 'amount', type: 'numeric' }, ...byCreation]),
  expectedClose: ascending([{ sql: closing, type: 'date' }, textKey('id')]),
} as const;

/** A page of the records of a kind; campaigns have neither sums nor people. */
export async function listRecords(
  pool: Queryable,
  flows: Flows,
  kind: FlowKind,
  filter: RecordFilter,
): Promise<Page<RecordView>> {
  const { table, stage } = flowTables[kind];
  const list = new Listing<string>(kind === 'campaign' ? newestFirst : orders, filter);
  list.where(`${stage} = ?`, filter.stage);
  list.where('owner = ?', filter.owner);
  if (kind !== 'campaign') {
    list.where('campaign = ?', filter.campaign);
    list.where('person_id = ?', filter.person);
  }
  list.whereIf(filter.open === true, 'closed_at IS NULL');
  list.whereIf(filter.open === false, 'closed_at IS NOT NULL');
  return list.page(pool, { columns: shownColumns(kind), table }, (row: ShownRow) =>
    viewOf(pool, flows, kind, row),
  );
}

/** The columns somebody gives; an amount they say is theirs, and no longer follows the items. */
function given(kind: FlowKind, columns: RecordColumns): Record<string, unknown> {
  const said = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  if (columns.amount === undefined) return said;
  if (hasItems(kind)) said['amount_by_hand'] = columns.amount !== null;
  return { ...said, amount: columns.amount ?? 0 };
}
