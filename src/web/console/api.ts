/** The console's calls to its own API; an error carries the words the server said. */
import type {
  Account,
  ActivityView,
  LeadView,
  NewActivity,
  ProfileView,
  Setup,
  StageGuide,
  TaskOutcome,
  TaskView,
  TimelineEntry,
} from '../../contract/api/api.ts';

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Whose work is shown: one's own, what nobody has claimed, everybody's. */
export type Whose = 'mine' | 'queue' | 'all';

export type Quality = { quality: 'good' } | { quality: 'junk'; reason: string };

/** What the server refused, in its own words. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }
}

async function call<Answer>(path: string, method = 'GET', body?: object): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  } catch {
    throw new Refused(0, 'The server cannot be reached. Is Scoville running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok)
    throw new Refused(response.status, answer.detail ?? `The server answered ${response.status}.`);
  return answer as Answer;
}

const pageItems = 100;
const ownedBy = { mine: 'owner=me&', queue: 'queue=true&', all: '' } as const;

/** Open ones of somebody, in an order, from a cursor on. */
const openPage = <Item>(path: string, whose: Whose, sort: string, cursor: string | null) =>
  call<Page<Item>>(
    `/${path}?${ownedBy[whose]}open=true&sort=${sort}&limit=${pageItems}${cursor === null ? '' : `&cursor=${cursor}`}`,
  );

export const api = {
  session: () => call<Account>('/session'),
  logIn: (email: string, password: string) => call<Account>('/session', 'POST', { email, password }),
  logOut: () => call<object>('/session', 'DELETE'),
  setup: () => call<Setup>('/setup'),

  leads: (whose: Whose, cursor: string | null) => openPage<LeadView>('leads', whose, '-score', cursor),
  tasks: (whose: Whose, cursor: string | null) => openPage<TaskView>('tasks', whose, 'dueAt', cursor),
  lead: (id: string) => call<LeadView>(`/leads/${id}`),
  task: (id: string) => call<TaskView>(`/tasks/${id}`),
  profile: (id: string) => call<ProfileView>(`/profiles/${id}`),
  stageOf: (record: string) => call<StageGuide>(`/${record}/stage`),
  openTasksOf: (lead: string) => call<Page<TaskView>>(`/tasks?lead=${lead}&open=true&sort=dueAt`),
  activities: (about: string) => call<Page<ActivityView>>(`/activities?${about}&limit=${pageItems}`),
  timeline: (record: string) => call<Page<TimelineEntry>>(`/timeline/${record}?limit=${pageItems}`),

  complete: (id: string, outcome: TaskOutcome | null) =>
    call<TaskView>(`/tasks/${id}`, 'PATCH', { status: 'Complete', ...(outcome !== null && { outcome }) }),
  reopen: (id: string) => call<TaskView>(`/tasks/${id}`, 'PATCH', { status: 'Open' }),
  claim: (kind: 'leads' | 'tasks', id: string) => call<object>(`/${kind}/${id}/claim`, 'POST', {}),
  handBack: (kind: 'leads' | 'tasks', id: string, reason: string) =>
    call<object>(`/${kind}/${id}/return`, 'POST', { reason }),
  judge: (lead: string, quality: Quality | null) => call<LeadView>(`/leads/${lead}`, 'PATCH', { quality }),
  log: (activity: Partial<NewActivity>) => call<ActivityView>('/activities', 'POST', activity),
  setDoNotContact: (person: string, doNotContact: boolean) =>
    call<object>(`/people/${person}`, 'PATCH', { doNotContact }),
};
