/**
 * The door of the pipeline: people, leads and tasks, and how standing records become them.
 *
 * Enters: standing records in order, and what reps change. Leaves: rows in PostgreSQL and alert rows beside them. It
 * guarantees that a record counts exactly once (the offset moves in the same transaction), that a person has one open
 * lead a campaign, and a task one ending. It refuses to know rules or events. PostgreSQL away: records wait in Redis.
 */
import type {
  ActivityView,
  FlowKind,
  LeadChange,
  LeadFilter,
  LeadView,
  NewActivity,
  PersonInput,
  PersonView,
  RecordFilter,
  RecordView,
  TaskChange,
  TaskFilter,
  TaskView,
  TimelineEntry,
} from '../contract/contract.ts';
import { readRouting } from '../contract/contract.ts';
import { migrate, openDatabase } from '../database/database.ts';
import type { Clock } from '../kernel/kernel.ts';
import { type Applied, applyStandings, readOffsets, type StandingEntry } from './crossings/apply.ts';
import { listPipelines, type PipelineView, pipelineChart } from './flow/pipeline-views.ts';
import { changeRecord, listRecords, newRecord, type RecordColumns, recordView } from './flow/record-views.ts';
import { type FlowChange, wakeRecords } from './flow/records.ts';
import { publishFiles } from './flow/system-files.ts';
import { Flows, type PublishedSystem, publishSystem, type SystemSource } from './flow/systems.ts';
import { type SalesFacts, salesFacts } from './reports/sales-facts.ts';
import { DeskFile } from './routing/desk-file.ts';
import { type Alert, alertsAfter, lastAlertId, listenForAlerts } from './telling/alert-feed.ts';
import { tellDeadlines } from './telling/deadline-rows.ts';
import { tryWebhooks, type WebhookTry } from './telling/webhook-rows.ts';
import { type Account, accountOf, ensureAdmin, logIn, logOut } from './users/accounts.ts';
import { type Actor, actingAs, clockActor } from './work/acting.ts';
import { type ActivityFilter, listActivities, logActivity } from './work/activities.ts';
import { changeLead } from './work/lead-changes.ts';
import { listLeads, listTasks, type Page } from './work/lists.ts';
import { listPeople, putPerson } from './work/people.ts';
import { changeTask } from './work/task-changes.ts';
import { timelineOf } from './work/timeline.ts';
import { selectLeads, selectTasks } from './work/views.ts';

export type { Relay } from './crossings/relay.ts';
export { startRelay } from './crossings/relay.ts';
export type { Alert, AlertListener } from './telling/alert-feed.ts';
export type { WebhookDelivery } from './telling/webhook-rows.ts';
export type { Account } from './users/accounts.ts';
export type { Actor } from './work/acting.ts';

/** A change, and the revision it was decided on. */
export type Revised<Change> = Change & { revision?: number | undefined };

export interface Pipeline {
  applyStandings(entries: readonly StandingEntry[]): Promise<Applied>;
  readOffsets(): Promise<Map<number, string>>;

  listLeads(filter: LeadFilter): Promise<Page<LeadView>>;
  lead(id: string): Promise<LeadView | null>;
  changeLead(id: string, change: Revised<LeadChange>, actor: Actor): Promise<LeadView>;
  listTasks(filter: TaskFilter): Promise<Page<TaskView>>;
  task(id: string): Promise<TaskView | null>;
  changeTask(id: string, change: Revised<TaskChange>, actor: Actor): Promise<TaskView>;
  putPerson(input: PersonInput, actor: Actor): Promise<{ person: PersonView; isNew: boolean }>;
  listPeople(email: string | null, limit: number): Promise<PersonView[]>;
  /** Open tasks, and those of them past their deadline. */
  countTasks(): Promise<{ open: number; overdue: number }>;

  /** Tries the webhooks that are due; answers how many. */
  tryWebhooks(attempt: WebhookTry): Promise<number>;
  /** Owner and kind of the people sales has a hand on, by e-mail; how leads ended, by profile. */
  salesFacts(): Promise<SalesFacts>;

  ensureAdmin(email: string, password: string): Promise<void>;
  logIn(email: string, password: string): Promise<(Account & { token: string }) | null>;
  accountOf(token: string): Promise<Account | null>;
  logOut(token: string): Promise<void>;

  /** Alerts after an id, in order. */
  alertsAfter(id: number, countMax: number): Promise<Alert[]>;
  lastAlertId(): Promise<number>;
  /** Calls back whenever there may be new alerts, until closed; on reconnect too. */
  listenForAlerts(onNews: () => void): { close(): Promise<void> };
  /** Writes the alerts of deadlines that came near or passed, each once; answers how many. */
  tellDeadlines(): Promise<number>;

