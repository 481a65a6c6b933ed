/** What people ask of bulk acts: begun, cancelled, undone. */
import { randomUUID } from 'node:crypto';
import { advisoryLocks, type Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { BulkActView, FilteredList, NewBulkAct } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { idsThatFit } from '../records/records.ts';
import { type Actor, actingAs, changeLeased, type LeasedStep, once } from '../store/store.ts';
import {
  type BulkRow,
  type BulkStore,
  bulkView,
  endedAt,
  findAct,
  isUndoOpen,
  leasedActs,
} from './act-rows.ts';
import { assignedAlerts } from './assigned.ts';
import { countAssigned, insertItems } from './items.ts';

/** Finds the records in the transaction that makes the act: what fits later is not meant. */
export async function beginAct(
  { pool, now }: BulkStore,
  asked: NewBulkAct,
  found: FilteredList | null,
  actor: Actor,
): Promise<{ view: BulkActView; isNew: boolean }> {
  const nowMs = now();
  let isNew = false;
  const row = await actingAs(pool, actor, nowMs, async (connection) => {
    isNew = false;
    const id = await once(connection, actor, { bulk: asked }, nowMs, async () => {
      isNew = true;
      await requireRoom(connection);
      const ids = asked.ids ?? (found === null ? [] : await foundIds(connection, found, actor, nowMs));
      const made = `ba_${randomUUID()}`;
      await insertAct(connection, made, { ...asked, fits: found?.filter }, actor, nowMs);
      await insertItems(connection, made, ids, asked.each ?? {});
      return made;
    });
    return findAct(connection, id, actor);
  });
  if (row === null)
    throw new ApiError('not_found', 'the act of this Idempotency-Key is no longer kept; use a new key');
  return { view: bulkView(row, now()), isNew };
}

/** The lock keeps two requests at once from passing the limit. */
async function requireRoom(connection: Queryable): Promise<void> {
  await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.bulkActs]);
  const { rows } = await connection.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM bulk_acts WHERE status IN ('running', 'undoing')`,
  );
  if ((rows[0]?.count ?? 0) >= limits.bulkActsOpenMax)
    throw new ApiError(
      'too_many_requests',
      `${limits.bulkActsOpenMax} acts on many records wait or run; ask again when some have ended (GET /bulk-acts)`,
    );
}

async function foundIds(
  connection: Queryable,
  found: FilteredList,
  { name: caller }: Actor,
  nowMs: number,
): Promise<string[]> {
  const countMax = limits.bulkRecordsMax + 1;
  const ids = await idsThatFit(connection, found, { caller, nowMs, countMax });
  if (ids.length === 0)
    throw new ApiError('invalid_request', `"filter" finds no ${found.list}: there is nothing to change`);
  if (ids.length > limits.bulkRecordsMax)
    throw new ApiError(
      'invalid_request',
      `"filter" finds over ${limits.bulkRecordsMax} ${found.list}: an act takes no more; narrow it`,
    );
  return ids;
}

async function insertAct(
  connection: Queryable,
  id: string,
  { list, change, campaign, filter, fits }: NewBulkAct & { fits: FilteredList['filter'] | undefined },
  actor: Actor,
  nowMs: number,
): Promise<void> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  await connection.query(
    `INSERT INTO bulk_acts (id, list, change, campaign, filter, fits, status, actor, created_by, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $9)`,
    [
      ...[id, list, json(change), campaign ?? null, json(filter), json(fits)],
      ...[JSON.stringify(rightsOf(actor)), actor.name, new Date(nowMs)],
    ],
  );
}

/** An actor without what belongs to one request. */
function rightsOf({ idempotencyKey: _key, request: _request, ...actor }: Actor): Actor {
  return actor;
}

/** Runs a change of an act under its lock. Throws `not_found`. */
function changing(
  { pool, now }: BulkStore,
  id: string,
  caller: Actor,
  stepOf: (row: BulkRow, connection: Queryable, nowMs: number) => Promise<LeasedStep> | LeasedStep,
): Promise<BulkActView> {
  const nowMs = now();
  return actingAs(pool, caller, nowMs, async (connection) => {
    await connection.query('SELECT FROM bulk_acts WHERE id = $1 FOR UPDATE', [id]);
    const before = await findAct(connection, id, caller);
    if (before === null) throw new ApiError('not_found', `there is no bulk act "${id}"`);
    await changeLeased(connection, leasedActs, id, await stepOf(before, connection, nowMs), nowMs);
    return bulkView((await findAct(connection, id, caller)) as BulkRow, nowMs);
  });
}

/** Stops an act, or its undo: what was changed stays, and what was put back too. */
export function cancelAct(store: BulkStore, id: string, caller: Actor): Promise<BulkActView> {
  return changing(store, id, caller, async (row, connection, nowMs) => {
    if (row.status === 'cancelled') return {};
    const stopped = { status: 'cancelled', ended_at: new Date(nowMs), resume_at: null };
    // The day of its undo goes on.
    if (row.status === 'undoing') return stopped;
    if (row.status !== 'running')
      throw new ApiError(
        'conflict',
        `act "${id}" is ${row.status}: there is nothing to cancel${row.status === 'done' ? '; take it back with POST /bulk-acts/{id}/undo' : ''}`,
      );
    await writeAlerts(connection, assignedAlerts(row, await countAssigned(connection, row), nowMs));
    return { ...stopped, ...endedAt(nowMs) };
  });
}

export function undoAct(store: BulkStore, id: string, caller: Actor): Promise<BulkActView> {
  return changing(store, id, caller, (row, _connection, nowMs) => {
    if (row.status === 'undoing' || row.status === 'undone') return {};
    if (row.status === 'running')
      throw new ApiError('conflict', `act "${id}" is running: cancel it first with DELETE, then undo it`);
    if (!isUndoOpen(row, nowMs))
      throw new ApiError(
        'conflict',
        `act "${id}" could be undone within ${limits.undoMs / limits.hourMs} hours of its end, until ${row.undo_until?.toISOString()}`,
      );
    return { status: 'undoing', undone_by: rightsOf(caller), ended_at: null, resume_at: null };
  });
}
