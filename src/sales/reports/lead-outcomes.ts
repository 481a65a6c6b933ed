/** Leads of a programme with their outcomes, from which points are learnt: when each was opened, how it ended, and since when that is known. */
import type { Queryable } from '../../base/database/database.ts';
import type { LeadOutcome, LeadOutcomesAsked } from '../../contract/api/api.ts';

const ms = (time: string) => `(extract(epoch FROM ${time}) * 1000)::float8`;

/**
 * Returns the leads, the latest first. A lead that was won counts as won, whatever a rep rated it. A lead without an end counts
 * where it is rated junk. Leads that ended otherwise, as one that was withdrawn, say nothing of the person.
 */
export async function leadOutcomes(
  database: Queryable,
  { programme, sinceMs, untilMs, most }: LeadOutcomesAsked,
): Promise<LeadOutcome[]> {
  const { rows } = await database.query<LeadOutcome>(
    `SELECT profile, ${ms('created_at')} AS "openedMs",
       ${ms("CASE outcome WHEN 'junk' THEN greatest(quality_at, closed_at) ELSE closed_at END")} AS "endedMs", outcome
     FROM leads, LATERAL (SELECT CASE WHEN ended = 'won' THEN 'won' WHEN quality = 'junk' THEN 'junk'
                                      WHEN ended = 'lost' THEN 'lost' END AS outcome) AS judged
     WHERE programme = $1 AND profile IS NOT NULL AND outcome IS NOT NULL AND created_at >= $2 AND created_at < $3
     ORDER BY created_at DESC, id DESC LIMIT $4`,
    [programme, new Date(sinceMs), new Date(untilMs), most],
  );
  return rows;
}
