/** The console's calls to its own API, by the typed client that other programs use; an error carries the words the server said. */
import {
  answered,
  createScovilleClient,
  ScovilleError,
  type Shape,
} from '../../../../clients/typescript/client.js';
import type {
  AccountView,
  ActivityView,
  AttachmentView,
  CallerView,
  ChannelChange,
  ChannelView,
  Explanation,
  InboxItem,
  InboxPage,
  InboxReadUntil,
  LeadView,
  LedgerEntryView,
  LogInOptions,
  NewSecondFactor,
  PersonChange,
  PipelineDefinitionView,
  ProfileEvent,
  ProfileView,
  RecordView,
  RecoveryCodes,
  ScoreHistory,
  SecondFactor,
  SessionView,
  Setup,
  StageGuide,
  TaskOutcome,
  TaskView,
  TimelineEntry,
  UserView,
  WorkPage,
} from '../../../contract/api/api.ts';
import { ServerAway } from '../parts/outage.ts';
import { completeSeen } from './complete-seen.ts';
import { moveFrom, type Seen } from './move-seen.ts';
import { sessionEnd } from './session-end.ts';

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Whose work is shown: one's own, what nobody has claimed, everybody's. */
export type Whose = 'mine' | 'queue' | 'all';

export type Quality = { quality: 'good' } | { quality: 'junk'; reason: string };

/** A record in a stage, by the path of its list. */
export interface StagedRecord {
  list: 'leads' | 'jobs' | 'orders' | 'deals' | 'opportunities' | 'campaigns';
  id: string;
}

/** What a move needs to know of a record in a stage. */
export type MovableRecord = Pick<
  RecordView,
  'id' | 'pipeline' | 'stage' | 'fields' | 'missing' | 'next' | 'revision'
>;

/** A move along a transition, with what it asked for. */
export interface Move {
  stage: string;
  when?: string;
  reason?: string;
  fields?: RecordView['fields'];
}

/** The lists whose records have files. */
export const attachedLists = [
  ...(['leads', 'jobs', 'orders', 'deals', 'opportunities'] as const),
  ...(['campaigns', 'people', 'companies'] as const),
] as const;

/** A record that has files, by the path of its list. */
export interface AttachedRecord {
  list: (typeof attachedLists)[number];
  id: string;
}

export const client = createScovilleClient();
client.use({
  onError: () => new ServerAway(),
  // Of a log-in with a wrong password too, where nobody was logged in.
  onResponse: ({ response }) => {
    if (response.status === 401) sessionEnd.happened();
  },
});

/** Whether a call was refused because nobody is logged in. */
export function isLoggedOut(error: unknown): boolean {
  return error instanceof ScovilleError && error.status === 401;
}

/** Whether a log-in was refused because it needs a code of the second factor as well. */
export function isCodeWanted(error: unknown): boolean {
  return error instanceof ScovilleError && error.code === 'second_factor_required';
}

/** Null for what is not there. */
export function orNull<Found>(asked: Promise<Found>): Promise<Found | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof ScovilleError && error.status === 404) return null;
    throw error;
  });
}

const pageItems = 100;
const ownedBy = { mine: { owner: 'me' }, queue: { queue: 'true' }, all: {} } as const;

const ofId = (id: string) => ({ params: { path: { id } } });
const ofQuery = <Query extends object>(query: Query) => ({ params: { query } });

