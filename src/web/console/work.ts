/** What lies on the rep's desk: open leads and the tasks of known contacts, as one list in the order of urgency. */
import type { LeadView, TaskView } from '../../contract/contract.ts';

/** One piece of work: a lead with its task, or a task on a contact whom sales knows already. */
export interface Work {
  id: string;
  kind: 'lead' | 'contact';
  status: string;
  task: { id: string; status: string; dueAt: string } | null;
  tier: number;
  tierName: string;
  tiers: number;
  score: number;
  person: LeadView['person'];
  owner: string | null;
  campaign: string | null;
  reasons: LeadView['reasons'];
  createdAt: string;
}

/** Hottest first; of equals the nearest deadline. A lead whose task is done comes last. */
export function workOf(leads: readonly LeadView[], tasks: readonly TaskView[]): Work[] {
  const work: Work[] = leads.map((lead) => ({ ...lead, kind: 'lead' }));
  for (const task of tasks) {
    const { person } = task;
    if (task.lead !== null || person === null) continue;
    const status = person.kind === 'customer' ? 'Customer' : 'Known contact';
    work.push({ ...task, kind: 'contact', status, person, task });
  }
  const isDone = (one: Work) => (one.task?.status === 'Open' ? 0 : 1);
  const dueAt = (one: Work) => one.task?.dueAt ?? one.createdAt;
  return work.sort((a, b) => isDone(a) - isDone(b) || b.tier - a.tier || dueAt(a).localeCompare(dueAt(b)));
}

/** Time left as people say it: `23:59:07`, `2 d 3 h`, or how long it is over. */
export function timeLeft(dueAt: string, nowMs: number): { text: string; isOverdue: boolean; hours: number } {
  const leftMs = Date.parse(dueAt) - nowMs;
  const seconds = Math.floor(Math.abs(leftMs) / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const clock = `${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const text = hours >= 48 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : clock;
  return { text: leftMs < 0 ? `${text} over` : text, isOverdue: leftMs < 0, hours: leftMs / 3_600_000 };
}
