/** The sections of a weekly review, one statement each. People marked *do not contact* are left out. */
import type { ReviewSection } from '../../contract/api/api.ts';
import { isWelcome, partiesOfTasks, partyName } from '../store/store.ts';
import type { ReviewWeek } from './review-week.core.ts';

interface Section {
  /** Returns `kind, id, name, about, at, day, amount, currency`; `$1` is the owner. */
  sql: string;
  values: (week: ReviewWeek, nowMs: number) => unknown[];
}

const time = (ms: number) => new Date(ms);
const noMoney = 'NULL AS amount, NULL AS currency';

/** A task may name its person only by its record. */
const tasks = (condition: string) => `
  SELECT 'task' AS kind, tasks.id, tasks.subject AS name, ${partyName} AS about, tasks.due_at AS at, NULL AS day, ${noMoney}
  FROM tasks ${partiesOfTasks}
  WHERE tasks.owner = $1 AND tasks.status = 'Open' AND ${isWelcome} AND ${condition}
  ORDER BY tasks.due_at, tasks.id`;

const opportunities = (when: string, condition: string, order: string) => `
  SELECT 'opportunity' AS kind, opportunities.id, opportunities.name, ${partyName} AS about, ${when},
         amount::text AS amount, currency
  FROM opportunities LEFT JOIN people ON people.id = person_id
    LEFT JOIN companies ON companies.id = opportunities.company_id
  WHERE opportunities.owner = $1 AND ${isWelcome} AND ${condition}
  ORDER BY ${order}, opportunities.id`;

const ended = (how: string): Section => ({
  sql: opportunities(
    'closed_at AS at, NULL AS day',
    `ended = '${how}' AND closed_at >= $2::timestamptz AND closed_at < $3::timestamptz`,
    'closed_at',
  ),
  values: ({ lastFromMs, fromMs }) => [time(lastFromMs), time(fromMs)],
});

export const sections: Record<ReviewSection, Section> = {
  overdueTasks: {
    sql: tasks('tasks.due_at < $2::timestamptz'),
    values: (_week, nowMs) => [time(nowMs)],
  },
  dueTasks: {
    sql: tasks('tasks.due_at >= $2::timestamptz AND tasks.due_at < $3::timestamptz'),
    values: ({ untilMs }, nowMs) => [time(nowMs), time(untilMs)],
  },
  untouchedLeads: {
    sql: `SELECT 'lead' AS kind, leads.id, leads.campaign AS name, coalesce(people.name, people.email, people.claimed_email) AS about,
                 leads.created_at AS at, NULL AS day, ${noMoney}
          FROM leads JOIN people ON people.id = person_id
          WHERE leads.owner = $1 AND leads.closed_at IS NULL AND first_touch_at IS NULL AND NOT people.do_not_contact
          ORDER BY leads.created_at, leads.id`,
    values: () => [],
  },
  idleOpportunities: {
    sql: opportunities(
      'opportunities.created_at AS at, NULL AS day',
      `closed_at IS NULL AND NOT EXISTS (
         SELECT FROM tasks WHERE tasks.opportunity_id = opportunities.id AND tasks.status = 'Open')`,
      'opportunities.created_at',
    ),
    values: () => [],
  },
  lateOpportunities: {
    sql: opportunities(
      `NULL::timestamptz AS at, expected_close::text AS day`,
      'closed_at IS NULL AND expected_close < $2::date',
      'expected_close',
    ),
    values: ({ today }) => [today],
  },
  quotationsToFollowUp: {
    sql: `SELECT 'quotation' AS kind, quotations.id, quotations.number AS name, ${partyName} AS about,
                 NULL::timestamptz AS at, follow_up_on::text AS day, quotations.amount::text AS amount, quotations.currency
          FROM quotations JOIN opportunities ON opportunities.id = opportunity_id
            LEFT JOIN people ON people.id = person_id LEFT JOIN companies ON companies.id = opportunities.company_id
          WHERE opportunities.owner = $1 AND quotations.status = 'sent' AND follow_up_on < $2::date + 7
            AND ${isWelcome}
          ORDER BY follow_up_on, quotations.id`,
    values: ({ week }) => [week],
  },
  loggedLate: {
    sql: `SELECT 'activity' AS kind, activities.id, activities.kind AS name, ${partyName} AS about, happened_at AS at,
                 NULL AS day, ${noMoney}
          FROM activities
            LEFT JOIN leads ON leads.id = lead_id LEFT JOIN opportunities ON opportunities.id = opportunity_id
            LEFT JOIN people ON people.id = coalesce(activities.person_id, leads.person_id, opportunities.person_id)
            LEFT JOIN companies ON companies.id = activities.company_id
          WHERE logged_by = $1 AND happened_at >= $2::timestamptz AND happened_at < $3::timestamptz
            AND (logged_at AT TIME ZONE $4)::date > (happened_at AT TIME ZONE $4)::date
            AND ${isWelcome}
          ORDER BY happened_at, activities.id`,
    values: ({ lastFromMs, fromMs, timeZone }) => [time(lastFromMs), time(fromMs), timeZone],
  },
  won: ended('won'),
  lost: ended('lost'),
};
