/**
 * The door of records: people, companies, tasks and activities, as reps list, change and log them.
 *
 * Enters: filters and changes, with their actor. Leaves: pages and views. A change names the revision it was made on, or wins as
 * the last one. A task ends once. The outcome of a contact task moves its lead.
 */
import type {
  ActivityChange,
  ActivityFilter,
  ActivityView,
  Agenda,
  AgendaFilter,
  CampaignInfluencesInput,
  CampaignInfluenceView,
  CompanyChange,
  CompanyFilter,
  CompanyUpsert,
  CompanyView,
  ExternalId,
  KnownPerson,
  LeadChange,
  LeadFilter,
  LeadUpsert,
  LeadView,
  NewActivity,
  NewCompany,
  NewSavedView,
  NewTask,
  PersonChange,
  PersonFilter,
  PersonInput,
  PersonUpsert,
  ProfileContact,
  SavedView,
  SavedViewChange,
  TaskChange,
  TaskFilter,
  TaskView,
  TimelineEntry,
  WorkCounts,
  WorkFilter,
  WorkItem,
  WorkPage,
} from '../../contract/api/api.ts';
import { type Merging, merging } from '../merging/merging.ts';
import type { RoutingStore } from '../routing/routing.ts';
import {
  type Actor,
  actingAs,
  clockActor,
  once,
  type Page,
  type Revised,
  recordWith,
  selectTasks,
  type Upserted,
} from '../store/store.ts';
import { changing, leadById, type WorkflowStore } from '../workflow/workflow.ts';
import { activity, listActivities, logActivity } from './activities.ts';
import { correctActivity } from './activity-changes.ts';
import { undoActivity } from './activity-undo.ts';
import { agenda } from './agenda.ts';
import { campaignInfluencesOf, type InfluencedKind, putCampaignInfluences } from './campaign-influences.ts';
import {
  changeCompany,
  company,
  companyWith,
  listCompanies,
  makeCompany,
  upsertCompany,
} from './companies.ts';
import { changeLead } from './lead-changes.ts';
import { upsertLead } from './lead-upserts.ts';
import { listLeads, listPeople, listTasks } from './lists.ts';
import { openTask } from './new-tasks.ts';
import { changePerson, person, personWith, putPerson, upsertPerson } from './people.ts';
import { changeView, deleteView, listViews, makeView, savedView } from './saved-views.ts';
import { changeTask } from './task-changes.ts';
import { undoEntry } from './undo.ts';
import { timelineWithUndo } from './undo-offers.ts';
import { listWork, workCounts, workOf } from './work-list.ts';

export { changeOne, idsThatFit } from './any-change.ts';
export { type InfluencedKind, joinCampaign, leaveCampaign } from './campaign-influences.ts';
export type { MarkingContext } from './marking.ts';
export { marking } from './marking.ts';
export { doneTo, takeBackIn } from './undo.ts';

/** Leads as reps list and change them. */
export interface LeadRecords {
  listLeads(filter: LeadFilter): Promise<Page<LeadView>>;
  lead(id: string): Promise<LeadView | null>;
  changeLead(id: string, change: Revised<LeadChange>, actor: Actor): Promise<LeadView>;
  /** Returns the lead with an id in another system; null where there is none. */
  leadWith(external: ExternalId): Promise<LeadView | null>;
  /** Enters the lead with an id in another system, or changes what differs. */
  upsertLead(external: ExternalId, wanted: Revised<LeadUpsert>, actor: Actor): Promise<Upserted<LeadView>>;
}

export interface TaskRecords {
  /** `caller`: whose teams `mine` means. */
  listTasks(filter: TaskFilter, caller?: string): Promise<Page<TaskView>>;
  /** Returns how many open tasks are due by when, and until when the caller may snooze one. */
  agenda(filter: AgendaFilter, caller: string): Promise<Agenda>;
  task(id: string): Promise<TaskView | null>;
  changeTask(id: string, change: Revised<TaskChange>, actor: Actor): Promise<TaskView>;
  /** Returns the open tasks, and those of them past their deadline. */
  countTasks(): Promise<{ open: number; overdue: number }>;
  /** Opens a task by hand. */
  openTask(wanted: NewTask, actor: Actor): Promise<TaskView>;
}

/** Open leads and contact tasks in one list. */
export interface WorkRecords {
  listWork(filter: WorkFilter): Promise<WorkPage>;
  /** Returns the rows of leads and tasks by their ids, those that are in the list. */
  workOf(ids: readonly string[]): Promise<Map<string, WorkItem>>;
  /** Returns the counts that each of these owners sees. */
  workCounts(owners: readonly string[]): Promise<(owner: string) => WorkCounts>;
}

