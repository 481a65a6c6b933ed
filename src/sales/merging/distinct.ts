/** What was said of a merged record, that it and another are two, is said of the record that is left. The undo takes that back. */
import type { Queryable } from '../../base/database/database.ts';
import type { MergedTable } from '../store/store.ts';

/** A pair that a merge has added. */
export interface DistinctPair {
  low: string;
  high: string;
}

/** Says of one record what was said of another, who is about to leave. Returns the pairs that are new. */
export async function carryDistinct(
  database: Queryable,
  table: MergedTable,
  { from, to }: { from: string; to: string },
): Promise<DistinctPair[]> {
  const { rows } = await database.query<DistinctPair>(
    `INSERT INTO distinct_records (kind, low, high, at, actor)
     SELECT kind, least(other, $3), greatest(other, $3), at, actor
     FROM (SELECT *, CASE low WHEN $2 THEN high ELSE low END AS other FROM distinct_records WHERE kind = $1 AND $2 IN (low, high)) AS said
     WHERE other <> $3 ON CONFLICT DO NOTHING RETURNING low, high`,
    [table, from, to],
  );
  return rows;
}

/** Forgets the pairs that a merge has added. */
export async function carryDistinctBack(
  database: Queryable,
  table: MergedTable,
  pairs: readonly DistinctPair[],
): Promise<void> {
  await database.query(
    `DELETE FROM distinct_records USING jsonb_to_recordset($2) AS added (low text, high text)
     WHERE kind = $1 AND distinct_records.low = added.low AND distinct_records.high = added.high`,
    [table, JSON.stringify(pairs)],
  );
}
