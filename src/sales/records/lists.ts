/** Lists of leads, tasks and people, with their filters and sorts. */

import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type {
  DeadlineState,
  KnownPerson,
  LeadFilter,
  LeadView,
  PersonFilter,
  TaskFilter,
  TaskView,
} from '../../contract/api/api.ts';
import { plainWord } from '../../contract/language/language.ts';
import {
  ascending,
  descending,
  inPipeline,
  keptByEmail,
  knownView,
  type LeadJoined,
  Listing,
  leadSource,
  type Page,
  refersTo,
  type TaskJoined,
  taskSource,
  taskView,
  textKey,
  timeKey,
  whereExternal,
  whereReported,
  wordsToFind,
} from '../store/store.ts';
import { type FlowAccess, placedLead } from '../workflow/workflow.ts';

const leadsByCreation = [timeKey('leads.created_at'), textKey('leads.id')];
const leadOrders = {
  '-createdAt': descending(leadsByCreation),
  createdAt: ascending(leadsByCreation),
  /** The hottest first: tier, then score, then the newest. */
  '-score': descending([
    { sql: 'leads.tier', type: 'integer' },
    { sql: 'leads.score', type: 'double precision' },
    ...leadsByCreation,
  ]),
  '-updatedAt': descending([timeKey('leads.updated_at'), textKey('leads.id')]),
} as const;

const tasksByDeadline = ascending([timeKey('tasks.due_at'), textKey('tasks.id')]);
const taskOrders = {
  '-createdAt': descending([timeKey('tasks.created_at'), textKey('tasks.id')]),
  dueAt: tasksByDeadline,
} as const;
/** Of what is done since a time. */
const tasksByCompletion = {
  '-completedAt': descending([timeKey('tasks.completed_at'), textKey('tasks.id')]),
} as const;

/** The tasks of the users of a team; the caller's own teams are the one they are in, and those they manage. */
export const ofTeam = 'tasks.owner = ANY(ARRAY(SELECT email FROM users WHERE team = ?))';
export const ofTeamsOfCaller = `tasks.owner = ANY(ARRAY(SELECT email FROM users WHERE team IN (${teamsOf('?')})))`;

/** Selects the names of the teams of a user: the one they are in, and those they manage. */
export function teamsOf(user: string): string {
  return `SELECT team FROM users WHERE email = ${user} AND team IS NOT NULL UNION SELECT name FROM teams WHERE manager = ${user}`;
}

const peopleByCreation = [timeKey('people.created_at'), textKey('people.id')];
const peopleOrders = {
  '-createdAt': descending(peopleByCreation),
  createdAt: ascending(peopleByCreation),
} as const;

export async function listLeads(access: FlowAccess, filter: LeadFilter): Promise<Page<LeadView>> {
  const list = await leadsThatFit(access.database, filter);
  return list.page(access.database, leadSource, (row: LeadJoined) => placedLead(access, row));
}

/** Returns the list of leads with its filters. */
export async function leadsThatFit(database: Queryable, filter: LeadFilter): Promise<Listing<string>> {
  const list = new Listing<string>('leads', leadOrders, filter);
  if (!(filter.open || filter.queue || isOfFew(filter)))
    requireByCreation(list.sort, ['-createdAt', 'createdAt'], filter);
  for (const name of ['stage', 'status'] as const) {
    const word = filter[name];
    if (word === undefined) continue;
    const stages = await stagesLike(database, name, word);
    // One value at a time: only then an index gives the rows in order.
    if (stages.length === 1) list.where('leads.status = ?', stages[0]);
    else list.where('leads.status = ANY(?)', stages);
  }
  list.where(inPipeline('?'), filter.pipeline);
  list.where('leads.tier = ?', filter.tier);
  list.where('leads.owner = ?', filter.owner);
  list.where('leads.campaign = ?', filter.campaign);
  list.where('leads.programme = ?', filter.programme);
  list.where('leads.quality = ?', filter.quality);
  list.where('leads.person_id = kept_record(?)', filter.person);
  list.where('leads.person_id IN (SELECT id FROM people WHERE company_id = kept_record(?))', filter.company);
  list.where('leads.profile = ?', filter.profile);
  list.where('leads.external_id = ?', filter.externalId);
  list.where('leads.external_source = ?', filter.externalSource);
  whereReported(list, { owner: 'leads.owner', pipeline: 'leads.pipeline', ended: 'leads.ended' }, filter);
  list.where('leads.programme_version = ?', filter.programmeVersion);
  list.where('(leads.programme IS NOT NULL) = ?', filter.isScored);
  list.where(`leads.reasons @> jsonb_build_array(jsonb_build_object('rule', ?::text))`, filter.rule);
  list.whereIf(filter.touched === true, 'leads.first_touch_at IS NOT NULL');
  list.whereIf(filter.touched === false, 'leads.first_touch_at IS NULL');
  list.where('leads.created_at >= ?', instant(filter.createdFrom));
  list.where('leads.created_at < ?', instant(filter.createdTo));
  list.whereIf(filter.open === true || filter.queue, 'leads.closed_at IS NULL');
  list.whereIf(filter.open === false, 'leads.closed_at IS NOT NULL');
  list.whereIf(filter.voided === true, `leads.ended = 'voided'`);
  list.whereIf(filter.voided === false, `leads.ended IS DISTINCT FROM 'voided'`);
  list.whereIf(filter.queue === false, '(leads.owner IS NOT NULL OR leads.closed_at IS NOT NULL)');
  if (filter.queue) list.whereNull('leads.owner');
  return list;
}

