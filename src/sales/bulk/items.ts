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
}

export type ItemStatus = 'done' | 'unchanged' | 'refused' | 'undone' | 'kept';

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

/** Returns the next records of an act: those that wait in their order, or those that are done from the last. */
export async function nextItems(
  database: Queryable,
  { id, status }: Pick<BulkRow, 'id' | 'status'>,
): Promise<BulkItem[]> {
  const [wanted, order] = status === 'running' ? ['waiting', 'place'] : ['done', 'place DESC'];
  const { rows } = await database.query<BulkItem>(
    `SELECT record, own, entry FROM bulk_items WHERE act_id = $1 AND status = $2
     ORDER BY ${order} LIMIT ${limits.bulkBatchRecords}`,
    [id, wanted],
  );
  return rows;
}

/** Notes how a record fared; `entry` stays where none is given. */
export async function writeItem(
  connection: Queryable,
  act: string,
  record: string,
  { status, reason = null, entry }: { status: ItemStatus; reason?: string | null; entry?: string | null },
): Promise<void> {
  await connection.query(
    `UPDATE bulk_items SET status = $3, reason = $4, entry = coalesce($5, entry) WHERE act_id = $1 AND record = $2`,
    [act, record, status, reason, entry ?? null],
  );
}

/** How many records of an act are done. */
export async function countDone(database: Queryable, act: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM bulk_items WHERE act_id = $1 AND status = 'done'`,
    [act],
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
