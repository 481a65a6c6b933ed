/** Customer lifetime value: the orders each customer has given. */

import { type Queryable, together } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { ReportRow } from '../../contract/api/api.ts';
import { asking, type Figures, ownColumns, type ReportAsked } from './report-sql.ts';

type Row = ReportRow<'customers'>;
type Summed = Omit<Row, 'firstOrderAt' | 'lastOrderAt'> & { firstOrderAt: Date; lastOrderAt: Date };

/** Orders within a shorter time say nothing of a year. */
const projectionSpan = `interval '${limits.projectionSpanMsMin / limits.dayMs} days'`;

const goodOrders = ({ within, only }: ReturnType<typeof asking>) => `
  SELECT coalesce(company_id, person_id) AS customer, company_id IS NOT NULL AS is_company, amount, currency, closed_at
  FROM orders WHERE ended IN ('won', 'done') AND ${within('orders.closed_at')} AND ${only(ownColumns('orders'))}`;

const sums = `currency, count(*)::int AS orders, sum(amount)::text AS value, min(closed_at) AS "firstOrderAt",
  max(closed_at) AS "lastOrderAt", round(sum(amount) / count(*), 2)::text AS "averageOrder"`;

/** Returns customers, the most valuable first. A time between orders has no meaning in the total. */
export async function customerReport(database: Queryable, asked: ReportAsked): Promise<Figures<Row>> {
  const each = asking(asked);
  const all = asking(asked);
  const [rows, totals] = await together([
    database.query<Summed>(
      `WITH won AS (${goodOrders(each)}), summed AS (
         SELECT customer, is_company, ${sums}, sum(amount) AS whole,
                extract(epoch FROM max(closed_at) - min(closed_at)) / 86400 / nullif(count(*) - 1, 0) AS days
         FROM won GROUP BY customer, is_company, currency ORDER BY whole DESC, customer, currency
         LIMIT ${limits.reportRowsMax + 1}
       )
       SELECT customer, CASE WHEN is_company THEN 'company' ELSE 'person' END AS kind,
              CASE WHEN is_company THEN companies.name ELSE coalesce(people.name, people.email, people.claimed_email) END AS name,
              currency, orders, value, "firstOrderAt", "lastOrderAt", "averageOrder",
              round(days, 2)::float8 AS "averageDaysBetween",
              CASE WHEN "lastOrderAt" - "firstOrderAt" >= ${projectionSpan} THEN round(whole / orders * 365 / days, 2)::text END AS "projectedYear"
       FROM summed LEFT JOIN companies ON is_company AND companies.id = customer
         LEFT JOIN people ON NOT is_company AND people.id = customer
       ORDER BY whole DESC, customer, currency`,
      each.values,
    ),
    database.query<Summed>(
      `WITH won AS (${goodOrders(all)})
       SELECT NULL AS customer, NULL AS kind, NULL AS name, ${sums}, NULL AS "averageDaysBetween", NULL AS "projectedYear"
       FROM won GROUP BY currency ORDER BY currency`,
      all.values,
    ),
  ]);
  const shown = (row: Summed): Row => ({
    ...row,
    firstOrderAt: row.firstOrderAt.toISOString(),
    lastOrderAt: row.lastOrderAt.toISOString(),
  });
  return { rows: rows.rows.map(shown), totals: totals.rows.map(shown) };
}
