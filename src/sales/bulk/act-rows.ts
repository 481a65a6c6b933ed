/** Bulk acts as rows: made, read, leased, and as the API shows them. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { BulkActView, BulkStatus, ChangedList, FilteredList } from '../../contract/api/api.ts';
import type { RecordStore } from '../records/records.ts';
import type { Actor } from '../store/store.ts';

/** The store of records. */
export type BulkStore = RecordStore;

export interface BulkRow {
  id: string;
  list: ChangedList;
  change: Record<string, unknown> | null;
  campaign: string | null;
  filter: Record<string, string> | null;
  /** The filter as its list reads it. */
  fits: FilteredList['filter'] | null;
  status: BulkStatus;
  /** Who asked, with their rights at that time. */
  actor: Actor;
  undone_by: Actor | null;
  created_by: string;
  created_at: Date;
  ended_at: Date | null;
  /** Until when its undo may be asked for; null until it has ended. */
  undo_until: Date | null;
  lease: string | null;
  /** Records by how they fared, and the first that were refused; absent where they were not asked for. */
  sums?: Record<string, number> | null;
  refused?: BulkActView['refused'];
}

/** SQL for what the record of an item is called; by the list of its act. */
const names: Record<ChangedList, string> = {
  tasks: 'subject',
  quotations: 'number',
  people: 'coalesce(name, email, claimed_email)',
  leads: '(SELECT coalesce(name, email, claimed_email) FROM people WHERE people.id = person_id)',
  ...{
    companies: 'name',
    opportunities: 'name',
    deals: 'name',
    orders: 'name',
    jobs: 'name',
    campaigns: 'name',
  },
};
export const nameOfItem = `CASE bulk_acts.list ${Object.entries(names)
  .map(([list, name]) => `WHEN '${list}' THEN (SELECT ${name} FROM ${list} WHERE ${list}.id = items.record)`)
  .join(' ')} END`;

/** How acts are leased. */
export const leasedActs = { table: 'bulk_acts', leaseMs: limits.bulkLeaseMs } as const;

/** The columns of an act as it is shown. */
export const shownColumns = `bulk_acts.*,
  (SELECT jsonb_object_agg(status, number) FROM (
     SELECT status, count(*) AS number FROM bulk_items WHERE act_id = bulk_acts.id GROUP BY status) AS counted) AS sums,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('record', record, 'name', ${nameOfItem}, 'reason', reason) ORDER BY place), '[]') FROM (
     SELECT record, reason, place FROM bulk_items WHERE act_id = bulk_acts.id AND reason IS NOT NULL
     ORDER BY place LIMIT ${limits.bulkRefusedShownMax}) AS items) AS refused`;

/** Returns an act that the caller may see: their own, or any for a manager; null for none. */
export async function findAct(
  database: Queryable,
  id: string,
  { name, isManager }: Pick<Actor, 'name' | 'isManager'>,
): Promise<BulkRow | null> {
  const { rows } = await database.query<BulkRow>(
    `SELECT ${shownColumns} FROM bulk_acts WHERE id = $1 AND ($2 OR created_by = $3)`,
    [id, isManager, name],
  );
  return rows[0] ?? null;
}

/** SQL that finds open acts which no process works on, and which at a time do not wait for records to be tried again. */
const leasable = (now: string) => `bulk_acts WHERE status IN ('running', 'undoing')
         AND (leased_until IS NULL OR leased_until <= clock_timestamp()) AND (resume_at IS NULL OR resume_at <= ${now})`;

/** SQL that is true while there is one at $1. */
export const bulkWaits = `EXISTS (SELECT FROM ${leasable('$1')})`;

/** Leases the oldest open act that no other process works on, and that does not wait for records to be tried again. */
export async function leaseAct(database: Queryable, nowMs: number): Promise<BulkRow | null> {
  const { rows } = await database.query<BulkRow>(
    `UPDATE bulk_acts SET lease = $1, leased_until = clock_timestamp() + $2 * interval '1 ms' WHERE id = (
       SELECT id FROM ${leasable('$3')}
       ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *`,
    [randomUUID(), limits.bulkLeaseMs, new Date(nowMs)],
  );
  return rows[0] ?? null;
}

export async function dropOldActs(pool: pg.Pool, nowMs: number): Promise<void> {
  await pool.query(`DELETE FROM bulk_acts WHERE created_at < $1 AND status NOT IN ('running', 'undoing')`, [
    new Date(nowMs - limits.bulkKeptMs),
  ]);
}

/** The columns of an act that has ended: its undo is open for a day. */
export const endedAt = (nowMs: number) => ({
  ended_at: new Date(nowMs),
  undo_until: new Date(nowMs + limits.undoMs),
});

/** Whether the undo of an act may be asked for. */
export const isUndoOpen = ({ undo_until: until }: Pick<BulkRow, 'undo_until'>, nowMs: number): boolean =>
  until !== null && until.getTime() > nowMs;

export function bulkView(row: BulkRow, nowMs: number): BulkActView {
  const { sums, status } = row;
  const of = (name: keyof BulkActView['counts']) => Number(sums?.[name] ?? 0);
  const isUndoable =
    (status === 'done' || status === 'cancelled') && isUndoOpen(row, nowMs) && of('done') > 0;
  return {
    id: row.id,
    list: row.list,
    change: row.change,
    campaign: row.campaign,
    filter: row.filter,
    status,
    counts: {
      records: Object.values(sums ?? {}).reduce((sum, number) => sum + Number(number), 0),
      ...{ waiting: of('waiting'), done: of('done'), unchanged: of('unchanged') },
      ...{ refused: of('refused'), undone: of('undone'), kept: of('kept') },
    },
    refused: row.refused ?? [],
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    undoUntil: isUndoable ? (row.undo_until?.toISOString() ?? null) : null,
  };
}
