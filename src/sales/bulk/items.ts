/** The records of a bulk act: in their order, and how each of them fared. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type BulkRow, nameOfItem } from './act-rows.ts';

export interface BulkItem {
  record: string;
  /** Its own part of the change, besides that of all. */
  own: Record<string, unknown> | null;
  /** The entry of its timeline that an undo takes back. */
  entry: string | null;
  /** When its campaign was given a part in it; null where it had one. */
  joined_at: Date | null;
}

type ItemStatus = 'done' | 'unchanged' | 'refused' | 'undone' | 'kept';

/** A record that was refused, or kept by the undo. */
export interface Refused {
  record: string;
  /** What it is called; null where it is gone, or has no name. */
  name: string | null;
  reason: string;
}

/** Puts the records into an act, in their order. */
export async function insertItems(
  connection: Queryable,
  act: string,
  ids: readonly string[],
  each: Readonly<Record<string, unknown>>,
): Promise<void> {
  await connection.query(
    `INSERT INTO bulk_items (act_id, place, record, own)
     SELECT $1, min(place), record, $3::jsonb -> record FROM unnest($2::text[]) WITH ORDINALITY AS given (record, place)
     GROUP BY record`,
    [act, ids, JSON.stringify(each)],
  );
}

/** The records that an act is still to come to. */
const wantedBy = ({ status }: Pick<BulkRow, 'status'>) => (status === 'running' ? 'waiting' : 'done');

/**
 * Returns the next records of an act: those that wait in their order, or those that are done from the last. One that failed is left out
 * until its next try.
 */
export async function nextItems(
  database: Queryable,
  row: Pick<BulkRow, 'id' | 'status'>,
  nowMs: number,
): Promise<BulkItem[]> {
  const order = row.status === 'running' ? 'place' : 'place DESC';
  const { rows } = await database.query<BulkItem>(
    `SELECT record, own, entry, joined_at FROM bulk_items
     WHERE act_id = $1 AND status = $2 AND (retry_at IS NULL OR retry_at <= $3)
     ORDER BY ${order} LIMIT ${limits.bulkBatchRecords}`,
    [row.id, wantedBy(row), new Date(nowMs)],
  );
  return rows;
}

/** Returns when the next record of an act is tried again; null where there is none. */
export async function nextTryAt(
  database: Queryable,
  row: Pick<BulkRow, 'id' | 'status'>,
): Promise<Date | null> {
  const { rows } = await database.query<{ at: Date | null }>(
    'SELECT min(retry_at) AS at FROM bulk_items WHERE act_id = $1 AND status = $2',
    [row.id, wantedBy(row)],
  );
  return rows[0]?.at ?? null;
}

/** Counts a try of a record that failed. Returns how many there were. */
export async function countTry(
  connection: Queryable,
  act: string,
  record: string,
  retryAtMs: number,
): Promise<number> {
  const { rows } = await connection.query<{ tries: number }>(
    `UPDATE bulk_items SET tries = tries + 1, retry_at = $3 WHERE act_id = $1 AND record = $2 RETURNING tries`,
    [act, record, new Date(retryAtMs)],
  );
  return rows[0]?.tries ?? 0;
}

/** How a record fared. */
export interface Fared {
  status: ItemStatus;
  reason?: string | null;
  entry?: string | null;
  joinedAt?: Date;
}

/** Notes how a record fared; `entry` and `joinedAt` stay where none are given. Its tries are counted from the start again. */
export async function writeItem(
  connection: Queryable,
  act: string,
  record: string,
  { status, reason = null, entry, joinedAt }: Fared,
): Promise<void> {
  await connection.query(
    `UPDATE bulk_items SET status = $3, reason = $4, entry = coalesce($5, entry),
       joined_at = coalesce($6, joined_at), tries = 0, retry_at = NULL
     WHERE act_id = $1 AND record = $2`,
    [act, record, status, reason, entry ?? null, joinedAt ?? null],
  );
}

/** How many records an act has given to the owner that it names: those that were theirs already do not count. */
export async function countAssigned(
  database: Queryable,
  { id, change }: Pick<BulkRow, 'id' | 'change'>,
): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM bulk_items AS items WHERE act_id = $1 AND status = 'done' AND EXISTS (
       SELECT FROM timeline WHERE timeline.record = items.record AND changes -> 'owner' ->> 1 = $2
         AND timeline.act = (SELECT decided.act FROM timeline AS decided WHERE decided.id = items.entry::bigint))`,
    [id, change?.['owner'] ?? null],
  );
  return rows[0]?.count ?? 0;
}

/** Returns the records that were refused, or kept by the undo. */
export async function refusedOf(database: Queryable, { id }: Pick<BulkRow, 'id'>): Promise<Refused[]> {
  const { rows } = await database.query<Refused>(
    `SELECT record, reason, ${nameOfItem} AS name FROM bulk_items AS items JOIN bulk_acts ON bulk_acts.id = act_id
     WHERE act_id = $1 AND reason IS NOT NULL ORDER BY place`,
    [id],
  );
  return rows;
}
