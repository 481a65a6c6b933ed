/** What the rules of one programme did, day by day, from the ledger. */
import type { Queryable } from '../../base/database/database.ts';
import type { RuleDay } from '../../contract/api/api.ts';
import { dayOf } from './rows.core.ts';

/** By rule and UTC day, over the days of a half-open span of time, ms since the epoch. An event counts once a rule and day. */
export async function ruleDays(
  database: Queryable,
  programme: string,
  { sinceMs, untilMs }: { sinceMs: number; untilMs: number },
): Promise<RuleDay[]> {
  const { rows } = await database.query<RuleDay>(
    `SELECT rule, to_char(day, 'YYYY-MM-DD') AS day,
       count(DISTINCT profile || ' ' || coalesce(event, '')) FILTER (WHERE kind = 'paid')::float8 AS fires,
       count(*) FILTER (WHERE kind = 'refused')::float8 AS refusals,
       coalesce(sum(points) FILTER (WHERE kind = 'paid'), 0)::float8 AS points,
       max(coalesce(at_ms, noted_at_ms)) FILTER (WHERE kind = 'paid')::float8 AS "lastFiredMs"
     FROM ledger
     WHERE programme = $1 AND day BETWEEN $2 AND $3 AND noted_at_ms >= $4 AND noted_at_ms < $5
     GROUP BY rule, ledger.day ORDER BY rule, ledger.day`,
    [programme, dayOf(sinceMs), dayOf(untilMs), sinceMs, untilMs],
  );
  return rows;
}
