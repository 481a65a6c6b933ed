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
    `SELECT coalesce(kept_record($1), (SELECT person_id FROM leads WHERE id = $3), (array_agg(person_id) FILTER (WHERE person_id IS NOT NULL))[1]) AS person,
            coalesce(kept_record($2), (array_agg(company_id) FILTER (WHERE company_id IS NOT NULL))[1]) AS company
     FROM (SELECT person_id, company_id FROM opportunities WHERE id = $4
           UNION ALL SELECT person_id, company_id FROM deals WHERE id = $5
           UNION ALL SELECT person_id, company_id FROM orders WHERE id = $6
           UNION ALL SELECT person_id, company_id FROM jobs WHERE id = $7) AS records`,
    [person, company, lead, opportunity, deal, order, job].map((id) => id ?? null),
  );
  return rows[0] ?? { person: null, company: null };
}

/** Returns the owners of the records something is about, then those of its person and its company; the nearest first. */
export async function accountsOf(connection: Queryable, about: About): Promise<string[]> {
  const { person, company } = await partiesOf(connection, about);
  const { rows } = await connection.query<{ owner: string }>(
    `SELECT owner FROM (
       SELECT 1 AS position, owner FROM leads WHERE id = $1 UNION ALL SELECT 1, owner FROM opportunities WHERE id = $2
       UNION ALL SELECT 1, owner FROM deals WHERE id = $3 UNION ALL SELECT 1, owner FROM orders WHERE id = $4
       UNION ALL SELECT 1, owner FROM jobs WHERE id = $5 UNION ALL SELECT 2, owner FROM people WHERE id = $6
       UNION ALL SELECT 3, owner FROM companies
         WHERE id = coalesce($7, (SELECT company_id FROM people WHERE id = $6))
     ) AS accounts WHERE owner IS NOT NULL ORDER BY position`,
    [about.lead, about.opportunity, about.deal, about.order, about.job, person, company].map(
      (id) => id ?? null,
    ),
  );
  return rows.map(({ owner }) => owner);
}

/** SQL that joins `people` and `companies` to tasks: those given, else those of the task's record. */
export const partiesOfTasks = `
  LEFT JOIN leads ON leads.id = tasks.lead_id
  LEFT JOIN opportunities ON opportunities.id = tasks.opportunity_id
  LEFT JOIN deals ON deals.id = tasks.deal_id
  LEFT JOIN orders ON orders.id = tasks.order_id
  LEFT JOIN jobs ON jobs.id = tasks.job_id
  LEFT JOIN people ON people.id = coalesce(tasks.person_id, leads.person_id, opportunities.person_id, deals.person_id,
                                           orders.person_id, jobs.person_id)
  LEFT JOIN companies ON companies.id = coalesce(tasks.company_id, opportunities.company_id)`;

/** SQL for how a person or company that is joined is named. */
export const partyName = 'coalesce(people.name, people.email, people.claimed_email, companies.name)';

/** SQL: a company marked *do not contact* has marked its people; its own mark counts where no person is known. */
export const isWelcome = 'NOT coalesce(people.do_not_contact, companies.do_not_contact, false)';
