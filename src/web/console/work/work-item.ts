/** The work list of a rep: open leads and tasks as cards, in the order of heat or of deadlines. */
import type { LeadView, PersonView, Reason, TaskView } from '../../../contract/api/api.ts';
import type { StagedRecord } from '../api.ts';

export type Order = 'heat' | 'deadline';

/** What is opened from a card: a lead, or a task that is of none. */
export interface Opened {
  kind: 'leads' | 'tasks';
  id: string;
}

/** One card: a lead with its task, or a task. */
export interface WorkItem {
  id: string;
  opens: Opened;
  /** The lead's status, or what is to be done. */
  status: string;
  isLead: boolean;
  dueAt: string | null;
  /** What stands instead of a deadline, where there is none. */
  rest: string;
  tier: number;
  tierName: string;
  tiers: number;
  score: number;
  person: PersonView | null;
  owner: string | null;
  campaign: string | null;
  createdAt: string;
  /** What gave points last. */
  latest: Reason | null;
}

/** Who it is about, in a word. */
export function nameOf(person: PersonView | null): string {
  return person?.name ?? person?.email ?? person?.company ?? 'Unnamed';
}

/** The record in a stage: the lead, or the record that a task is about; null for a task without one. */
export function stagedRecordOf(about: LeadView | TaskView): StagedRecord | null {
  if (!('subject' in about)) return { list: 'leads', id: about.id };
  const { job, order, deal, opportunity, lead } = about;
  const records = { jobs: job, orders: order, deals: deal, opportunities: opportunity, leads: lead };
  const [list, id] = Object.entries(records).find(([, id]) => id !== null) ?? [];
  return id ? { list: list as StagedRecord['list'], id } : null;
}

/** The highest score first; of equals the nearest deadline. A lead whose task is done comes last. */
export function byHeat(leads: readonly LeadView[], tasks: readonly TaskView[]): WorkItem[] {
  const items = [
    ...leads.map((lead) => itemOfLead(lead)),
    ...tasks.filter(({ lead, tier }) => lead === null && tier > 0).map((task) => itemOfTask(task, null)),
  ];
  const isDone = (one: WorkItem) => (one.dueAt === null ? 1 : 0);
  const dueAt = (one: WorkItem) => one.dueAt ?? one.createdAt;
  return items.sort((a, b) => isDone(a) - isDone(b) || b.score - a.score || dueAt(a).localeCompare(dueAt(b)));
}

/** By deadline if that is asked for; what has none comes last. */
export function inOrder(items: WorkItem[], order: Order): WorkItem[] {
  if (order === 'heat') return items;
  return items.toSorted((a, b) => (a.dueAt ?? '~').localeCompare(b.dueAt ?? '~'));
}

/** Returns the tasks as items, in the order given: that of deadlines. */
export function byDeadline(leads: readonly LeadView[], tasks: readonly TaskView[]): WorkItem[] {
  const leadById = new Map(leads.map((lead) => [lead.id, lead]));
  return tasks.map((task) => itemOfTask(task, leadById.get(task.lead ?? '') ?? null));
}

function itemOfLead(lead: LeadView): WorkItem {
  const { id, status, task } = lead;
  return {
    ...heatOf(lead),
    id,
    opens: { kind: 'leads', id },
    status,
    isLead: true,
    dueAt: task?.status === 'Open' ? task.dueAt : null,
    rest: restOf(lead),
  };
}

/** Why no time runs to make contact with the person of a lead. */
function restOf({ person, task, firstTouchAt, closedAt }: LeadView): string {
  if (person.doNotContact) return 'not to be contacted';
  if (task?.status === 'Asleep') return 'on hold';
  if (firstTouchAt !== null || task?.status === 'Complete') return 'contacted';
  return closedAt === null ? 'no contact task' : 'closed';
}

function itemOfTask(task: TaskView, lead: LeadView | null): WorkItem {
  const isContact = task.episode !== null;
  const known = task.person?.kind === 'customer' ? 'Customer' : 'Known contact';
  const contact = lead?.status ?? (task.lead === null ? known : 'Contact');
  return {
    ...heatOf(lead ?? task),
    id: task.id,
    opens: task.lead === null ? { kind: 'tasks', id: task.id } : { kind: 'leads', id: task.lead },
    status: isContact ? contact : task.subject,
    isLead: task.lead !== null,
    dueAt: task.dueAt,
    rest: '',
    owner: task.owner,
  };
}

function heatOf(about: LeadView | TaskView) {
  const { tier, tierName, tiers, score, person, owner, campaign, createdAt, reasons } = about;
  return { tier, tierName, tiers, score, person, owner, campaign, createdAt, latest: latestOf(reasons) };
}

/** The last reason that gave points; of a person's fit, which no event gave, none. */
export function latestOf(reasons: readonly Reason[]): Reason | null {
  const gained = reasons.filter(({ value, event }) => value > 0 && event !== null);
  return gained.toSorted((one, other) => other.at.localeCompare(one.at))[0] ?? null;
}