export const api = {
  session: (): Promise<CallerView> => answered(client.GET('/api/v1/session')),
  /** False only where the server says so: one that does not answer says nothing about it. */
  isLoggedIn: () =>
    api.session().then(
      () => true,
      (error: unknown) => !isLoggedOut(error),
    ),
  /** `code` is of the second factor, for a user who has one. */
  logIn: (email: string, password: string, code?: string): Promise<CallerView> =>
    answered(client.POST('/api/v1/session', { body: { email, password, ...(code && { code }) } })),
  logInOptions: (): Promise<LogInOptions> => answered(client.GET('/api/v1/session/options')),
  logOut: () => answered(client.DELETE('/api/v1/session')),
  setup: (): Promise<Setup> => answered(client.GET('/api/v1/setup')),

  /** A page of the work list, from a cursor on. */
  work: (whose: Whose, sort: '-heat' | 'dueAt', cursor: string | null): Promise<WorkPage> =>
    answered(
      client.GET(
        '/api/v1/work',
        ofQuery({ ...ownedBy[whose], sort, limit: pageItems, ...(cursor !== null && { cursor }) }),
      ),
    ),
  account: (id: string): Promise<AccountView> => answered(client.GET('/api/v1/accounts/{id}', ofId(id))),
  lead: (id: string): Promise<LeadView> => answered(client.GET('/api/v1/leads/{id}', ofId(id))),
  task: (id: string): Promise<TaskView> => answered(client.GET('/api/v1/tasks/{id}', ofId(id))),
  profile: (key: string): Promise<ProfileView> =>
    answered(client.GET('/api/v1/profiles/{key}', { params: { path: { key } } })),
  /** Null where the profile was forgotten, or nothing scores it any more. */
  explanation: (key: string, programme: string): Promise<Explanation | null> =>
    orNull(
      answered(
        client.GET('/api/v1/profiles/{key}/explanation', { params: { path: { key }, query: { programme } } }),
      ),
    ),
  scoreHistory: (key: string, programme: string): Promise<ScoreHistory | null> =>
    orNull(
      answered(
        client.GET('/api/v1/profiles/{key}/score-history', {
          params: { path: { key }, query: { programme } },
        }),
      ),
    ),
  /** Empty where the profile was forgotten. */
  behaviour: async (key: string): Promise<ProfileEvent[]> =>
    (await orNull(answered(client.GET('/api/v1/profiles/{key}/events', { params: { path: { key } } }))))
      ?.items ?? [],
  ledger: async (key: string, programme: string): Promise<LedgerEntryView[]> =>
    (
      await orNull(
        answered(
          client.GET('/api/v1/profiles/{key}/ledger', {
            params: { path: { key }, query: { programme, limit: pageItems } },
          }),
        ),
      )
    )?.items ?? [],
  /** `pipeline`: `process/pipeline@version`. */
  pipeline: (pipeline: string): Promise<PipelineDefinitionView> => {
    const [, process = '', name = '', version = ''] = /^(.*)\/(.*)@(\d+)$/.exec(pipeline) ?? [];
    return answered(
      client.GET('/api/v1/pipelines/{process}/{pipeline}', {
        params: { path: { process, pipeline: name }, query: { version: Number(version) } },
      }),
    );
  },
  staged: ({ list, id }: StagedRecord): Promise<MovableRecord> => recordOf<MovableRecord>(`/${list}`, id),
  /** Refused with 412 where the record has another revision by now. */
  move: ({ list, id }: StagedRecord, move: Move, revision: number): Promise<MovableRecord> =>
    answered(
      client.PATCH(`/api/v1/${list}/{id}` as '/api/v1/leads/{id}', {
        params: { path: { id }, header: { 'If-Match': `"${revision}"` } },
        body: move,
      }),
    ) as Promise<MovableRecord>,
  /** Refused, in words, where the record left the stage in which it was seen. */
  moveFrom: (record: StagedRecord, move: Move, seen: Seen): Promise<MovableRecord> =>
    moveFrom(seen, {
      send: (revision) => api.move(record, move, revision),
      read: () => api.staged(record),
    }),
  newTask: (task: Shape<'NewTask'>): Promise<TaskView> =>
    answered(client.POST('/api/v1/tasks', { body: task })),
  stageOf: ({ list, id }: StagedRecord): Promise<StageGuide> =>
    answered(client.GET(`/api/v1/${list}/{id}/stage`, ofId(id))),
  filesOf: ({ list, id }: AttachedRecord): Promise<Page<AttachmentView>> =>
    answered(client.GET(`/api/v1/${list}/{id}/attachments`, ofId(id))),
  attach: ({ list, id }: AttachedRecord, file: File): Promise<AttachmentView> =>
    answered(
      client.POST(`/api/v1/${list}/{id}/attachments`, {
        params: { path: { id }, query: { name: file.name } },
        // The bytes as they are; without a type the server says which it takes.
        body: file as never,
        bodySerializer: () => file,
        headers: { 'content-type': file.type || 'application/octet-stream' },
      }),
    ),
  openTasksOf: (lead: string): Promise<Page<TaskView>> =>
    answered(client.GET('/api/v1/tasks', ofQuery({ lead, open: 'true' as const, sort: 'dueAt' as const }))),
  activities: (about: { person?: string; record?: string }): Promise<Page<ActivityView>> =>
    answered(client.GET('/api/v1/activities', ofQuery({ ...about, limit: pageItems }))),
  // The client's types have lists in the place of pairs.
  timeline: (id: string, limit = pageItems) =>
    answered(client.GET('/api/v1/timeline/{id}', { params: { path: { id }, query: { limit } } })) as Promise<
      Page<TimelineEntry>
    >,
  /** Takes back what somebody did to a record, as its timeline offers it. */
  undoEntry: (id: string, entry: string) =>
    answered(client.POST('/api/v1/timeline/{id}/{entry}/undo', { params: { path: { id, entry } } })),

  me: (): Promise<UserView> => answered(client.GET('/api/v1/users/me')),
  changeMe: (change: Shape<'OwnChange'>): Promise<UserView> =>
    answered(client.PATCH('/api/v1/users/me', { body: change })),
  newCalendar: (): Promise<{ url: string }> => answered(client.POST('/api/v1/users/me/calendar')),
  revokeCalendar: () => answered(client.DELETE('/api/v1/users/me/calendar')),
  secondFactor: (): Promise<SecondFactor> => answered(client.GET('/api/v1/users/me/second-factor')),
  beginSecondFactor: (presentPassword: string): Promise<NewSecondFactor> =>
    answered(client.POST('/api/v1/users/me/second-factor', { body: { presentPassword } })),
  confirmSecondFactor: (code: string): Promise<RecoveryCodes> =>
    answered(client.POST('/api/v1/users/me/second-factor/confirm', { body: { code } })),
  renewRecoveryCodes: (code: string): Promise<RecoveryCodes> =>
    answered(client.POST('/api/v1/users/me/second-factor/recovery-codes', { body: { code } })),
  removeSecondFactor: (code: string) =>
    answered(client.POST('/api/v1/users/me/second-factor/remove', { body: { code } })),
  sessions: (): Promise<Page<SessionView>> => answered(client.GET('/api/v1/users/me/sessions')),
  endSession: (id: string) => answered(client.DELETE('/api/v1/users/me/sessions/{id}', ofId(id))),
  endOtherSessions: (): Promise<{ ended: number }> => answered(client.DELETE('/api/v1/users/me/sessions')),
  channels: (owner: string): Promise<Page<ChannelView>> =>
    answered(client.GET('/api/v1/channels', ofQuery({ owner, limit: pageItems }))),
  newChannel: (channel: Shape<'NewChannel'>): Promise<ChannelView> =>
    answered(client.POST('/api/v1/channels', { body: channel })),
  changeChannel: (id: string, change: ChannelChange): Promise<ChannelView> =>
    answered(client.PATCH('/api/v1/channels/{id}', { ...ofId(id), body: change as Shape<'ChannelChange'> })),
  deleteChannel: (id: string) => answered(client.DELETE('/api/v1/channels/{id}', ofId(id))),
  testChannel: (id: string) => answered(client.POST('/api/v1/channels/{id}/test', ofId(id))),

  /** A page of the inbox, and how many are unread. */
  inbox: (query: { limit: number; unread?: 'true'; cursor?: string }): Promise<InboxPage> =>
    answered(client.GET('/api/v1/alerts', ofQuery(query))),
  markAlert: (id: number, isRead: boolean): Promise<InboxItem> =>
    answered(client.PATCH('/api/v1/alerts/{id}', { ...ofId(String(id)), body: { isRead } })),
  readAlertsUntil: (until: number): Promise<InboxReadUntil> =>
    answered(client.POST('/api/v1/alerts/read', { body: { until } })),

  /** Refused, in words, where somebody has ended the task since it was seen. */
  complete: (seen: TaskView, outcome: TaskOutcome | null): Promise<TaskView> =>
    completeSeen(seen, {
      send: (revision) =>
        changeTask(seen.id, { status: 'Complete', ...(outcome !== null && { outcome }) }, revision),
      read: () => api.task(seen.id),
    }),
  reopen: (id: string): Promise<TaskView> => changeTask(id, { status: 'Open' }),
  claim: (kind: 'leads' | 'tasks', id: string) =>
    answered(client.POST(`/api/v1/${kind}/{id}/claim`, { ...ofId(id), body: {} })),
  handBack: (kind: 'leads' | 'tasks', id: string, reason: string) =>
    answered(client.POST(`/api/v1/${kind}/{id}/return`, { ...ofId(id), body: { reason } })),
  judge: (lead: string, quality: Quality | null): Promise<LeadView> =>
    answered(client.PATCH('/api/v1/leads/{id}', { ...ofId(lead), body: { quality } })),
  log: (activity: Shape<'NewActivity'>): Promise<ActivityView> =>
    answered(client.POST('/api/v1/activities', { body: activity })),
  undoLog: (id: string) => answered(client.POST('/api/v1/activities/{id}/undo', ofId(id))),
  changePerson: (person: string, change: PersonChange) =>
    answered(client.PATCH('/api/v1/people/{id}', { ...ofId(person), body: change as Shape<'PersonChange'> })),
  setDoNotContact: (person: string, doNotContact: boolean) =>
    answered(client.PATCH('/api/v1/people/{id}', { ...ofId(person), body: { doNotContact } })),
};

