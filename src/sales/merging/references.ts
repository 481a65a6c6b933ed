/** The rows that name a person or a company: counted, and taken over by another one. A test compares the list with the foreign keys. */
import type { Queryable } from '../../base/database/database.ts';
import type { MergedTable } from '../store/store.ts';

/** A column that names a record. */
export interface Reference {
  table: string;
  column: string;
  /** Whether the database itself writes what changes into a timeline. */
  hasTimeline: boolean;
  /** Whether a change has its time in `updated_at`. */
  isDated: boolean;
}

const dated = (table: string, column: string): Reference => ({
  table,
  column,
  hasTimeline: true,
  isDated: true,
});
const silent = (table: string, column: string): Reference => ({
  ...{ table, column, hasTimeline: false, isDated: false },
});

/** In the order in which they go over. */
export const references: Readonly<Record<MergedTable, readonly Reference[]>> = {
  people: [
    ...['leads', 'tasks', 'opportunities', 'deals', 'orders', 'jobs', 'activities'].map((table) =>
      dated(table, 'person_id'),
    ),
    ...['attachments', 'alerts', 'deliveries', 'suppressed_updates'].map((table) =>
      silent(table, 'person_id'),
    ),
    silent('suppressed_updates', 'subject_id'),
    silent('import_traits', 'person'),
    // Those who were merged before into the one that is merged now.
    silent('merges', 'person_id'),
  ],
  companies: [
    ...['people', 'tasks', 'opportunities', 'deals', 'orders', 'jobs', 'activities'].map((table) =>
      dated(table, 'company_id'),
    ),
    silent('attachments', 'company_id'),
    silent('merges', 'company_id'),
  ],
};

/** What nobody sees, or sees elsewhere: no part of what is said to go over. */
const uncounted = new Set(['alerts', 'suppressed_updates', 'import_traits', 'merges']);

/** Returns how many rows name a record, by table; tables without any are left out. */
export async function countReferences(
  database: Queryable,
  table: MergedTable,
  id: string,
): Promise<Record<string, number>> {
  const counted = references[table].filter((one) => !uncounted.has(one.table));
  const { rows } = await database.query<{ name: string; count: number }>(
    counted
      .map(
        (one) =>
          `SELECT '${one.table}' AS name, count(*)::int AS count FROM ${one.table} WHERE ${one.column} = $1`,
      )
      .concat(table === 'people' ? [quotationsOf, campaignsOf] : [])
      .join(' UNION ALL '),
    [id],
  );
  return Object.fromEntries(rows.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]));
}

/** Campaigns that a person was added to are carried by a file of their own. */
const campaignsOf = `SELECT 'campaigns', count(*)::int FROM campaign_influences WHERE person_id = $1`;

/** Quotations go with their opportunities. */
const quotationsOf = `SELECT 'quotations', count(*)::int FROM quotations
  JOIN opportunities ON opportunities.id = opportunity_id WHERE opportunities.person_id = $1`;

/** Rows that were taken over and have no timeline: the column with its values before and after. */
export interface TakenOver {
  kind: string;
  record: string;
  column: string;
}

/** Lets every row that names one record name another. Returns those without a timeline. */
export async function takeOver(
  database: Queryable,
  table: MergedTable,
  { from, to, nowMs }: { from: string; to: string; nowMs: number },
): Promise<TakenOver[]> {
  const taken: TakenOver[] = [];
  for (const { table: kind, column, hasTimeline, isDated } of references[table]) {
    const { rows } = await database.query<{ id: string }>(
      `UPDATE ${kind} SET ${column} = $2 ${isDated ? ', updated_at = $3::timestamptz' : ''}
       WHERE ${column} = $1 ${isDated ? '' : 'AND $3::timestamptz IS NOT NULL'} RETURNING id::text`,
      [from, to, new Date(nowMs)],
    );
    if (!hasTimeline) taken.push(...rows.map(({ id }) => ({ kind, record: id, column })));
  }
  return taken;
}
