/** Bulk acts as rows: made, read, leased, and as the API shows them. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { BulkActView, BulkStatus, ChangedList } from '../../contract/api/api.ts';
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
  status: BulkStatus;
  /** Who asked, with their rights at that time. */
  actor: Actor;
  undone_by: Actor | null;
  created_by: string;
  created_at: Date;
  ended_at: Date | null;
  lease: string | null;
  /** Records by how they fared, and the first that were refused; absent where they were not asked for. */
  sums?: Record<string, number> | null;
  refused?: BulkActView['refused'];
}

/** SQL for what the record of an item is called; by the list of its act. */
const names: Record<ChangedList, string> = {
  tasks: 'subject',
  people: 'coalesce(name, email)',
  leads: '(SELECT coalesce(name, email) FROM people WHERE people.id = person_id)',
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

/** Leases the oldest open act that no other process works on. */
export async function leaseAct(database: Queryable): Promise<BulkRow | null> {
  const { rows } = await database.query<BulkRow>(
    `UPDATE bulk_acts SET lease = $1, leased_until = clock_timestamp() + $2 * interval '1 ms' WHERE id = (
       SELECT id FROM bulk_acts WHERE status IN ('running', 'undoing')
         AND (leased_until IS NULL OR leased_until <= clock_timestamp())
       ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *`,
    [randomUUID(), limits.bulkLeaseMs],
  );
  return rows[0] ?? null;
}

export async function dropOldActs(pool: pg.Pool, nowMs: number): Promise<void> {
  await pool.query(`DELETE FROM bulk_acts WHERE created_at < $1 AND status NOT IN ('running', 'undoing')`, [
    new Date(nowMs - limits.bulkKeptMs),
  ]);
}

/** Until when an act can be undone, ms: each change of it for a day, as in the timeline of its record. */
export const undoUntilMs = ({ created_at: createdAt }: Pick<BulkRow, 'created_at'>): number =>
  createdAt.getTime() + limits.undoMs;

export function bulkView(row: BulkRow, nowMs: number): BulkActView {
  const { sums, status } = row;
  const of = (name: keyof BulkActView['counts']) => Number(sums?.[name] ?? 0);
  const isUndoable =
    (status === 'done' || status === 'cancelled') && undoUntilMs(row) > nowMs && of('done') > 0;
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
    undoUntil: isUndoable ? new Date(undoUntilMs(row)).toISOString() : null,
  };
}