function changeTask(
  id: string,
  body: { status: 'Open' | 'Complete'; outcome?: TaskOutcome },
  revision?: number,
): Promise<TaskView> {
  const header = revision === undefined ? {} : { 'If-Match': `"${revision}"` };
  return answered(client.PATCH('/api/v1/tasks/{id}', { params: { path: { id }, header }, body }));
}

/** A page of any list, by its path and filters, from a cursor on. What it lists, the caller knows. */
export function listOf<Row>(path: string, query: Record<string, string | number>): Promise<Page<Row>> {
  return answered(client.GET(`/api/v1${path}` as '/api/v1/people', ofQuery(query))) as Promise<Page<Row>>;
}

/** Every item of a list, page by page. */
export async function allOf<Row>(path: string, query: Record<string, string> = {}): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: Row[]; nextCursor: string | null } = await listOf<Row>(path, {
      ...query,
      limit: pageItems,
      ...(cursor !== '' && { cursor }),
    });
    rows.push(...page.items);
    cursor = page.nextCursor;
  }
  return rows;
}

/** One record of any list, by its path. */
export function recordOf<Row>(path: string, id: string): Promise<Row> {
  return answered(client.GET(`/api/v1${path}/{id}` as '/api/v1/people/{id}', ofId(id))) as Promise<Row>;
}
