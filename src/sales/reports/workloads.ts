/** What each user has open now, and what waits without an owner. */
import type { Queryable } from '../../base/database/database.ts';
import type { Workload } from '../../contract/api/api.ts';

/** Returns a row for each owner of something open, and one for nobody; who has nothing is left out. */
export async function workloads(database: Queryable, nowMs: number): Promise<Workload[]> {
  const { rows } = await database.query<Workload>(
    `SELECT owner, sum(leads)::int AS leads, sum(tasks)::int AS tasks, sum(overdue)::int AS overdue,
            sum(opportunities)::int AS opportunities, sum(others)::int AS others
     FROM (
       SELECT owner, count(*) AS leads, 0 AS tasks, 0 AS overdue, 0 AS opportunities, 0 AS others
         FROM leads WHERE closed_at IS NULL GROUP BY owner
       UNION ALL
       SELECT owner, 0, count(*), count(*) FILTER (WHERE due_at < $1), 0, 0
         FROM tasks WHERE status = 'Open' GROUP BY owner
       UNION ALL
       SELECT owner, 0, 0, 0, count(*), 0 FROM opportunities WHERE closed_at IS NULL GROUP BY owner
       UNION ALL
       SELECT owner, 0, 0, 0, 0, count(*) FROM (
         SELECT owner FROM deals WHERE closed_at IS NULL
         UNION ALL SELECT owner FROM orders WHERE closed_at IS NULL
         UNION ALL SELECT owner FROM jobs WHERE closed_at IS NULL
         UNION ALL SELECT owner FROM campaigns WHERE closed_at IS NULL AND owner IS NOT NULL
       ) AS other GROUP BY owner
     ) AS counted GROUP BY owner ORDER BY owner NULLS LAST`,
    [new Date(nowMs)],
  );
  return rows;
}
