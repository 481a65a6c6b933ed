/** The acts on one record, read from its timeline. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { entriesBefore } from '../store/store.ts';
import { type Act, type AmountNow, actsOf, type Entry, withoutFollowed } from './undo.core.ts';

/** SQL: the latest entries of a record, by SQL for its id and for how many. */
export const latestEntries = (record: string, max: string) =>
  entriesBefore(record, String(Number.MAX_SAFE_INTEGER), max);

/**
 * Returns the acts on a record after a time, the latest first. Its latest entries are read, and no more: of very many, none may be after
 * that time.
 */
export async function actsAfter(database: Queryable, record: string, afterMs: number): Promise<Act[]> {
  const { rows } = await database.query<Row>(
    `SELECT ${columns}
     FROM ${latestEntries('$1', '$3')} AS latest
     WHERE at > $2 ORDER BY latest.id DESC`,
    [record, new Date(afterMs), limits.undoEntriesMax],
  );
  return withoutFollowed(joined(rows), await amountNow(database, record));
}

/** Returns all acts on a record, the latest first: a move counts at any age. */
export async function everyActOn(database: Queryable, record: string): Promise<Act[]> {
  const { rows } = await database.query<Row>(
    `SELECT ${columns} FROM timeline WHERE record = $1 ORDER BY timeline.id DESC`,
    [record],
  );
  return joined(rows);
}

type Row = Omit<Entry, 'at'> & { at: Date };
const columns = 'id::text, kind, at, actor, changes, act::text, undoes::text';
const joined = (rows: readonly Row[]) => actsOf(rows.map((row) => ({ ...row, at: row.at.toISOString() })));

/** The amount of a record; null where it cannot follow items. */
async function amountNow(database: Queryable, record: string): Promise<AmountNow | null> {
  const { rows } = await database.query<AmountNow>(
    `SELECT amount::float8 AS amount, amount_by_hand AS "isByHand" FROM opportunities WHERE id = $1
     UNION ALL SELECT amount::float8, amount_by_hand FROM orders WHERE id = $1`,
    [record],
  );
  return rows[0] ?? null;
}
