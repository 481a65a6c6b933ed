/** The calls of the page of tasks. */
import { answered } from '../../../../clients/typescript/client.js';
import type { Agenda, TaskView } from '../../../contract/api/api.ts';
import { client, listOf, type Page } from '../api.ts';
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
  /** Takes a snooze back, and the deadline that moved with it. */
  takeSnoozeBack: (id: string, before: Pick<TaskView, 'dueAt' | 'snoozedUntil'>): Promise<TaskView> =>
    answered(
      client.PATCH('/api/v1/tasks/{id}', {
        params: { path: { id } },
        body: { snoozedUntil: null, dueAt: before.dueAt },
      }),
    ),
};
