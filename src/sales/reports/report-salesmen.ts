/** Salesmen performance: leads, first touch, deadlines and sales of each owner or team. */

import { type Queryable, together } from '../../base/database/database.ts';
import type { ReportRow } from '../../contract/api/api.ts';
import { type DeadlineCounts, deadlineCounts } from './deadline-counts.ts';
import { teamsOf } from './report-deadlines.ts';
import {
  asking,
  type Figures,
  hoursOf,
  ownColumns,
  type ReportAsked,
  shareOf,
  taskColumns,
} from './report-sql.ts';

type Row = ReportRow<'salesmen'>;
type Keyed<Columns> = Columns & { key: string | null; is_total: boolean };

export async function salesmenReport(database: Queryable, asked: ReportAsked): Promise<Figures<Row>> {
  const [leads, tasks, sold, values, teams] = await together([
    countLeads(database, asked),
    countTasks(database, asked),
    countSold(database, asked),
    sumWon(database, asked),
    teamsOf(database),
  ]);
  const idOf = ({ key, is_total }: Keyed<unknown>) => (is_total ? 'total' : JSON.stringify([key]));
  const table = new Map<string, Row>();
  const rowOf = (one: Keyed<unknown>): Row => {
    const owner = asked.by === 'owner' ? one.key : null;
    const row = table.get(idOf(one)) ?? {
      ...nothing,
      owner,
      team: asked.by === 'team' ? one.key : (teams.get(owner ?? '') ?? null),
      wonValue: {},
    };
    table.set(idOf(one), row);
    return row;
  };
  for (const one of leads)
    Object.assign(rowOf(one), {
      leads: one.leads,
      leadsOpen: one.open,
      leadsConverted: one.converted,
      conversion: shareOf(one.converted, one.leads),
      neverTouched: one.untouched,
      firstTouchHoursMedian: hoursOf(one.hours?.[0] ?? null),
      firstTouchHoursP90: hoursOf(one.hours?.[1] ?? null),
    });
  for (const one of tasks) {
    const missed = one.late + one.overdue;
    Object.assign(rowOf(one), {
      deadlines: one.kept + missed,
      deadlinesKept: one.kept,
      deadlinesMissed: missed,
      keptShare: shareOf(one.kept, one.kept + missed),
      noOpportunity: one.no_opportunity,
      noOpportunityShare: shareOf(one.no_opportunity, one.kept + one.late),
    });
  }
  for (const one of sold)
    Object.assign(rowOf(one), {
      opportunitiesWon: one.won,
      opportunitiesLost: one.lost,
      winRate: shareOf(one.won, one.won + one.lost),
    });
  for (const one of values) rowOf(one).wonValue[one.currency] = one.value;
  const totals = [table.get('total') as Row];
  table.delete('total');
  const nameOf = ({ owner, team }: Row) => owner ?? team ?? '';
  return { rows: [...table.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)), totals };
}

const nothing = {
  leads: 0,
  leadsOpen: 0,
  leadsConverted: 0,
  conversion: null,
  neverTouched: 0,
  firstTouchHoursMedian: null,
  firstTouchHoursP90: null,
  deadlines: 0,
  deadlinesKept: 0,
  deadlinesMissed: 0,
  keptShare: null,
  noOpportunity: 0,
  noOpportunityShare: null,
  opportunitiesWon: 0,
  opportunitiesLost: 0,
  winRate: null,
};

/** Rows of a table under the key they are grouped by. */
const keyed = (table: string, by: string, condition: string) =>
  `(SELECT ${by === 'team' ? 'users.team' : `${table}.owner`} AS key, ${table}.*
    FROM ${table} LEFT JOIN users ON users.email = ${table}.owner WHERE ${condition}) AS given`;

const each = 'key, GROUPING(key) = 1 AS is_total';
const byKey = 'GROUP BY GROUPING SETS ((key), ())';

async function countLeads(database: Queryable, asked: ReportAsked) {
  const { within, only, values } = asking(asked);
  const condition = `${within('leads.created_at')} AND ${only(ownColumns('leads'))} AND leads.ended IS DISTINCT FROM 'voided'`;
  type Counted = {
    leads: number;
    open: number;
    converted: number;
    untouched: number;
    hours: number[] | null;
  };
  const { rows } = await database.query<Keyed<Counted>>(
    `SELECT ${each}, count(*)::int AS leads, (count(*) FILTER (WHERE closed_at IS NULL))::int AS open,
            (count(*) FILTER (WHERE ended = 'won'))::int AS converted,
            (count(*) FILTER (WHERE first_touch_at IS NULL))::int AS untouched,
            percentile_cont(ARRAY[0.5, 0.9])
              WITHIN GROUP (ORDER BY extract(epoch FROM first_touch_at - created_at)::float8 / 3600) AS hours
     FROM ${keyed('leads', asked.by, condition)} ${byKey}`,
    values,
  );
  return rows;
}

async function countTasks(database: Queryable, asked: ReportAsked) {
  const { within, only, time, values } = asking(asked);
  const condition = `tasks.episode IS NOT NULL AND tasks.status <> 'Asleep' AND ${within('tasks.due_at')} AND ${only(taskColumns)}`;
  const { rows } = await database.query<Keyed<DeadlineCounts & { no_opportunity: number }>>(
    `SELECT ${each}, ${deadlineCounts(time(asked.nowMs))},
            (count(*) FILTER (WHERE outcome = 'No opportunity'))::int AS no_opportunity
     FROM ${keyed('tasks', asked.by, condition)} ${byKey}`,
    values,
  );
  return rows;
}

const closed = ({ within, only }: ReturnType<typeof asking>, by: string) =>
  keyed(
    'opportunities',
    by,
    `${within('opportunities.closed_at')} AND opportunities.ended IN ('won', 'lost') AND ${only(ownColumns('opportunities'))}`,
  );

async function countSold(database: Queryable, asked: ReportAsked) {
  const question = asking(asked);
  const { rows } = await database.query<Keyed<{ won: number; lost: number }>>(
    `SELECT ${each}, (count(*) FILTER (WHERE ended = 'won'))::int AS won,
            (count(*) FILTER (WHERE ended = 'lost'))::int AS lost
     FROM ${closed(question, asked.by)} ${byKey}`,
    question.values,
  );
  return rows;
}

async function sumWon(database: Queryable, asked: ReportAsked) {
  const question = asking(asked);
  const { rows } = await database.query<Keyed<{ currency: string; value: string }>>(
    `SELECT ${each}, currency, sum(amount)::text AS value
     FROM ${closed(question, asked.by)} WHERE ended = 'won' GROUP BY GROUPING SETS ((key, currency), (currency))`,
    question.values,
  );
  return rows;
}
