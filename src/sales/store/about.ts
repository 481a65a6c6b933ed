/** The person and company of a task or an activity: those given, else those of its record. */
import type { Queryable } from '../../base/database/database.ts';

type Id = string | null | undefined;

/** The records something is about, by the names of the API. */
export interface About {
  person?: Id;
  company?: Id;
  lead?: Id;
  opportunity?: Id;
  deal?: Id;
  order?: Id;
  job?: Id;
}

/** Returns the person and the company; null where neither the request nor its records name one. */
export async function partiesOf(
  connection: Queryable,
  { person, company, lead, opportunity, deal, order, job }: About,
): Promise<{ person: string | null; company: string | null }> {
  const { rows } = await connection.query<{ person: string | null; company: string | null }>(
    `SELECT coalesce($1, (SELECT person_id FROM leads WHERE id = $3), (array_agg(person_id) FILTER (WHERE person_id IS NOT NULL))[1]) AS person,
            coalesce($2, (array_agg(company_id) FILTER (WHERE company_id IS NOT NULL))[1]) AS company
     FROM (SELECT person_id, company_id FROM opportunities WHERE id = $4
           UNION ALL SELECT person_id, company_id FROM deals WHERE id = $5
           UNION ALL SELECT person_id, company_id FROM orders WHERE id = $6
           UNION ALL SELECT person_id, company_id FROM jobs WHERE id = $7) AS records`,
    [person, company, lead, opportunity, deal, order, job].map((id) => id ?? null),
  );
  return rows[0] ?? { person: null, company: null };
}
