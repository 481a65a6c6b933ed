/** Leads that a programme opened in a span of time. */
import type { Queryable } from '../../base/database/database.ts';

export async function leadsOpened(
  database: Queryable,
  { programme, sinceMs, untilMs }: { programme: string; sinceMs: number; untilMs: number },
): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM leads
     WHERE programme = $1 AND created_at >= $2 AND created_at < $3 AND ended IS DISTINCT FROM 'voided'`,
    [programme, new Date(sinceMs), new Date(untilMs)],
  );
  return rows[0]?.count ?? 0;
}
