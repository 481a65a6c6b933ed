/** What is shown of a lead or a task: itself, and the open tasks about it. */
import { useQuery } from '@tanstack/react-query';
import type { LeadView, TaskView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import type { Opened } from './work-item.ts';

/** `lead` is null of a task. */
export interface Shown {
  about: LeadView | TaskView;
  lead: LeadView | null;
  tasks: TaskView[];
}

export function useOpened(opened: Opened | null) {
  return useQuery({
    queryKey: ['work', 'opened', opened],
    queryFn: () => (opened === null ? null : load(opened)),
    enabled: opened !== null,
  });
}

async function load({ kind, id }: Opened): Promise<Shown> {
  if (kind === 'tasks') {
    const task = await api.task(id);
    return { about: task, lead: null, tasks: task.status === 'Open' ? [task] : [] };
  }
  const [lead, tasks] = await Promise.all([api.lead(id), api.openTasksOf(id)]);
  return { about: lead, lead, tasks: tasks.items };
}
