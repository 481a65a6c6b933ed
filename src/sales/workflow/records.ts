/** Records in a stage: read, begun, moved by people and by the clock, each change with its effects. */
import { randomUUID } from 'node:crypto';
import { limits } from '../../base/kernel/kernel.ts';
import { noTracing, type Tracing } from '../../base/telemetry/telemetry.ts';
import type { FlowKind, LaneWorker } from '../../contract/language/language.ts';
import {
  type Actor,
  cancelTasks,
  carryItems,
  clockActor,
  closeQuotations,
  flowTables,
  type RecordRow,
  requireContact,
  takeExternalId,
} from '../store/store.ts';
import {
  changing,
  type FlowAccess,
  type FlowContext,
  type FlowRecord,
  type WorkflowStore,
} from './context.ts';
import { begin, type FlowStep, fill, go, move, moveDue, refill } from './flow.core.ts';
import type { FlowEffect } from './flow-effects.ts';
import { tickedBy } from './flow-fields.core.ts';
import { flowColumnsOf, flowStateOf } from './flow-rows.ts';
import { requireTicks } from './flow-workers.core.ts';
import type { StoredFlow } from './processes.ts';
import { requireAttached } from './record-documents.ts';
import { carryOut } from './record-effects.ts';
import { lockRecord } from './record-lock.ts';

/** A move along the pipeline, and values of fields. */
export interface FlowChange {
  fields?: Record<string, unknown> | undefined;
  to?: string | undefined;
  when?: string | undefined;
  reason?: string | null | undefined;
}

/** Returns a record with its pipeline, and locks it. Throws `not_found`. */
async function lockInFlow({ database, flows }: FlowAccess, kind: FlowKind, id: string): Promise<FlowRecord> {
  const row = await lockRecord(database, kind, id);
  return { kind, row, flow: await flows.flow(database, row.pipeline) };
}

/** Fills fields and moves a record as a person asks. */
export async function changeFlow(
  context: FlowContext,
  kind: FlowKind,
  id: string,
  change: FlowChange,
): Promise<void> {
  const { nowMs } = context;
  const record = await lockInFlow(context, kind, id);
  const { flow, row } = record;
  await requireAttached(context.database, flow.pipeline, { kind, id }, change.fields ?? {});
  const actor = workerOf(row, context.actor);
  // The stage it is in already changes nothing; an outcome that leads back to the same stage is a move.
  const isMoving = change.to !== undefined && (change.to !== row.stage || change.when !== undefined);
  const filled = (isMoving ? fill : refill)(flow, flowStateOf(row.stage, row), change.fields ?? {});
  requireTicks(flow, row.fields, filled.fields, actor);
  // A lead is a person to contact.
  if (kind === 'lead' && row.ended !== null && isOpened(flow, change.to))
    await requireContact(context.database, { person: row.person_id ?? null });
  const step: FlowStep = isMoving
    ? move(flow, filled, { to: change.to as string, when: change.when, reason: change.reason }, actor, nowMs)
    : { state: filled, effects: [] };
  await writeStep(context, record, step, nowMs);
}

/** Ticks the fields of a record that something it was given ticks by itself. `columns`: what it was given, as by a change of its columns. */
export async function tickFields(
  context: FlowContext,
  kind: FlowKind,
  id: string,
  columns: Record<string, unknown>,
): Promise<void> {
  const { flow, row } = await lockInFlow(context, kind, id);
  const open = Object.entries(tickedBy(flow.pipeline, columns)).filter(([name]) => row.fields[name] !== true);
  if (open.length > 0) await changeFlow(context, kind, id, { fields: Object.fromEntries(open) });
}

/** Whether a move leads to a stage that is no end. */
function isOpened({ pipeline }: StoredFlow, to: string | undefined): boolean {
  return to !== undefined && pipeline.stages.every(({ stage, ends }) => stage !== to || ends === undefined);
}

/** An actor as somebody who works on this record. */
export function workerOf({ owner }: Pick<RecordRow, 'owner'>, actor: Actor): LaneWorker {
  return { ...actor, isOwner: owner !== null && owner === actor.name };
}

/**
 * Puts a record into a stage without looking at its checklist: a consequence of another change, not a rep's wish. `isVoided`: what opened
 * it was undone, so that it ended in no way,
 * and nothing is left to do on it.
 */
export async function putInto(
  context: FlowAccess & Pick<FlowContext, 'nowMs'>,
  kind: FlowKind,
  id: string,
  { to, reason = null, isDone = false, isVoided = false }: Put,
): Promise<void> {
  const record = await lockInFlow(context, kind, id);
  const { flow, row } = record;
  if (row.stage === to) return;
  const step = go(flow, flowStateOf(row.stage, row), to, context.nowMs, reason, isDone);
  await writeStep(context, record, step, context.nowMs, isVoided ? { ended: 'voided' } : {});
  const why = { of: id, reason: `its ${kind} was taken back` };
  if (!isVoided) return;
  await cancelTasks(context.database, `${kind}_id = $1`, why, context.nowMs);
  await takeExternalId(context.database, flowTables[kind].table, id);
}

interface Put {
  to: string;
  reason?: string | null;
  isDone?: boolean;
  isVoided?: boolean;
}

