/** Records in a stage as the API shows them: read, listed, begun and changed. */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { RecordFilter, RecordView, StageGuide } from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import {
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
  unnamedOf,
} from '../store/store.ts';
import type { FlowAccess, FlowContext } from './context.ts';
import { openItems, openTransitions, stageOf } from './flow.core.ts';
import { isOpen, tickedBy } from './flow-fields.core.ts';
import { flowStateOf } from './flow-rows.ts';
import { coldLead } from './record-effects.ts';
import { lockRecord } from './record-lock.ts';
import { beginRecord, changeFlow, type FlowChange } from './records.ts';
import { guideOf } from './stage-guide.core.ts';

/** Columns that people may set besides the fields of the pipeline. */
export interface RecordColumns {
  name?: string | undefined;
  person_id?: string | null | undefined;
  company_id?: string | null | undefined;
  campaign?: string | null | undefined;
  owner?: string | null | undefined;
  /** Null lets it follow the items again. */
  amount?: number | null | undefined;
  currency?: string | undefined;
  expected_close?: string | null | undefined;
  budget?: number | null | undefined;
}

/** A record to begin. */
export interface WantedRecord {
  kind: FlowKind;
  /** `process/pipeline`. */
  pipeline: string;
  columns: RecordColumns;
  fields: Record<string, unknown>;
}

/** Begins a record. Returns its id. */
export async function newRecord(context: FlowContext, wanted: WantedRecord): Promise<string> {
  const { database, flows, actor, nowMs } = context;
  const { kind, pipeline, columns, fields } = wanted;
  const flow = await flows.latest(database, pipeline);
  if (flow.pipeline.of !== kind)
    throw new ApiError(
      'invalid_request',
      `"pipeline" is "${pipeline}", a pipeline of kind "${flow.pipeline.of}"; expected one of kind "${kind}"`,
    );
  // A lead belongs to a campaign; without one, to the campaign of its sales process.
  const campaign = columns.campaign ?? (kind === 'lead' ? flow.process.name : null);
  await ensureCampaigns(database, [{ campaign, created_at: new Date(nowMs).toISOString() }]);
  // A lead is somebody to contact; any other record may be what a marked person asked for.
  const { person_id: person = null, company_id: company = null } = columns;
  if (kind === 'lead') await requireContact(database, { person, company });
  return once(database, actor, { pipeline, columns, fields }, nowMs, async () => {
    const asked = kind === 'lead' ? await leadColumns(context, { ...columns, campaign }) : columns;
    return referring(() => beginRecord(context, flow, given(kind, asked), fields, nowMs));
  });
}

/** A lead of a company alone is about the company's unnamed person. Throws `invalid_request` where there is no such company. */
async function leadColumns(
  { database, nowMs }: FlowContext,
  { company_id: company = null, person_id: person = null, ...columns }: RecordColumns,
): Promise<RecordColumns> {
  const who = person ?? (await unnamedOf(database, company, nowMs));
  if (who === null)
    throw new ApiError('invalid_request', `"company" is "${company}": there is no such company`);
  return { ...coldLead, ...columns, person_id: who };
}

/** Changes a record's columns, fields and stage in one step. */
export async function changeRecord(
  context: FlowContext,
  kind: FlowKind,
  id: string,
  change: FlowChange & { columns?: RecordColumns | undefined; revision?: number | undefined },
): Promise<RecordView> {
  const { database, nowMs } = context;
  const row = await lockRecord(database, kind, id);
  requireRevision(row.revision, change.revision);
  const columns = { ...given(kind, change.columns ?? {}), updated_at: new Date(nowMs) };
  const names = Object.keys(columns);
  await referring(() =>
    database.query(
      `UPDATE ${flowTables[kind].table} SET ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE id = $1`,
      [id, ...Object.values(columns)],
    ),
  );
  if (hasItems(kind) && change.columns?.amount === null) await followItems(database, kind, id, nowMs);
  if (row.pipeline !== null) await changeFlow(context, kind, id, await withTicks(context, row, change));
  else if (change.to !== undefined || change.fields !== undefined)
    throw new ApiError(
      'conflict',
      `${kind} "${id}" is in no pipeline: it has neither "stage" nor "fields"; leave them out`,
    );
  return (await recordView(context, kind, id)) as RecordView;
}

