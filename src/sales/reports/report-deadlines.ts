/** Deadline compliance: what became of the contact tasks that were due in a period. */

import { type Queryable, together } from '../../base/database/database.ts';
import type { ReportRow } from '../../contract/api/api.ts';
import { type DeadlineCounts, deadlineCounts } from './deadline-counts.ts';
import {
  asking,
  type Figures,
  figuresOf,
  hoursOf,
  type ReportAsked,
  shareOf,
  taskColumns,
} from './report-sql.ts';

type Row = ReportRow<'deadlines'>;

const keys: Record<string, string> = {
  owner: 'tasks.owner',
  team: 'users.team',
  campaign: 'tasks.campaign',
  tier: 'tasks.tier::text',
};

type Counted = DeadlineCounts & {
  key: string | null;
  hours: (number | null)[] | null;
  hours_max: number | null;
  escalated: number;
  escalations: number;
};

export async function deadlineReport(database: Queryable, asked: ReportAsked): Promise<Figures<Row>> {
  const [counts, reasons] = await together([countTasks(database, asked), countReasons(database, asked)]);
  const teams = asked.by === 'owner' ? await teamsOf(database) : new Map<string, string>();
  const rowOf = (counted: Counted, isTotal: boolean): Row => {
    const { kept, late, overdue } = counted;
    const own = reasons.filter((one) => one.is_total === isTotal && one.key === counted.key);
    const key = isTotal ? null : counted.key;
    return {
      owner: asked.by === 'owner' ? key : null,
      team: asked.by === 'team' ? key : (teams.get(key ?? '') ?? null),
      campaign: asked.by === 'campaign' ? key : null,
      tier: asked.by === 'tier' && key !== null ? Number(key) : null,
      due: counted.due,
      kept,
      late,
      overdue,
      pending: counted.pending,
      cancelled: counted.cancelled,
      keptShare: shareOf(kept, kept + late + overdue),
      lateHoursMedian: hoursOf(counted.hours?.[0] ?? null),
      lateHoursP90: hoursOf(counted.hours?.[1] ?? null),
      lateHoursMax: hoursOf(counted.hours_max),
      escalated: counted.escalated,
      escalations: counted.escalations,
      cancelReasons: Object.fromEntries(own.map(({ reason, tasks }) => [reason, tasks])),
    };
  };
  return {
    rows: counts.rows.map((row) => rowOf(row, false)),
    totals: counts.totals.map((row) => rowOf(row, true)),
  };
}

/** Returns the team of each owner. */
export async function teamsOf(database: Queryable): Promise<Map<string, string>> {
  const { rows } = await database.query<{ email: string; team: string }>(
    'SELECT email, team FROM users WHERE team IS NOT NULL',
  );
  return new Map(rows.map(({ email, team }) => [email, team]));
}

/** Steps that were done after the deadline: no reminders before it, no skipped steps. */
const stepsTaken = `(SELECT count(*) FROM escalations WHERE task_id = tasks.id AND taken_at >= escalations.due_at
  AND outcome IN ('notified', 'reassigned', 'queued'))::int`;

const dueTasks = ({ within, only }: ReturnType<typeof asking>, by: string) =>
  `due AS (
     SELECT ${keys[by]} AS key, tasks.status, tasks.due_at, tasks.completed_at, tasks.closed_reason,
            ${stepsTaken} AS steps
     FROM tasks LEFT JOIN users ON users.email = tasks.owner
     WHERE tasks.episode IS NOT NULL AND tasks.status <> 'Asleep' AND ${within('tasks.due_at')} AND ${only(taskColumns)}
   )`;

function countTasks(database: Queryable, asked: ReportAsked): Promise<Figures<Counted>> {
  const question = asking(asked);
  const lateHours = 'extract(epoch FROM completed_at - due_at)::float8 / 3600';
  const isLate = `FILTER (WHERE status = 'Complete' AND completed_at > due_at)`;
  return figuresOf(
    database,
    `WITH ${dueTasks(question, asked.by)}
     SELECT key, GROUPING(key) = 1 AS is_total, ${deadlineCounts(question.time(asked.nowMs))},
            percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ${lateHours}) ${isLate} AS hours,
            max(${lateHours}) ${isLate} AS hours_max,
            (count(*) FILTER (WHERE steps > 0))::int AS escalated, coalesce(sum(steps), 0)::int AS escalations
     FROM due GROUP BY GROUPING SETS ((key), ()) ORDER BY due DESC, key`,
    question.values,
  );
}

async function countReasons(database: Queryable, asked: ReportAsked) {
  const question = asking(asked);
  const { rows } = await database.query<{
    key: string | null;
    is_total: boolean;
    reason: string;
    tasks: number;
  }>(
    `WITH ${dueTasks(question, asked.by)}
     SELECT key, GROUPING(key) = 1 AS is_total, closed_reason AS reason, count(*)::int AS tasks
     FROM due WHERE status = 'Cancelled'
     GROUP BY GROUPING SETS ((key, closed_reason), (closed_reason)) ORDER BY tasks DESC, reason`,
    question.values,
  );
  return rows;
}