/**
 * Begins a record of a pipeline, in its first stage or the one that is named. `columns` are the further columns of its table.
 * Returns its id.
 */
export async function beginRecord(
  access: FlowAccess,
  flow: StoredFlow,
  columns: Record<string, unknown>,
  fields: Record<string, unknown>,
  atMs: number,
  first: string | null = null,
): Promise<string> {
  const { database } = access;
  const kind = flow.pipeline.of;
  const { table, stage, prefix } = flowTables[kind];
  const step = begin(flow, atMs, { ...tickedBy(flow.pipeline, columns), ...fields }, first);
  const at = new Date(atMs).toISOString();
  const given: Record<string, unknown> = {
    id: `${prefix}_${randomUUID()}`,
    created_at: at,
    updated_at: at,
    ...columns,
    ...flowColumnsOf(flow, step.state),
    [stage]: step.state.stage,
  };
  const names = Object.keys(given);
  await database.query(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_name, index) => `$${index + 1}`).join(', ')})`,
    names.map((name) => stored(given[name])),
  );
  const row = await lockRecord(database, kind, String(given['id']));
  await requireAttached(database, flow.pipeline, { kind, id: row.id }, fields);
  if (kind === 'order') await carryItems(database, row.id);
  await follow(access, { kind, flow, row }, step.effects);
  return row.id;
}

/**
 * Moves records of every kind whose next action is due. Returns how many. Each has its own transaction: a record that cannot be
 * moved holds up no other, and is retried later.
 */
export async function moveDueRecords(
  store: WorkflowStore,
  onError: (record: string, error: Error) => void,
  tracing: Tracing = noTracing,
): Promise<number> {
  let count = 0;
  for (const kind of Object.keys(flowTables) as FlowKind[])
    for (let tries = 0; tries < limits.recordsPerSweepMax; tries++) {
      const moved = await moveNextDue(store, kind, onError, tracing);
      if (moved === 'none') break;
      if (moved === 'moved') count++;
    }
  return count;
}

/** Moves the record of a kind that is due the longest. Its alerts and mails begin a trace: no request is behind them. */
async function moveNextDue(
  store: WorkflowStore,
  kind: FlowKind,
  onError: (record: string, error: Error) => void,
  tracing: Tracing,
): Promise<'none' | 'moved' | 'stuck'> {
  const { table } = flowTables[kind];
  const act = tracing.begin('move', { attributes: { 'scoville.cause': 'time', 'scoville.kind': kind } });
  let id = '';
  try {
    const moved = await changing(store, { ...clockActor, trace: act.carried }, async (context) => {
      const { rows } = await context.database.query<{ id: string }>(
        `SELECT id FROM ${table} WHERE next_action_at <= $1 ORDER BY next_action_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [new Date(context.nowMs)],
      );
      if (rows[0] === undefined) return 'none';
      id = rows[0].id;
      const record = await lockInFlow(context, kind, id);
      const step = moveDue(record.flow, flowStateOf(record.row.stage, record.row), context.nowMs);
      await writeStep(context, record, step, context.nowMs);
      return 'moved';
    });
    if (moved === 'moved') act.end();
    return moved;
  } catch (error) {
    if (id === '') throw error;
    onError(id, error as Error);
    await changing(store, clockActor, async ({ database, nowMs }) => {
      // A concurrent move has set the next action, or has ended the record.
      await database.query(`UPDATE ${table} SET next_action_at = $2 WHERE id = $1 AND next_action_at <= $3`, [
        id,
        new Date(nowMs + limits.moveAgainMs),
        new Date(nowMs),
      ]);
    });
    return 'stuck';
  }
}

async function writeStep(
  access: FlowAccess,
  record: FlowRecord,
  { state, effects }: FlowStep,
  nowMs: number,
  otherwise: { ended?: 'voided' } = {},
): Promise<void> {
  const { database } = access;
  const { kind, flow, row } = record;
  const { table, stage } = flowTables[kind];
  const columns = {
    ...flowColumnsOf(flow, state),
    ...otherwise,
    [stage]: state.stage,
    updated_at: new Date(nowMs),
    // Somebody has moved it since: the withdrawal of a wish leaves it there.
    ...(kind !== 'campaign' && state.stage !== row.stage && { suppressed: null }),
  };
  const names = Object.keys(columns);
  await database.query(
    `UPDATE ${table} SET ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE id = $1`,
    [row.id, ...Object.values(columns).map(stored)],
  );
  if (kind === 'opportunity' && row.ended === null && state.end !== null)
    await closeQuotations(database, row.id, state.end, state.reason, nowMs);
  const undoneAt = access.isUndo === true ? new Date(row.entered_at) : null;
  await follow(access, { ...record, undoneAt, row: { ...row, ...columns, stage: state.stage } }, effects);
}

/** Carries effects out, and begins the records that follow from them. */
export async function follow(
  access: FlowAccess,
  record: FlowRecord,
  effects: readonly FlowEffect[],
): Promise<void> {
  for (const next of await carryOut(access, record, effects))
    await beginRecord(access, next.flow, next.columns, {}, next.atMs, next.stage);
}

/** JSON columns are given as text; arrays would otherwise become PostgreSQL's own. */
function stored(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !(value instanceof Date)
    ? JSON.stringify(value)
    : value;
}