export interface PersonRecords {
  putPerson(input: PersonInput, actor: Actor): Promise<{ person: KnownPerson; isNew: boolean }>;
  listPeople(filter: PersonFilter): Promise<Page<KnownPerson>>;
  person(id: string): Promise<KnownPerson | null>;
  changePerson(id: string, change: Revised<PersonChange>, actor: Actor): Promise<KnownPerson>;
  personWith(external: ExternalId): Promise<KnownPerson | null>;
  upsertPerson(
    external: ExternalId,
    wanted: Revised<PersonUpsert>,
    actor: Actor,
  ): Promise<Upserted<KnownPerson>>;
  /** Publishes a contact of a profile, once for an `Idempotency-Key`. Throws `conflict` for a key of another request. */
  enterContact(
    profile: string,
    contact: ProfileContact,
    actor: Actor,
    publish: () => Promise<void>,
  ): Promise<void>;
}

export interface CompanyRecords {
  makeCompany(wanted: NewCompany, actor: Actor): Promise<CompanyView>;
  listCompanies(filter: CompanyFilter): Promise<Page<CompanyView>>;
  company(id: string): Promise<CompanyView | null>;
  changeCompany(id: string, change: Revised<CompanyChange>, actor: Actor): Promise<CompanyView>;
  companyWith(external: ExternalId): Promise<CompanyView | null>;
  upsertCompany(
    external: ExternalId,
    wanted: Revised<CompanyUpsert>,
    actor: Actor,
  ): Promise<Upserted<CompanyView>>;
}

/** The campaigns that had a part in a record. */
export interface CampaignInfluences {
  campaignInfluencesOf(kind: InfluencedKind, id: string): Promise<CampaignInfluenceView[]>;
  putCampaignInfluences(
    kind: InfluencedKind,
    id: string,
    input: Revised<CampaignInfluencesInput>,
    actor: Actor,
  ): Promise<CampaignInfluenceView[]>;
}

export interface ActivityRecords {
  logActivity(activity: NewActivity, actor: Actor): Promise<ActivityView>;
  listActivities(filter: ActivityFilter): Promise<Page<ActivityView>>;
  activity(id: string): Promise<ActivityView | null>;
  /** Corrects a wrongly logged activity. */
  correctActivity(id: string, change: Revised<ActivityChange>, actor: Actor): Promise<ActivityView>;
  /** Takes an activity back, with its follow-up task. Throws `not_found`, `forbidden`, and `conflict` with the reason. */
  undoActivity(id: string, actor: Actor): Promise<void>;
}

/** Saved views of tables. A user sees their own and the shared ones, and changes their own. */
export interface SavedViews {
  listViews(list: string, user: string): Promise<SavedView[]>;
  savedView(id: string, user: string): Promise<SavedView | null>;
  makeView(wanted: NewSavedView, actor: Actor): Promise<SavedView>;
  changeView(id: string, change: Revised<SavedViewChange>, actor: Actor): Promise<SavedView>;
  deleteView(id: string, actor: Actor): Promise<void>;
}

export interface Timeline {
  /** Returns every change of a record, the latest first, for a viewer: what they may take back, in words. Throws `not_found`. */
  timelineOf(
    record: string,
    page: { limit: number; cursor?: string | undefined },
    viewer?: Actor,
  ): Promise<Page<TimelineEntry>>;
  /** Takes an entry back by the change that turns it round. Throws `not_found`, `forbidden`, and `conflict` with the reason. */
  undoEntry(record: string, entry: string, actor: Actor): Promise<void>;
}

/** All of them; a caller takes the part it needs. */
export type Records = LeadRecords &
  TaskRecords &
  WorkRecords &
  PersonRecords &
  CompanyRecords &
  CampaignInfluences &
  ActivityRecords &
  SavedViews &
  Merging &
  Timeline;

/** The store of records that move along pipelines. */
export interface RecordStore extends WorkflowStore, RoutingStore {
  /** The pipeline of a lead that names none. */
  defaultLeadPipeline(): Promise<string>;
  /** Receives how long a lead waited for its first touch, seconds; once a lead. */
  onFirstTouch(seconds: number): void;
}

