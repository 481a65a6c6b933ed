/**
 * The wish for no contact when a merge is taken apart: one that was said since is that of both.
 *
 * Nobody knows which of the two has said it. Who wishes no contact is never called, so both are marked.
 */
import type { Queryable } from '../../base/database/database.ts';
import { openSuppressed } from '../leads/leads.ts';
import type { MergedTable } from '../store/store.ts';
import { stopContact, stopContactOfCompany } from '../workflow/workflow.ts';
import type { MergingContext } from './context.ts';

interface Merge {
  id: string;
  kind: MergedTable;
  merged: string;
  into_record: string;
}

/** Columns that a mark is written in. */
export const markColumns = ['do_not_contact', 'marked_with_company'];

/** Whether somebody said since the merge that the record wishes no contact: it is the wish of both. */
export async function wasMarkedSince(
  database: Queryable,
  { id, kind, into_record: kept }: Merge,
): Promise<boolean> {
  const ofItself = kind === 'people' ? 'AND NOT marked_with_company' : '';
  const { rows } = await database.query(
    `SELECT FROM ${kind} WHERE id = $2 AND do_not_contact ${ofItself} AND EXISTS (
       SELECT FROM timeline, (SELECT id, act FROM timeline WHERE record = $2 AND kind = 'merges' AND changes #>> '{merged,1,merge}' = $1) AS said
       WHERE record = $2 AND kind = $3 AND timeline.id > said.id AND timeline.act <> said.act
         AND changes #> '{do_not_contact,1}' = 'true')`,
    [id, kept, kind],
  );
  return rows.length > 0;
}

/** Marks the merged record too. The wish may be that of the merged record: nobody who wished no contact is called. */
export function markMerged(context: MergingContext, { kind, merged }: Merge): Promise<void> {
  const { nowMs } = context;
  return kind === 'people'
    ? stopContact(context, [merged], nowMs)
    : stopContactOfCompany(context, merged, nowMs);
}

export async function isMarked(database: Queryable, table: MergedTable, id: string): Promise<boolean> {
  const { rows } = await database.query(`SELECT FROM ${table} WHERE id = $1 AND do_not_contact`, [id]);
  return rows.length > 0;
}

/** Who is free again gets what was kept meanwhile; who is marked by now has no open work. */
export async function followWish(context: MergingContext, merge: Merge, wasMarked: boolean): Promise<void> {
  const { database, nowMs } = context;
  if (merge.kind !== 'people') return;
  const { into_record: kept, merged } = merge;
  for (const id of [kept, merged])
    if (await isMarked(database, 'people', id)) await stopContact(context, [id], nowMs);
  if (wasMarked && !(await isMarked(database, 'people', kept)))
    await openSuppressed(database, context, [kept], nowMs);
  if (!(await isMarked(database, 'people', merged))) await openSuppressed(database, context, [merged], nowMs);
}