/** Columns by the names of the API: the records that a task may name. */
const taskColumns = {
  person: 'person_id',
  company: 'company_id',
  lead: 'lead_id',
  opportunity: 'opportunity_id',
  deal: 'deal_id',
  order: 'order_id',
  job: 'job_id',
  quotation: 'quotation_id',
  campaign: 'campaign',
  profile: 'profile',
} as const;

/** A contact task is in no pipeline: that of its lead counts. */
const pipelineOfTask = '(SELECT pipeline FROM leads WHERE leads.id = tasks.lead_id)';

/** Steps of escalation after the deadline that were taken, as the deadline report counts them. */
const isEscalated = `EXISTS (SELECT FROM escalations WHERE task_id = tasks.id AND taken_at >= escalations.due_at
  AND outcome IN ('notified', 'reassigned', 'queued'))`;

/** What became of a deadline; `?1` is the present. */
const deadlineBecame: Readonly<Record<DeadlineState, string>> = {
  kept: `tasks.status = 'Complete' AND tasks.completed_at <= tasks.due_at`,
  late: `tasks.status = 'Complete' AND tasks.completed_at > tasks.due_at`,
  overdue: `tasks.status = 'Open' AND tasks.due_at < ?1`,
  pending: `tasks.status = 'Open' AND tasks.due_at >= ?1`,
  cancelled: `tasks.status = 'Cancelled'`,
};

/** Filters by a record that has few leads and tasks: any order of these is cheap. */
const recordsOfFew = [
  ...['person', 'company', 'profile', 'externalId'],
  ...['lead', 'opportunity', 'deal', 'order', 'job', 'quotation'],
];
const isOfFew = (filter: object) =>
  Object.entries(filter).some(([name, value]) => value && recordsOfFew.includes(name));

/** `caller`: whose teams `mine` means. */
interface Asking {
  caller: string;
  nowMs: number;
}

export async function listTasks(
  database: Queryable,
  filter: TaskFilter,
  asking: Asking,
): Promise<Page<TaskView>> {
  return tasksThatFit(filter, asking).page(database, taskSource, (row: TaskJoined) => taskView(row));
}

/** Returns the list of tasks with its filters. */
export function tasksThatFit(filter: TaskFilter, { caller, nowMs }: Asking): Listing<string> {
  const { dueFrom, dueTo, completedFrom, ...rest } = filter;
  // A filter by deadline lists in the order of deadlines, and one by completion in its own.
  const isOfTime = dueFrom !== undefined || dueTo !== undefined;
  const orders = isOfTime ? { dueAt: tasksByDeadline } : taskOrders;
  const list = new Listing<string>('tasks', completedFrom === undefined ? orders : tasksByCompletion, filter);
  // No more is read than what is due within a period that has both its ends.
  const isWithin = (dueFrom !== undefined && dueTo !== undefined) || completedFrom !== undefined;
  const isFew = filter.open || filter.queue || filter.overdue || filter.snoozed || isOfFew(filter);
  if (!(isFew || isWithin)) requireByCreation(list.sort, isOfTime ? [] : ['-createdAt'], rest);
  list.where('tasks.owner = ?', filter.owner);
  list.where(ofTeamsOfCaller, filter.myTeams ? caller : undefined);
  list.where('tasks.completed_at >= ?', instant(completedFrom));
  list.whereIf(filter.snoozed === true, 'tasks.snoozed_until IS NOT NULL');
  list.whereIf(filter.snoozed === false, 'tasks.snoozed_until IS NULL');
  for (const [name, column] of Object.entries(taskColumns))
    list.where(refersTo(`tasks.${column}`), filter[name as keyof typeof taskColumns]);
  list.where('tasks.type = ?', filter.type);
  list.where('tasks.lane = ?', filter.lane);
  whereReported(list, { owner: 'tasks.owner', pipeline: pipelineOfTask }, filter);
  list.where('tasks.tier = ?', filter.tier);
  list.where('tasks.outcome = ?', filter.outcome);
  whereDeadline(list, filter.deadline, nowMs);
  list.whereIf(filter.escalated === true, isEscalated);
  list.whereIf(filter.escalated === false, `NOT ${isEscalated}`);
  list.where('tasks.due_at >= ?', instant(filter.dueFrom));
  list.where('tasks.due_at < ?', instant(filter.dueTo));
  list.whereIf(filter.open === true || filter.overdue, `tasks.status = 'Open'`);
  list.whereIf(filter.open === false, `tasks.status <> 'Open'`);
  if (filter.overdue !== undefined) {
    const { overdue } = filter;
    list.where(
      overdue ? 'tasks.due_at < ?' : `(tasks.status <> 'Open' OR tasks.due_at >= ?)`,
      new Date(nowMs),
    );
  }
  const waits = `(tasks.owner IS NULL AND tasks.status = 'Open' AND tasks.lead_id IS NULL AND tasks.lane IS NULL)`;
  list.whereIf(filter.queue === true, waits);
  list.whereIf(filter.queue === false, `NOT ${waits}`);
  return list;
}

