/** Records in a stage as the API shows them: read, listed, begun and changed. */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { RecordFilter, RecordUpsert, RecordView, StageGuide } from '../../contract/api/api.ts';
import type { FlowKind, LaneWorker } from '../../contract/language/language.ts';
import {
  ascending,
  descending,
  ensureCampaigns,
  externalColumns,
  flowTables,
  followItems,
  hasItems,
  inPipeline,
  itemsSql,
  Listing,
  once,
  ownerByDefault,
  type Page,
  type PersonRow,
  personView,
  type RecordRow,
  referring,
  refersTo,
  requireContact,
  requireRevision,
  requireUser,
  textKey,
  timeKey,
  unnamedOf,
  whereReported,
} from '../store/store.ts';
import type { FlowAccess, FlowContext } from './context.ts';
import { filledAtFirst } from './flow.core.ts';
import { tickedBy } from './flow-fields.core.ts';
import { stageOf } from './flow-stages.core.ts';
import { type Changed, requireKeeper, requireTicks, requireWork } from './flow-workers.core.ts';
import { positionOf } from './positions.ts';
import { coldLead } from './record-effects.ts';
import { lockToChange } from './record-lock.ts';
import { beginRecord, changeFlow, type FlowChange, workerOf } from './records.ts';
import { guideOf } from './stage-guide.core.ts';

/** Columns that people may set besides the fields of the pipeline. */
export interface RecordColumns {
  name?: string | undefined;
  person_id?: string | null | undefined;
  company_id?: string | null | undefined;
  campaign?: string | null | undefined;
  owner?: string | null | undefined;
  /** Null lets it follow the items again. */
  amount?: string | number | null | undefined;
  currency?: string | undefined;
  expected_close?: string | null | undefined;
  external_id?: string | null | undefined;
  external_source?: string | null | undefined;
}

