/** The calls of the page of tasks. */
import { answered } from '../../../../clients/typescript/client.js';
import type { Agenda, TaskView } from '../../../contract/api/api.ts';
import { client, listOf, type Page } from '../api/api.ts';
import { timesBefore } from './task-rows.ts';
import type { TaskOwners } from './tasks-search.ts';

const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const ownersIn = { mine: { owner: 'me' }, team: { myTeams: 'true' }, all: {} } as const;

export const tasksApi = {
  agenda: (whose: TaskOwners): Promise<Agenda> =>
    answered(
      client.GET('/api/v1/tasks/agenda', {
        params: { query: { ...ownersIn[whose], timeZone: timeZone() } },
      }),
    ),
  list: (query: Record<string, string>, limit: number, cursor: string | null): Promise<Page<TaskView>> =>
    listOf<TaskView>('/tasks', { ...query, limit, ...(cursor !== null && { cursor }) }),
  /** Puts a task aside until a time; null brings it back. */
  snooze: (id: string, snoozedUntil: string | null): Promise<TaskView> =>
    answered(client.PATCH('/api/v1/tasks/{id}', { params: { path: { id } }, body: { snoozedUntil } })),
  /** Takes a snooze back, unless the task has changed since: an earlier snooze counts again, and the deadline before. */
  takeSnoozeBack: ({ id, revision }: TaskView, before: TaskView): Promise<TaskView> =>
    answered(
      client.PATCH('/api/v1/tasks/{id}', {
        params: { path: { id }, header: { 'If-Match': `"${revision}"` } },
        body: timesBefore(before, Date.now()),
      }),
    ),
};
