/** The work list of a rep: open leads and contact tasks as cards. */
import type {
  LeadView,
  WorkItem as ListedWork,
  PersonView,
  Reason,
  TaskView,
} from '../../../contract/api/api.ts';
import type { StagedRecord } from '../api/api.ts';

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

/** An entry of the server's list as a card. A task of no lead is about somebody that sales knows already. */
export function itemOf(item: ListedWork): WorkItem {
  const { id, kind, stage, person, reasons, ...shown } = item;
  const isLead = kind === 'lead';
  return {
    ...shown,
    id,
    person,
    isLead,
    opens: { kind: isLead ? 'leads' : 'tasks', id },
    status: stage ?? (person.kind === 'customer' ? 'Customer' : 'Known contact'),
    rest: restOf(item),
    latest: latestOf(reasons),
  };
}

/** Why no time runs to make contact with the person of an open lead. */
function restOf({ person, task, firstTouchAt }: ListedWork): string {
  if (person.doNotContact) return 'not to be contacted';
  if (task?.status === 'Asleep') return 'on hold';
  return firstTouchAt !== null || task?.status === 'Complete' ? 'contacted' : 'no contact task';
}

/** The last reason that gave points; of a person's fit, which no event gave, none. */
export function latestOf(reasons: readonly Reason[]): Reason | null {
  const gained = reasons.filter(({ value, event }) => value > 0 && event !== null);
  return gained.toSorted((one, other) => other.at.localeCompare(one.at))[0] ?? null;
}

/** The id of the company whose score opened a lead or task; null where that of a person did. An id of a profile is shorter. */
export function companyScored({ profile }: { profile: string | null }): string | null {
  return profile?.startsWith('cp_') && profile.length > 16 ? profile : null;
}

/** The profile whose score opened it; null where a company's did, or a person entered it. */
export function profileScored(about: { profile: string | null }): string | null {
  return companyScored(about) === null ? about.profile : null;
}

/** The score that work which has ended keeps; null while it is open, and of work that nobody scored. */
export function scoreAtEnd(about: LeadView | TaskView): number | null {
  return isEnded(about) && about.programme !== null ? about.score : null;
}

/** Whether work has ended: it keeps the score that it had then, and the profile goes on. */
export function isEnded(about: Pick<LeadView, 'closedAt'> | Pick<TaskView, 'status'>): boolean {
  if ('closedAt' in about) return about.closedAt !== null;
  return about.status === 'Complete' || about.status === 'Cancelled';
}