/** Returns the columns of what a request gives, by the names of the API. */
export function recordColumnsOf(
  given: Omit<RecordUpsert, 'amount'> & { amount?: string | null | undefined },
): RecordColumns {
  const { name, owner, campaign, amount, currency, person, company, expectedClose } = given;
  return {
    ...{ name, owner, campaign, amount, currency },
    ...{ person_id: person, company_id: company, expected_close: expectedClose },
    ...externalColumns(given),
  };
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
  if (kind !== 'campaign' && kind !== 'lead' && !columns.person_id && !columns.company_id)
    throw new ApiError('invalid_request', `"person" is missing: a ${kind} needs a "person" or a "company"`);
  // A lead belongs to a campaign; without one, to the campaign of its sales process.
  const campaign = columns.campaign ?? (kind === 'lead' ? flow.process.name : null);
  await ensureCampaigns(database, [{ campaign, created_at: new Date(nowMs).toISOString() }]);
  // A lead is somebody to contact; any other record may be what a marked person asked for.
  const { person_id: person = null, company_id: company = null } = columns;
  if (kind === 'lead') await requireContact(database, { person, company });
  const owner = await requireUser(database, 'owner', columns.owner);
  requireTicks(flow, {}, filledAtFirst(flow, fields), workerOf({ owner: owner ?? null }, actor));
  return once(database, actor, { pipeline, columns, fields }, nowMs, async () => {
    // A lead without an owner waits in the queue; other records are of those who make them.
    const isOwned = kind === 'lead' || owner !== undefined;
    const made = {
      ...columns,
      owner: isOwned ? owner : await ownerByDefault(database, actor, { person, company }),
    };
    const asked = kind === 'lead' ? await leadColumns(context, { ...made, campaign }) : made;
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

/** A change of a record: its columns, fields and stage. */
export interface RecordChange extends FlowChange {
  columns?: RecordColumns | undefined;
  /** Of `If-Match`; undefined for none. */
  revision?: number | undefined;
}

/** Changes a record's columns, fields and stage in one step. */
export async function changeRecord(
  context: FlowContext,
  kind: FlowKind,
  id: string,
  change: RecordChange,
): Promise<RecordView> {
  const { database, nowMs } = context;
  const asked: RecordColumns = change.columns ?? {};
  const { fields, to: stage, when, reason } = change;
  const row = await lockToChange(database, kind, id, { ...asked, fields, stage, when, reason });
  requireRevision(row.revision, change.revision);
  const { expected_close: expectedClose, ...rest } = asked;
  const worker = workerOf(row, context.actor);
  await requireWorkOn(context, kind, row, { ...rest, expectedClose, fields, stage, when, reason }, worker);
  const owner = await requireUser(database, 'owner', asked.owner, row.owner);
  const columns = { ...given(kind, { ...asked, owner }), updated_at: new Date(nowMs) };
  const names = Object.keys(columns);
  await referring(() =>
    database.query(
      `UPDATE ${flowTables[kind].table} SET ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE id = $1`,
      [id, ...Object.values(columns)],
    ),
  );
  if (hasItems(kind) && change.columns?.amount === null) await followItems(database, kind, id, nowMs);
  // It has given up an id, and stands where it stood.
  if (row.ended === 'voided') return (await recordView(context, kind, id)) as RecordView;
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
  change: RecordChange,
): Promise<FlowChange> {
  const { pipeline } = await flows.flow(database, row.pipeline);
  const ticked = tickedBy(pipeline, { ...change.columns });
  return Object.keys(ticked).length === 0 ? change : { ...change, fields: { ...ticked, ...change.fields } };
}

/** A campaign in no pipeline is kept by its role alone. */
async function requireWorkOn(
  { database, flows }: FlowContext,
  kind: FlowKind,
  row: RecordRow,
  changed: Changed,
  worker: LaneWorker,
): Promise<void> {
  if (row.pipeline === null) return requireKeeper(kind, worker);
  const flow = await flows.flow(database, row.pipeline);
  requireWork(flow, stageOf(flow, row.stage), changed, worker);
}

/** A record with its person, and its items where its kind has any. */
type ShownRow = RecordRow & { person?: PersonRow | null; items?: RecordView['items'] };

/** The columns of a record as it is shown, and the join they need. Campaigns have no people. */
function sourceOf(kind: FlowKind) {
  const { table, stage } = flowTables[kind];
  const items = hasItems(kind) ? `, ${itemsSql(kind)}` : '';
  const columns = `${table}.*, ${table}.${stage} AS stage${items}`;
  if (kind === 'campaign') return { table, columns };
  const joins = `LEFT JOIN people ON people.id = ${table}.person_id`;
  return { table, columns: `${columns}, to_jsonb(people) AS person`, joins };
}

/** Returns a record with its open transitions and missing fields; null when there is none. */
export async function recordView(access: FlowAccess, kind: FlowKind, id: string): Promise<RecordView | null> {
  const { table, columns, joins = '' } = sourceOf(kind);
  const { rows } = await access.database.query<ShownRow>(
    `SELECT ${columns} FROM ${table} ${joins} WHERE ${table}.id = $1`,
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
    pipeline: row.pipeline,
    stage: row.stage,
    ...(await positionOf(access, row)),
    fields: row.fields,
    person: row.person ? personView(row.person) : null,
    company: row.company_id ?? null,
    lead: row.lead_id ?? null,
    opportunity: row.opportunity_id ?? null,
    deal: row.deal_id ?? null,
    order: row.order_id ?? null,
    campaign: row.campaign ?? null,
    owner: row.owner,
    amount: row.amount ?? null,
    currency: row.currency ?? null,
    items: row.items ?? null,
    expectedClose: row.expected_close ?? null,
    enteredAt: time(row.entered_at),
    nextActionAt: time(row.next_action_at),
    end: row.ended,
    endReason: row.end_reason,
    externalId: row.external_id,
    externalSource: row.external_source,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
    closedAt: time(row.closed_at),
    revision: row.revision,
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

/** The orders of a kind's list. Campaigns have neither amounts nor a day of closing. */
function ordersOf(kind: FlowKind) {
  const { table } = flowTables[kind];
  const id = textKey(`${table}.id`);
  const byCreation = [timeKey(`${table}.created_at`), id];
  const newest = { '-createdAt': descending(byCreation) };
  if (kind === 'campaign') return newest;
  // A day after all others stands for a record that says none.
  const closing = `coalesce(${table}.expected_close, 'infinity'::date)`;
  return {
    ...newest,
    '-amount': descending([{ sql: `${table}.amount`, type: 'numeric' as const }, ...byCreation]),
    expectedClose: ascending([{ sql: closing, type: 'date' as const }, id]),
  };
}

/** Columns by the names of the API: the records that a record may name. */
const relatedColumns = {
  person: 'person_id',
  company: 'company_id',
  lead: 'lead_id',
  opportunity: 'opportunity_id',
  deal: 'deal_id',
  order: 'order_id',
  campaign: 'campaign',
} as const;

/** Returns a page of the records of a kind. */
export async function listRecords(
  access: FlowAccess,
  kind: FlowKind,
  filter: RecordFilter,
): Promise<Page<RecordView>> {
  return recordsThatFit(kind, filter).page(access.database, sourceOf(kind), (row: ShownRow) =>
    viewOf(access, kind, row),
  );
}

/** Returns the list of a kind with its filters. */
export function recordsThatFit(kind: FlowKind, filter: RecordFilter): Listing<string> {
  const { table, stage } = flowTables[kind];
  const list = new Listing<string>(table, ordersOf(kind), filter);
  list.where(`${stage} = ?`, filter.stage);
  list.where(inPipeline('?'), filter.pipeline);
  list.where('owner = ?', filter.owner);
  for (const [name, column] of Object.entries(relatedColumns))
    list.where(refersTo(column), filter[name as keyof typeof relatedColumns]);
  list.where('external_id = ?', filter.externalId);
  list.where('external_source = ?', filter.externalSource);
  narrowToFigure(list, table, filter);
  const waits = '(owner IS NULL AND closed_at IS NULL)';
  list.whereIf(filter.queue === true, waits);
  list.whereIf(filter.queue === false, `NOT ${waits}`);
  list.whereIf(filter.open === true, 'closed_at IS NULL');
  list.whereIf(filter.open === false, 'closed_at IS NOT NULL');
  return list;
}

/** Adds the filters by which a list shows what is behind a figure of a report. */
function narrowToFigure(list: Listing<string>, table: string, filter: RecordFilter): void {
  whereReported(list, { owner: 'owner', pipeline: 'pipeline', ended: 'ended' }, filter);
  list.whereIf(filter.voided === true, `ended = 'voided'`);
  list.whereIf(filter.voided === false, `ended IS DISTINCT FROM 'voided'`);
  list.where('pipeline IN (SELECT id FROM pipelines WHERE version = ?)', filter.version);
  list.where('created_at >= ?', filter.createdFrom);
  list.where('created_at < ?', filter.createdTo);
  list.where('closed_at >= ?', filter.closedFrom);
  list.where('closed_at < ?', filter.closedTo);
  list.where('currency = ?', filter.currency);
  list.where('expected_close >= ?', filter.expectedFrom);
  list.where('expected_close < ?', filter.expectedTo);
  list.whereIf(filter.expected === true, 'expected_close IS NOT NULL');
  list.whereIf(filter.expected === false, 'expected_close IS NULL');
  const itemsOf = table === 'orders' ? 'order_id' : 'opportunity_id';
  list.where(
    `EXISTS (SELECT FROM items WHERE items.${itemsOf} = ${table}.id AND product = ?)`,
    filter.product,
  );
  const repeats = `EXISTS (SELECT FROM items AS earlier WHERE earlier.opportunity_id = ${table}.opportunity_id)`;
  list.whereIf(filter.repeatsItems === true, repeats);
  list.whereIf(filter.repeatsItems === false, `NOT ${repeats}`);
  list.whereIf(filter.companyless === true, 'company_id IS NULL');
  list.whereIf(filter.companyless === false, 'company_id IS NOT NULL');
  const hasItems = `EXISTS (SELECT FROM items WHERE items.${itemsOf} = ${table}.id)`;
  list.whereIf(filter.hasItems === true, hasItems);
  list.whereIf(filter.hasItems === false, `NOT ${hasItems}`);
  const { countsFor, countsForAny, countedFrom = null, countedTo = null } = filter;
  if (countsFor !== undefined) list.whereAll(countsForOne, [countedFrom, countedTo, countsFor]);
  if (countsForAny !== undefined)
    list.whereAll(countsForAny ? countsForSome : `NOT (${countsForSome})`, [countedFrom, countedTo]);
}

const counted = (column: string) =>
  `(?1::timestamptz IS NULL OR ${column} >= ?1) AND (?2::timestamptz IS NULL OR ${column} < ?2)`;
/** The opportunities that the campaign report counts for a campaign: those of its leads, and those it had a part in. */
const countsForOne = `ended IS DISTINCT FROM 'voided' AND CASE
  WHEN EXISTS (SELECT FROM leads WHERE leads.id = opportunities.lead_id AND leads.campaign = ?3)
  THEN EXISTS (SELECT FROM leads WHERE leads.id = opportunities.lead_id AND ${counted('leads.created_at')})
  ELSE EXISTS (SELECT FROM campaign_influences WHERE opportunity_id = opportunities.id AND campaign = ?3)
    AND ${counted('opportunities.created_at')}
END`;
/** Those that it counts for any campaign. They are of leads of the period, or another campaign than that of their lead had a part in them. */
const countsForSome = `ended IS DISTINCT FROM 'voided' AND (
  EXISTS (SELECT FROM leads WHERE leads.id = opportunities.lead_id AND ${counted('leads.created_at')})
  OR (${counted('opportunities.created_at')} AND EXISTS (
    SELECT FROM campaign_influences LEFT JOIN leads ON leads.id = opportunities.lead_id
    WHERE opportunity_id = opportunities.id AND leads.campaign IS DISTINCT FROM campaign_influences.campaign)))`;

/** The given columns; a given amount is set by hand, and no longer follows the items. */
function given(kind: FlowKind, columns: RecordColumns): Record<string, unknown> {
  const said = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  if (columns.amount === undefined) return said;
  if (hasItems(kind)) said['amount_by_hand'] = columns.amount !== null;
  return { ...said, amount: columns.amount ?? '0' };
}
