/** What rules recognised in a period: events that earned points, and the profiles they are of. */

import type { Queryable } from '../../base/database/database.ts';
import type { MatchCounts } from '../../contract/api/api.ts';
import { dayOf } from './rows.core.ts';

/**
 * Counts over the ledger entries noted in a half-open span of time, ms since the epoch. An event counts once a rule (once a
 * programme, once in all), however often it was taken back and paid again. A fit rule counts a profile without an event.
 */
export async function recognised(
  database: Queryable,
  { sinceMs, untilMs }: { sinceMs: number; untilMs: number },
): Promise<MatchCounts[]> {
  const { rows } = await database.query<MatchCounts>(
    `WITH matched AS MATERIALIZED (
       SELECT DISTINCT programme, rule, profile, event FROM ledger
       WHERE day BETWEEN $1 AND $2 AND noted_at_ms >= $3 AND noted_at_ms < $4 AND kind = 'paid'
     )
     SELECT programme, rule, count(DISTINCT profile || ' ' || event)::float8 AS events,
            count(DISTINCT profile)::float8 AS profiles
     FROM matched GROUP BY GROUPING SETS ((programme, rule), (programme), ()) ORDER BY programme, rule`,
    [dayOf(sinceMs), dayOf(untilMs), sinceMs, untilMs],
  );
  return rows;
}
