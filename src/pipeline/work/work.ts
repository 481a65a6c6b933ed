/** What lies on the desks of reps: leads, tasks, people, activities; this part of the store's door. */
import type {
  ActivityView,
  LeadChange,
  LeadFilter,
  LeadView,
  NewActivity,
  PersonFilter,
  PersonInput,
  PersonView,
  TaskChange,
  TaskFilter,
  TaskView,
  TimelineEntry,
} from '../../contract/contract.ts';
import type { Store } from '../store.ts';
import type { Actor } from './acting.ts';
import { type ActivityFilter, listActivities, logActivity } from './activities.ts';
import { changeLead } from './lead-changes.ts';
import { listLeads, listPeople, listTasks } from './lists.ts';
import type { Page } from './paging.ts';
import { putPerson } from './people.ts';
import type { Revised } from './revision.ts';
import { changeTask } from './task-changes.ts';
import { timelineOf } from './timeline.ts';
import { selectLeads, selectTasks } from './views.ts';

export interface Work {
  listLeads(filter: LeadFilter): Promise<Page<LeadView>>;
  lead(id: string): Promise<LeadView | null>;
  changeLead(id: string, change: Revised<LeadChange>, actor: Actor): Promise<LeadView>;
  listTasks(filter: TaskFilter): Promise<Page<TaskView>>;
  task(id: string): Promise<TaskView | null>;
  changeTask(id: string, change: Revised<TaskChange>, actor: Actor): Promise<TaskView>;
  /** Open tasks, and those of them past their deadline. */
  countTasks(): Promise<{ open: number; overdue: number }>;
  putPerson(input: PersonInput, actor: Actor): Promise<{ person: PersonView; isNew: boolean }>;
  listPeople(filter: PersonFilter): Promise<Page<PersonView>>;
  logActivity(activity: NewActivity, actor: Actor): Promise<ActivityView>;
  listActivities(filter: ActivityFilter): Promise<Page<ActivityView>>;
  /** Every change of a record, the latest first. */
  timelineOf(
    record: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<TimelineEntry>>;
}

export function work(store: Store): Work {
  const { pool, flows, now } = store;
  return {
    listLeads: (filter) => listLeads(pool, filter),
    lead: async (id) => (await selectLeads(pool, 'leads.id = $1', [id]))[0] ?? null,
    changeLead: (id, change, actor) => changeLead(pool, flows, id, change, actor, now()),
    listTasks: (filter) => listTasks(pool, filter, now()),
    task: async (id) => (await selectTasks(pool, 'tasks.id = $1', [id]))[0] ?? null,
    changeTask: (id, change, actor) => changeTask(store, id, change, actor),
    countTasks: async () => {
      const { rows } = await pool.query<{ open: number; overdue: number }>(
        `SELECT count(*)::int AS open, count(*) FILTER (WHERE due_at < $1)::int AS overdue FROM tasks WHERE status = 'Open'`,
        [new Date(now())],
      );
      return rows[0] ?? { open: 0, overdue: 0 };
    },
    putPerson: (input, actor) => putPerson(pool, input, actor, now()),
    listPeople: (filter) => listPeople(pool, filter),
    logActivity: (activity, actor) => logActivity(store, activity, actor),
    listActivities: (filter) => listActivities(pool, filter),
    timelineOf: (record, filter) => timelineOf(pool, record, filter),
  };
}