export function records(store: RecordStore): Records {
  return {
    ...leadRecords(store),
    ...taskRecords(store),
    listWork: (filter) => listWork(store.pool, filter, store.now()),
    workOf: (ids) => workOf(store.pool, ids),
    workCounts: (owners) => workCounts(store.pool, owners, store.now()),
    ...personRecords(store),
    ...companyRecords(store),
    ...campaignInfluences(store),
    ...activityRecords(store),
    ...savedViews(store),
    ...merging(store),
    timelineOf: (record, filter, viewer = { ...clockActor, name: '' }) =>
      timelineWithUndo(store, record, filter, viewer),
    undoEntry: (record, entry, actor) => undoEntry(store, record, entry, actor),
  };
}

function leadRecords(store: RecordStore): LeadRecords {
  const access = { database: store.pool, flows: store.flows };
  return {
    listLeads: (filter) => listLeads(access, filter),
    lead: (id) => leadById(access, id),
    changeLead: (id, change, actor) => changing(store, actor, (context) => changeLead(context, id, change)),
    leadWith: async (external) => {
      const id = await recordWith(store.pool, 'leads', external);
      return id === null ? null : leadById(access, id);
    },
    upsertLead: (external, wanted, actor) =>
      changing(store, actor, (context) => upsertLead(context, external, wanted, store.defaultLeadPipeline)),
  };
}

function taskRecords(store: RecordStore): TaskRecords {
  const { pool, now } = store;
  return {
    listTasks: (filter, caller = '') => listTasks(pool, filter, { caller, nowMs: now() }),
    agenda: (filter, caller) => agenda(pool, filter, { caller, nowMs: now() }),
    task: async (id) => (await selectTasks(pool, 'tasks.id = $1', [id]))[0] ?? null,
    changeTask: (id, change, actor) => changeTask(store, id, change, actor),
    openTask: (wanted, actor) => openTask(pool, wanted, actor, now()),
    countTasks: async () => {
      const { rows } = await pool.query<{ open: number; overdue: number }>(
        `SELECT count(*)::int AS open, count(*) FILTER (WHERE due_at < $1)::int AS overdue FROM tasks WHERE status = 'Open'`,
        [new Date(now())],
      );
      return rows[0] ?? { open: 0, overdue: 0 };
    },
  };
}

function personRecords(store: RecordStore): PersonRecords {
  const { pool, now } = store;
  return {
    putPerson: (input, actor) => putPerson(store, input, actor),
    listPeople: (filter) => listPeople(pool, filter),
    person: (id) => person(pool, id),
    changePerson: (id, change, actor) => changePerson(store, id, change, actor),
    personWith: (external) => personWith(pool, external),
    upsertPerson: (external, wanted, actor) => upsertPerson(store, external, wanted, actor),
    // Published before the key is stored: where that fails, a repeated request publishes the same event, which counts once.
    enterContact: async (profile, contact, actor, publish) => {
      const nowMs = now();
      await actingAs(pool, actor, nowMs, (connection) =>
        once(connection, actor, { profile, contact }, nowMs, async () => {
          await publish();
          // Nobody asks for it again, and a key of a profile may be an address.
          return '';
        }),
      );
    },
  };
}

function companyRecords(store: RecordStore): CompanyRecords {
  const { pool } = store;
  return {
    makeCompany: (wanted, actor) => makeCompany(store, wanted, actor),
    listCompanies: (filter) => listCompanies(pool, filter),
    company: (id) => company(pool, id),
    changeCompany: (id, change, actor) => changeCompany(store, id, change, actor),
    companyWith: (external) => companyWith(pool, external),
    upsertCompany: (external, wanted, actor) => upsertCompany(store, external, wanted, actor),
  };
}

function campaignInfluences(store: RecordStore): CampaignInfluences {
  return {
    campaignInfluencesOf: (kind, id) => campaignInfluencesOf(store.pool, kind, id),
    putCampaignInfluences: (kind, id, input, actor) => putCampaignInfluences(store, kind, id, input, actor),
  };
}

function activityRecords(store: RecordStore): ActivityRecords {
  const { pool, now } = store;
  return {
    logActivity: (activity, actor) => logActivity(store, activity, actor),
    listActivities: (filter) => listActivities(pool, filter),
    activity: (id) => activity(pool, id),
    correctActivity: (id, change, actor) => correctActivity(pool, id, change, actor, now()),
    undoActivity: (id, actor) => undoActivity(store, id, actor),
  };
}

function savedViews({ pool, now }: RecordStore): SavedViews {
  return {
    listViews: (list, user) => listViews(pool, list, user),
    savedView: (id, user) => savedView(pool, id, user),
    makeView: (wanted, actor) => makeView(pool, wanted, actor, now()),
    changeView: (id, change, actor) => changeView(pool, id, change, actor, now()),
    deleteView: (id, actor) => deleteView(pool, id, actor, now()),
  };
}
