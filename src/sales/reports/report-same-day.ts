/** The same-day rule: activities logged on the day they happened, and later ones. */

import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { ReportRow } from '../../contract/api/api.ts';
import { asking, type Figures, figuresOf, type ReportAsked, shareOf } from './report-sql.ts';

const columns = {
  campaign: `coalesce((SELECT campaign FROM leads WHERE leads.id = activities.lead_id),
    (SELECT campaign FROM opportunities WHERE opportunities.id = activities.opportunity_id))`,
  owner: 'activities.logged_by',
  pipeline: `coalesce((SELECT pipeline FROM leads WHERE leads.id = activities.lead_id),
    (SELECT pipeline FROM opportunities WHERE opportunities.id = activities.opportunity_id))`,
};

/** Activities of users, with the days from happening to logging by the user's own calendar. */
function logged({ within, only, given }: ReturnType<typeof asking>, { timeZone }: ReportAsked): string {
  return `SELECT *, (logged_at AT TIME ZONE zone)::date - (happened_at AT TIME ZONE zone)::date AS days_late FROM (
     SELECT activities.*, coalesce(users.time_zone, users.working_time ->> 'timeZone', ${given(timeZone, 'text')}) AS zone
     FROM activities LEFT JOIN users ON users.email = activities.logged_by
     WHERE activities.logged_by <> 'clock' AND ${within('activities.happened_at')} AND ${only(columns)}
   ) AS zoned`;
}

export async function sameDayReport(
  database: Queryable,
  asked: ReportAsked,
): Promise<Figures<ReportRow<'same-day'>>> {
  const question = asking(asked);
  type Row = ReportRow<'same-day'>;
  const { rows, totals } = await figuresOf<Row>(
    database,
    `SELECT logged_by AS user, zone AS "timeZone", GROUPING(logged_by) = 1 AS is_total, count(*)::int AS logged,
            (count(*) FILTER (WHERE days_late <= 0))::int AS "sameDay", (count(*) FILTER (WHERE days_late > 0))::int AS late
     FROM (${logged(question, asked)}) AS logged GROUP BY GROUPING SETS ((logged_by, zone), ())
     ORDER BY late DESC, logged_by`,
    question.values,
  );
  const rated = (row: Row): Row => ({ ...row, sameDayShare: shareOf(row.sameDay, row.logged) });
  return { rows: rows.map(rated), totals: totals.map(rated) };
}

export async function lateLoggingReport(
  database: Queryable,
  asked: ReportAsked,
): Promise<Figures<ReportRow<'late-logging'>>> {
  const question = asking(asked);
  type Row = ReportRow<'late-logging'>;
  const { rows } = await database.query<Row & { happenedAt: Date; loggedAt: Date }>(
    `SELECT logged_by AS user, days_late AS "daysLate", happened_at AS "happenedAt", logged_at AS "loggedAt",
            id AS activity, kind, person_id AS person, company_id AS company,
            coalesce(opportunity_id, lead_id, deal_id, order_id, job_id, campaign_id) AS record
     FROM (${logged(question, asked)}) AS logged WHERE days_late > 0
     ORDER BY logged_at DESC, id LIMIT ${limits.reportRowsMax + 1}`,
    question.values,
  );
  return {
    rows: rows.map((row) => ({
      ...row,
      happenedAt: row.happenedAt.toISOString(),
      loggedAt: row.loggedAt.toISOString(),
    })),
    totals: [],
  };
}