  /** Begins a record of `system/pipeline`; answers its id. */
  beginRecord(
    kind: FlowKind,
    pipeline: string,
    columns: RecordColumns,
    fields: Record<string, unknown>,
    actor: Actor,
  ): Promise<string>;
  listRecords(kind: FlowKind, filter: RecordFilter): Promise<Page<RecordView>>;
  logActivity(activity: NewActivity, actor: Actor): Promise<ActivityView>;
  listActivities(filter: ActivityFilter): Promise<Page<ActivityView>>;
  /** Every change of a record, the latest first. */
  timelineOf(
    record: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<TimelineEntry>>;
  listPipelines(): Promise<PipelineView[]>;
  /** A pipeline as a Mermaid diagram. */
  pipelineChart(name: string): Promise<string>;
  record(kind: FlowKind, id: string): Promise<RecordView | null>;
  changeRecord(
    kind: FlowKind,
    id: string,
    change: Revised<FlowChange & { columns?: RecordColumns | undefined }>,
    actor: Actor,
  ): Promise<RecordView>;
  /** Makes a text the latest version of its selling system. */
  publishSystem(source: SystemSource): Promise<PublishedSystem>;
  /** Moves records whose time-outs have run out; answers how many. `onStuck` hears of one that cannot be moved. */
  wakeRecords(onStuck: (record: string, error: Error) => void): Promise<number>;

  ping(): Promise<void>;
  close(): Promise<void>;
}

const migrations = new URL('./migrations/', import.meta.url);

/** Opens the store and brings its schema up to date. */
export async function openPipeline(options: {
  databaseUrl: string;
  clock: Clock;
  onError: (error: Error) => void;
  /** Folder of selling systems; where it is not there, those the product ships with. */
  systemsDirectory?: string;
  /** Folder of routing and escalation; likewise. */
  deskDirectory?: string;
}): Promise<Pipeline> {
  const { databaseUrl, clock, onError, systemsDirectory, deskDirectory = null } = options;
  const routing = await DeskFile.open(deskDirectory, 'routing.yaml', readRouting, onError);
  const pool = openDatabase(databaseUrl, onError);
  try {
    await migrate(pool, { room: 'pipeline', directory: migrations });
    await publishFiles(pool, systemsDirectory ?? null, clock.nowMs());
  } catch (error) {
    await pool.end();
    throw error;
  }
  const flows = new Flows();
  const now = () => clock.nowMs();
  return {
    applyStandings: (entries) => applyStandings(pool, { flows, routing }, entries),
    readOffsets: () => readOffsets(pool),
    listLeads: (filter) => listLeads(pool, filter),
    lead: async (id) => (await selectLeads(pool, 'leads.id = $1', [id]))[0] ?? null,
    changeLead: (id, change, actor) => changeLead(pool, flows, id, change, actor, now()),
    listTasks: (filter) => listTasks(pool, filter, now()),
    task: async (id) => (await selectTasks(pool, 'tasks.id = $1', [id]))[0] ?? null,
    changeTask: (id, change, actor) => changeTask(pool, flows, id, change, actor, now()),
    putPerson: (input, actor) => putPerson(pool, input, actor, now()),
    listPeople: (email, limit) => listPeople(pool, email, limit),
    countTasks: async () => {
      const { rows } = await pool.query<{ open: number; overdue: number }>(
        `SELECT count(*)::int AS open, count(*) FILTER (WHERE due_at < $1)::int AS overdue FROM tasks WHERE status = 'Open'`,
        [new Date(now())],
      );
      return rows[0] ?? { open: 0, overdue: 0 };
    },
    tryWebhooks: (attempt) => tryWebhooks(pool, now(), attempt),
    salesFacts: () => salesFacts(pool),
    ensureAdmin: (email, password) => ensureAdmin(pool, email, password),
    logIn: (email, password) => logIn(pool, email, password, now()),
    accountOf: (token) => accountOf(pool, token, now()),
    logOut: (token) => logOut(pool, token),
    alertsAfter: (id, countMax) => alertsAfter(pool, id, countMax),
    lastAlertId: () => lastAlertId(pool),
    listenForAlerts: (onNews) => listenForAlerts(databaseUrl, onNews),
    tellDeadlines: () => tellDeadlines(pool, now()),
    beginRecord: (kind, name, columns, fields, actor) =>
      newRecord(pool, flows, kind, name, columns, fields, actor, now()),
    listRecords: (kind, filter) => listRecords(pool, flows, kind, filter),
    logActivity: (activity, actor) => logActivity(pool, activity, actor, now()),
    listActivities: (filter) => listActivities(pool, filter),
    timelineOf: (record, filter) => timelineOf(pool, record, filter),
    listPipelines: () => listPipelines(pool, flows),
    pipelineChart: (name) => pipelineChart(pool, flows, name),
    record: (kind, id) => recordView(pool, flows, kind, id),
    changeRecord: (kind, id, change, actor) => changeRecord(pool, flows, kind, id, change, actor, now()),
    publishSystem: (source) => publishSystem(pool, source, now()),
    wakeRecords: (onStuck) =>
      wakeRecords(flows, now(), (work) => actingAs(pool, clockActor, now(), work), onStuck),
    ping: async () => void (await pool.query('SELECT 1')),
    close: () => pool.end(),
  };
}