/** The change with the fields that its columns tick. */
async function withTicks(
  { database, flows }: FlowContext,
  row: RecordRow,
  change: FlowChange & { columns?: RecordColumns | undefined },
): Promise<FlowChange> {
  const { pipeline } = await flows.flow(database, row.pipeline);
  const ticked = tickedBy(pipeline, { ...change.columns });
  return Object.keys(ticked).length === 0 ? change : { ...change, fields: { ...ticked, ...change.fields } };
}

/** A record with its items, of a kind that has any. */
type ShownRow = RecordRow & { items?: RecordView['items'] };

function shownColumns(kind: FlowKind): string {
  return `*, ${flowTables[kind].stage} AS stage${hasItems(kind) ? `, ${itemsSql(kind)}` : ''}`;
}

/** Returns a record with its open transitions and missing fields; null when there is none. */
export async function recordView(access: FlowAccess, kind: FlowKind, id: string): Promise<RecordView | null> {
  const { table } = flowTables[kind];
  const { rows } = await access.database.query<ShownRow>(
    `SELECT ${shownColumns(kind)} FROM ${table} WHERE id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : viewOf(access, kind, rows[0]);
}

async function viewOf(access: FlowAccess, kind: FlowKind, row: ShownRow): Promise<RecordView> {
  const time = (value: string | Date | null) => (value === null ? null : new Date(value).toISOString());
  return {
    id: row.id,
    kind,
    name: row.name ?? null,
    ...(await positionOf(access, row)),
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

/** Its stage, missing fields and open transitions; a campaign that came with a tier update is in no pipeline. */
async function positionOf({ database, flows }: FlowAccess, row: RecordRow) {
  if (row.pipeline === null)
    return {
      pipeline: null,
      stage: null,
      lane: null,
      probability: null,
      missing: [],
      reminders: [],
      next: [],
    };
  const flow = await flows.flow(database, row.pipeline);
  const state = flowStateOf(row.stage, row);
  const { lane, probability, reminders } = stageOf(flow, row.stage);
  return {
    pipeline: row.pipeline,
    stage: row.stage,
    lane: lane ?? null,
    probability: probability ?? null,
    missing: openItems(flow, state),
    reminders: reminders
      .filter((name) => isOpen(flow.pipeline, name, row.fields))
      .map((name) => flow.pipeline.fields[name]?.label ?? name),
    next: openTransitions(flow, state),
  };
}

/** Returns what the stage of a record asks for, by its own version of the pipeline; null without the record or a pipeline. */
export async function stageGuide(
  { database, flows }: FlowAccess,
  kind: FlowKind,
  id: string,
): Promise<StageGuide | null> {
  const { table, stage } = flowTables[kind];
  const { rows } = await database.query<Pick<RecordRow, 'pipeline' | 'stage' | 'fields'>>(
    `SELECT pipeline, ${stage} AS stage, fields FROM ${table} WHERE id = $1 AND pipeline IS NOT NULL`,
    [id],
  );
  const row = rows[0];
  return row === undefined ? null : guideOf(await flows.flow(database, row.pipeline), row);
}

/** A day after all others stands for a record that says none. */
const closing = "coalesce(expected_close, 'infinity'::date)";
const byCreation = [timeKey('created_at'), textKey('id')];
const orders = {
  ...newestFirst,
  '-amount': descending([{ sql: 'amount', type: 'numeric' }, ...byCreation]),
  expectedClose: ascending([{ sql: closing, type: 'date' }, textKey('id')]),
} as const;

/** Returns a page of the records of a kind; campaigns have neither amounts nor people. */
export async function listRecords(
  access: FlowAccess,
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
  return list.page(access.database, { columns: shownColumns(kind), table }, (row: ShownRow) =>
    viewOf(access, kind, row),
  );
}

/** The given columns; a given amount is set by hand, and no longer follows the items. */
function given(kind: FlowKind, columns: RecordColumns): Record<string, unknown> {
  const said = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  if (columns.amount === undefined) return said;
  if (hasItems(kind)) said['amount_by_hand'] = columns.amount !== null;
  return { ...said, amount: columns.amount ?? 0 };
}