/** Adds what became of the deadlines of contact tasks. A task that sleeps has none. */
function whereDeadline(
  list: Listing<string>,
  states: readonly DeadlineState[] | undefined,
  nowMs: number,
): void {
  if (states === undefined) return;
  const became = states.map((state) => `(${deadlineBecame[state]})`).join(' OR ');
  list.whereAll(`tasks.episode IS NOT NULL AND ?1::timestamptz IS NOT NULL AND (${became})`, [
    new Date(nowMs),
  ]);
}

export async function listPeople(database: Queryable, filter: PersonFilter): Promise<Page<KnownPerson>> {
  return peopleThatFit(filter).page(database, { columns: '*', table: 'people' }, knownView);
}

/** SQL for people who were added to a campaign. */
const ofCampaign = 'people.id IN (SELECT person_id FROM campaign_influences WHERE campaign = ?)';

/** Returns the list of people with its filters. */
export function peopleThatFit(filter: PersonFilter): Listing<string> {
  const list = new Listing<string>('people', peopleOrders, filter);
  list.where(`(people.email = ? OR people.id = ANY(${keptByEmail('?')}))`, filter.email);
  list.where('people.email IS NULL AND people.claimed_email = ?', filter.claimedEmail);
  list.where('people.owner = ?', filter.owner);
  list.where('people.company_id = kept_record(?)', filter.company);
  list.where('people.kind = ?', filter.kind);
  list.where('people.do_not_contact = ?', filter.doNotContact);
  list.where(ofCampaign, filter.campaign);
  whereExternal(list, 'people', filter);
  // Each part has an index of its own.
  list.whereAll(
    `(lower(people.name) LIKE ?1 OR people.email LIKE ?1 OR people.claimed_email LIKE ?1 OR split_part(people.email, '@', 2) = ?2)`,
    wordsToFind(filter.q),
  );
  return list;
}

function instant(given: string | undefined): Date | undefined {
  return given === undefined ? undefined : new Date(given);
}

/** Returns the stages of lead pipelines with this name, in any case and joined in any way. Throws `invalid_request` for none. */
async function stagesLike(database: Queryable, name: string, given: string): Promise<string[]> {
  const { rows } = await database.query<{ stage: string }>(
    `SELECT stage FROM stages JOIN pipelines ON pipelines.id = stages.pipeline WHERE kind = 'lead' ORDER BY pipelines.id, position`,
  );
  const stages = [...new Set(rows.map(({ stage }) => stage))];
  const found = stages.filter((stage) => plainWord(stage) === plainWord(given));
  if (found.length > 0) return found;
  const allowed = stages.map((stage) => `"${stage}"`).join(', ');
  throw new ApiError('invalid_request', `"${name}" is "${given}": expected ${allowed}`);
}

/**
 * Throws `invalid_request` for a sort that could read the whole table. Open records, and those of a person, are few: any order will
 * do. Of closed records, a filtered list is in the order of creation only: another order might read them all to fill a page.
 */
function requireByCreation(sort: string, allowed: readonly string[], filter: object): void {
  const isOfPage = (name: string) => ['limit', 'cursor', 'sort'].includes(name);
  const given = Object.entries(filter).filter(([name, value]) => value !== undefined && !isOfPage(name));
  const named = given[0]?.[0];
  if (named === undefined || allowed.includes(sort)) return;
  const others = allowed.map((name) => `, or sort by "${name}"`).join('');
  throw new ApiError(
    'invalid_request',
    `"sort" is "${sort}" and "${named}" is given: add "open=true"${others}`,
  );
}
