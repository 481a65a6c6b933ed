/** The rows of the page of tasks: the query of each view, and the headings between tasks in the order of their deadlines. Pure. */
import type { Agenda, CallerView, TaskView as Task } from '../../../contract/api/api.ts';
import type { TaskOwners, TaskView } from './tasks-search.ts';

type Borders = Pick<Agenda, 'tomorrow' | 'nextWeek'>;
export type Section = 'overdue' | 'today' | 'week' | 'later';

export const sectionTitles: Readonly<Record<Section, string>> = {
  overdue: 'Overdue',
  today: 'Today',
  week: 'This week',
  later: 'Later',
};

/** How far back the view of what is done goes, ms. */
const doneSinceMs = 30 * 86_400_000;

/** A heading, or a task. */
export type TaskRow = { kind: 'heading'; section: Section } | { kind: 'task'; task: Task };

/** The part of the day and week in which a task is due. */
export function sectionOf({ dueAt }: Pick<Task, 'dueAt'>, borders: Borders, nowMs: number): Section {
  const dueMs = Date.parse(dueAt);
  if (dueMs < nowMs) return 'overdue';
  if (dueMs < Date.parse(borders.tomorrow)) return 'today';
  return dueMs < Date.parse(borders.nextWeek) ? 'week' : 'later';
}

/** Tasks in the order of their deadlines, each part below its heading; other views have no headings. */
export function rowsOf(tasks: readonly Task[], view: TaskView, borders: Borders, nowMs: number): TaskRow[] {
  const rows: TaskRow[] = [];
  let above: Section | null = null;
  for (const task of tasks) {
    const section = sectionOf(task, borders, nowMs);
    if (view === 'open' && section !== above) rows.push({ kind: 'heading', section });
    above = section;
    rows.push({ kind: 'task', task });
  }
  return rows;
}

/** The filters that the API lists a view by. */
export function queryOf(
  view: TaskView,
  whose: TaskOwners,
  { tomorrow, nextWeek }: Borders,
  nowMs: number,
): Record<string, string> {
  const owner: Record<string, string> =
    whose === 'mine' ? { owner: 'me' } : whose === 'team' ? { myTeams: 'true' } : {};
  if (view === 'done')
    return {
      ...{ ...owner, sort: '-completedAt' },
      // By the day: a page that is loaded later has the same filter.
      completedFrom: new Date(nowMs - (nowMs % 86_400_000) - doneSinceMs).toISOString(),
    };
  const open: Record<string, string> = { ...owner, open: 'true', sort: 'dueAt' };
  if (view === 'snoozed') return { ...open, snoozed: 'true' };
  const awake = { ...open, snoozed: 'false' };
  if (view === 'overdue') return { ...awake, overdue: 'true' };
  if (view === 'today') return { ...awake, overdue: 'false', dueTo: tomorrow };
  if (view === 'week') return { ...awake, overdue: 'false', dueFrom: tomorrow, dueTo: nextWeek };
  if (view === 'later') return { ...awake, dueFrom: nextWeek };
  return awake;
}

/** Whether a user may put a task aside: its owner and managers may, and nobody hides what waits in the queue. */
export function maySnooze(
  { owner }: Pick<Task, 'owner'>,
  { email, role }: Pick<CallerView, 'email' | 'role'>,
): boolean {
  return owner !== null && (owner === email || role === 'admin' || role === 'manager');
}

/** The times that a task had before a snooze. A snooze that has ended meanwhile is none. */
export function timesBefore(
  { dueAt, snoozedUntil }: Pick<Task, 'dueAt' | 'snoozedUntil'>,
  nowMs: number,
): Pick<Task, 'dueAt' | 'snoozedUntil'> {
  const isOver = snoozedUntil === null || Date.parse(snoozedUntil) <= nowMs;
  return { dueAt, snoozedUntil: isOver ? null : snoozedUntil };
}
