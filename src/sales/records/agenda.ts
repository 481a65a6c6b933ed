/** The agenda of tasks: how many are due by when in the days of the caller, and until when one may be snoozed. */
import { type Queryable, together } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Agenda, AgendaFilter } from '../../contract/api/api.ts';
import { hoursOf } from '../store/store.ts';
import { ofTeam, ofTeamsOfCaller, teamsOf } from './lists.ts';
import { bordersOf, snoozeChoices } from './snooze.core.ts';

type Part = keyof Agenda['counts'];

/** Counts what is open up to a limit: each count reads at most so many entries of an index. */
export async function agenda(
  database: Queryable,
  { owner, team, myTeams, timeZone }: AgendaFilter,
  { caller, nowMs }: { caller: string; nowMs: number },
): Promise<Agenda> {
  const hours = await hoursOf(database, caller);
  const { tomorrowMs, nextWeekMs } = bordersOf(timeZone ?? hours.timeZone, nowMs);
  const values: unknown[] = [nowMs, tomorrowMs, nextWeekMs].map((ms) => new Date(ms));
  const where = (condition: string, value: unknown) => {
    if (value === undefined) return '';
    values.push(value);
    return ` AND ${condition.replaceAll('?', `$${values.length}`)}`;
  };
  const whose = [
    where('tasks.owner = ?', owner),
    where(ofTeam, team),
    where(ofTeamsOfCaller, myTeams ? caller : undefined),
  ].join('');
  const upTo = (condition: string) =>
    `(SELECT count(*)::int FROM (SELECT FROM tasks WHERE status = 'Open'${whose} AND ${condition}
       LIMIT ${limits.agendaCountMax + 1}) AS counted)`;
  const awake = 'snoozed_until IS NULL AND';
  const [counted, teams] = await together([
    database.query<Record<Part, number>>(
      `SELECT ${upTo(`${awake} due_at < $1`)} AS overdue, ${upTo(`${awake} due_at >= $1 AND due_at < $2`)} AS today,
         ${upTo(`${awake} due_at >= $2 AND due_at < $3`)} AS week, ${upTo(`${awake} due_at >= $3`)} AS later,
         ${upTo('snoozed_until IS NOT NULL')} AS snoozed`,
      values,
    ),
    database.query<{ team: string }>(`${teamsOf('$1')} ORDER BY team`, [caller]),
  ]);
  const capped = (part: Part) => {
    const count = counted.rows[0]?.[part] ?? 0;
    return { count: Math.min(count, limits.agendaCountMax), isCapped: count > limits.agendaCountMax };
  };
  return {
    teams: teams.rows.map((row) => row.team),
    tomorrow: new Date(tomorrowMs).toISOString(),
    nextWeek: new Date(nextWeekMs).toISOString(),
    counts: {
      overdue: capped('overdue'),
      today: capped('today'),
      week: capped('week'),
      later: capped('later'),
      snoozed: capped('snoozed'),
    },
    snoozes: snoozeChoices(hours, nowMs),
  };
}
