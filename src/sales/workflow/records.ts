/** Records that stand in a stage: read, begun, moved by people and by the clock, each change with what it sets off. */
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { type Actor, carryItems, flowTables, type RecordRow, settleQuotations } from '../store/store.ts';
import { begin, type FlowEffect, type FlowStep, fill, go, move, moveDue } from './flow.core.ts';
import { flowColumnsOf, flowStateOf } from './flow-rows.ts';
import type { Flows, StoredFlow } from './processes.ts';
import { carryOut } from './record-effects.ts';

/** What somebody wants of a record's way. */
export interface FlowChange {
  fields?: Record<string, unknown> | undefined;
  to?: string | undefined;
  when?: string | undefined;
  reason?: string | null | undefined;
}

/** A record, locked. Throws `not_found`. */
export async function lockRecord(connection: Queryable, kind: FlowKind, id: string): Promise<RecordRow> {
  const { table, stage } = flowTables[kind];
  const { rows } = await connection.query<RecordRow>(
    `SELECT ${table}.*, ${stage} AS stage FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no ${kind} "${id}"`);
  return rows[0];
}

/** Fills fields and moves a record as a person asks. */
export async function changeFlow(
  connection: Queryable,
  flows: Flows,
  kind: FlowKind,
  id: string,
  change: FlowChange,
  actor: Actor,
  nowMs: number,
): Promise<void> {
  const row = await lockRecord(connection, kind, id);
  const flow = await flows.flow(connection, row.pipeline);
  const before = flowStateOf(row.stage, row);
  const filled = fill(flow, before, change.fields ?? {});
  // To say where it stands already changes nothing; an outcome that leads back to the same stage is a move.
  const isMoving = change.to !== undefined && (change.to !== row.stage || change.when !== undefined);
  const step: FlowStep = isMoving
    ? move(flow, filled, { to: change.to as string, when: change.when, reason: change.reason }, actor, nowMs)
    : { state: filled, effects: [] };
  await writeStep(connection, flows, kind, flow, row, step, nowMs);
}

/** Puts a record into a stage whatever its checklist says: what follows from something else, not from a rep's wish. */
export async function putInto(
  connection: Queryable,
  flows: Flows,
  kind: FlowKind,
  id: string,
  to: string,
  reason: string | null,
  nowMs: number,
): Promise<void> {
  const row = await lockRecord(connection, kind, id);
  if (row.stage === to) return;
  const flow = await flows.flow(connection, row.pipeline);
  await writeStep(
    connection,
    flows,
    kind,
    flow,
    row,
    go(flow, flowStateOf(row.stage, row), to, nowMs, reason),
    nowMs,
  );
}

/** Begins a record of a pipeline; `columns` are those its table has besides. Answers its id. */
export async function beginRecord(
  connection: Queryable,
  flows: Flows,
  flow: StoredFlow,
  columns: Record<string, unknown>,
  fields: Record<string, unknown>,
  nowMs: number,
): Promise<string> {
  const kind = flow.pipeline.of;
  const { table, stage, prefix } = flowTables[kind];
  const step = begin(flow, nowMs, fields);
  const now = new Date(nowMs).toISOString();
  const row: Record<string, unknown> = {
    id: `${prefix}_${randomUUID()}`,
    created_at: now,
    updated_at: now,
    ...columns,
    ...flowColumnsOf(flow, step.state),
    [stage]: step.state.stage,
  };
  const names = Object.keys(row);
  await connection.query(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_name, index) => `$${index + 1}`).join(', ')})`,
    names.map((name) => stored(row[name])),
  );
  const begun = await lockRecord(connection, kind, String(row['id']));
  if (kind === 'order') await carryItems(connection, begun.id);
  await follow(connection, flows, kind, flow, begun, step.effects);
  return begun.id;
}

/**
 * Lets the clock act on records whose time has come, of every kind. Answers how many. Each has a transaction of its own,
 * so that one that cannot be moved holds up no other; it is looked at again a while later.
 */
export async function moveDueRecords(
  flows: Flows,
  nowMs: number,
  within: <T>(work: (connection: Queryable) => Promise<T>) => Promise<T>,
  onError: (record: string, error: Error) => void,
): Promise<number> {
  let count = 0;
  for (const kind of Object.keys(flowTables) as FlowKind[]) {
    const { table } = flowTables[kind];
    for (let isMore = true, tries = 0; isMore && tries < limits.recordsPerSweepMax; tries++) {
      let id = '';
      try {
        isMore = await within(async (connection) => {
          const { rows } = await connection.query<{ id: string }>(
            `SELECT id FROM ${table} WHERE next_action_at <= $1 ORDER BY next_action_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
            [new Date(nowMs)],
          );
          if (rows[0] === undefined) return false;
          id = rows[0].id;
          const row = await lockRecord(connection, kind, id);
          const flow = await flows.flow(connection, row.pipeline);
          const step = moveDue(flow, flowStateOf(row.stage, row), nowMs);
          await writeStep(connection, flows, kind, flow, row, step, nowMs);
          count++;
          return true;
        });
      } catch (error) {
        if (id === '') throw error;
        onError(id, error as Error);
        await within(async (connection) => {
          // Whoever moved it meanwhile has said when it wakes, or ended it.
          await connection.query(
            `UPDATE ${table} SET next_action_at = $2 WHERE id = $1 AND next_action_at <= $3`,
            [id, new Date(nowMs + limits.moveAgainMs), new Date(nowMs)],
          );
        });
      }
    }
  }
  return count;
}

async function writeStep(
  connection: Queryable,
  flows: Flows,
  kind: FlowKind,
  flow: StoredFlow,
  row: RecordRow,
  { state, effects }: FlowStep,
  nowMs: number,
): Promise<void> {
  const { table, stage } = flowTables[kind];
  const columns = { ...flowColumnsOf(flow, state), [stage]: state.stage, updated_at: new Date(nowMs) };
  const names = Object.keys(columns);
  await connection.query(
    `UPDATE ${table} SET ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE id = $1`,
    [row.id, ...Object.values(columns).map(stored)],
  );
  if (kind === 'opportunity' && row.ended === null && state.end !== null)
    await settleQuotations(connection, row.id, state.end, state.reason, nowMs);
  await follow(connection, flows, kind, flow, { ...row, ...columns, stage: state.stage }, effects);
}

/** Carries effects out, and begins the records that follow from them. */
export async function follow(
  connection: Queryable,
  flows: Flows,
  kind: FlowKind,
  flow: StoredFlow,
  row: RecordRow,
  effects: readonly FlowEffect[],
): Promise<void> {
  for (const next of await carryOut(connection, flows, kind, flow, row, effects))
    await beginRecord(connection, flows, next.flow, next.columns, {}, next.atMs);
}

/** JSON columns are given as text; arrays would otherwise become PostgreSQL's own. */
function stored(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !(value instanceof Date)
    ? JSON.stringify(value)
    : value;
}
