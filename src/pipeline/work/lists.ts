/** Lists of leads, tasks and people: what they may be filtered and sorted by. */
import type {
  LeadFilter,
  LeadView,
  PersonFilter,
  PersonView,
  TaskFilter,
  TaskView,
} from '../../contract/contract.ts';
import type { Queryable } from '../../database/database.ts';
import { Fault } from '../../kernel/kernel.ts';
import type { PersonRow } from '../crossings/world.core.ts';
import { ascending, descending, textKey, timeKey } from './cursor.core.ts';
import { Listing, type Page } from './paging.ts';
import {
  type LeadJoined,
  leadSource,
  leadView,
  personView,
  type TaskJoined,
  taskSource,
  taskView,
} from './views.ts';

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

const tasksByCreation = descending([timeKey('tasks.created_at'), textKey('tasks.id')]);
const tasksByDeadline = ascending([timeKey('tasks.due_at'), textKey('tasks.id')]);

const peopleByCreation = [timeKey('people.created_at'), textKey('people.id')];
const peopleOrders = {
  '-createdAt': descending(peopleByCreation),
  createdAt: ascending(peopleByCreation),
} as const;

export async function listLeads(database: Queryable, filter: LeadFilter): Promise<Page<LeadView>> {
  const list = new Listing(leadOrders, filter);
  if (filter.status !== undefined) {
    const { stages, areOpen } = await stagesLike(database, filter.status);
    if (stages.length === 1) list.where('leads.status = ?', stages[0]);
    else list.where('leads.status = ANY(?)', stages);
    // It follows from the stage; said, it lets the small indexes of open leads serve.
    list.whereIf(areOpen, 'leads.closed_at IS NULL');
  }
  list.where('leads.tier = ?', filter.tier);
  list.where('leads.owner = ?', filter.owner);
  list.where('leads.campaign = ?', filter.campaign);
  list.where('leads.programme = ?', filter.programme);
  list.where('leads.verdict = ?', filter.verdict);
  list.where('leads.person_id = ?', filter.person);
  list.where('people.company_id = ?', filter.company);
  list.where('leads.created_at >= ?', instant(filter.createdFrom));
  list.where('leads.created_at < ?', instant(filter.createdTo));
  list.whereIf(filter.open === true || filter.queue, 'leads.closed_at IS NULL');
  list.whereIf(filter.open === false, 'leads.closed_at IS NOT NULL');
  if (filter.queue) list.whereNull('leads.owner');
  return list.page(database, leadSource, (row: LeadJoined) => leadView(row));
}

export async function listTasks(
  database: Queryable,
  filter: TaskFilter,
  nowMs: number,
): Promise<Page<TaskView>> {
  const list = new Listing(
    // Who asks for a time of deadlines wants them in the order of deadlines.
    filter.dueFrom === undefined && filter.dueTo === undefined
      ? { '-createdAt': tasksByCreation, dueAt: tasksByDeadline }
      : { dueAt: tasksByDeadline, '-createdAt': tasksByCreation },
    filter,
  );
  list.where('tasks.owner = ?', filter.owner);
  list.where('tasks.person_id = ?', filter.person);
  list.where('tasks.lead_id = ?', filter.lead);
  list.where('tasks.type = ?', filter.type);
  list.where('tasks.lane = ?', filter.lane);
  list.where('tasks.due_at >= ?', instant(filter.dueFrom));
  list.where('tasks.due_at < ?', instant(filter.dueTo));
  list.whereIf(filter.open === true || filter.queue || filter.overdue, `tasks.status = 'Open'`);
  list.whereIf(filter.open === false, `tasks.status <> 'Open'`);
  if (filter.overdue !== undefined) {
    const { overdue } = filter;
    list.where(
      overdue ? 'tasks.due_at < ?' : `(tasks.status <> 'Open' OR tasks.due_at >= ?)`,
      new Date(nowMs),
    );
  }
  if (filter.queue) list.whereNull('tasks.owner');
  return list.page(database, taskSource, (row: TaskJoined) => taskView(row));
}

export function listPeople(database: Queryable, filter: PersonFilter): Promise<Page<PersonView>> {
  const list = new Listing(peopleOrders, filter);
  list.where('people.email = ?', filter.email);
  list.where('people.owner = ?', filter.owner);
  list.where('people.company_id = ?', filter.company);
  return list.page(database, { columns: 'people.*', from: 'people' }, (row: PersonRow) => personView(row));
}

function instant(given: string | undefined): Date | undefined {
  return given === undefined ? undefined : new Date(given);
}

/**
 * Stages of lead pipelines somebody means, in any case and joined in any way, and whether leads in them are open. Throws
 * `invalid_request` where there is none.
 */
async function stagesLike(
  database: Queryable,
  given: string,
): Promise<{ stages: string[]; areOpen: boolean }> {
  const { rows } = await database.query<{ stage: string; is_end: boolean }>(
    `SELECT stage, is_end FROM stages JOIN pipelines ON pipelines.id = stages.pipeline WHERE kind = 'lead' ORDER BY pipelines.id, position`,
  );
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '');
  const found = rows.filter(({ stage }) => plain(stage) === plain(given));
  if (found.length > 0)
    return {
      stages: [...new Set(found.map(({ stage }) => stage))],
      areOpen: found.every(({ is_end: isEnd }) => !isEnd),
    };
  const allowed = [...new Set(rows.map(({ stage }) => `"${stage}"`))].join(', ');
  throw new Fault('invalid_request', `"status" is "${given}": expected ${allowed}`);
}
