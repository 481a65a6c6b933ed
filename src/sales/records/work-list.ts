/**
 * The work list: open leads, each with its contact task, and contact tasks of no lead, in one order by pages.
 *
 * `work_items` holds what is open, kept by triggers. A page is the next entries of one of its indexes, joined to what it shows.
 */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type {
  CappedCount,
  ViewCounts,
  WorkCounts,
  WorkFilter,
  WorkItem,
  WorkPage,
} from '../../contract/api/api.ts';
import {
  ascending,
  deadlineKey,
  type LeadRow,
  Listing,
  type PersonRow,
  personView,
  startingWith,
  type TaskRow,
  textKey,
} from '../store/store.ts';

const byDeadline = [deadlineKey('work_items.due_at'), textKey('work_items.id')];
const workOrders = {
  '-heat': ascending([{ sql: '(-work_items.score)', type: 'double precision' }, ...byDeadline]),
  dueAt: ascending(byDeadline),
} as const;

type Revision = { revision: number };
/** An entry with its records, as JSON. */
interface WorkRow {
  lead: (LeadRow & Revision & { first_touch_at: string | null }) | null;
  /** The contact task; of a lead the open one, else the latest. */
  task: (TaskRow & Revision) | null;
  person: PersonRow;
  isQueued: boolean;
}

const workSource = {
  columns:
    'to_jsonb(leads) AS lead, to_jsonb(contact) AS task, to_jsonb(people) AS person, work_items.is_queued AS "isQueued"',
  table: 'work_items',
  joins: `JOIN people ON people.id = work_items.person_id
    LEFT JOIN leads ON work_items.kind = 'lead' AND leads.id = work_items.id
    LEFT JOIN LATERAL (
      (SELECT tasks.* FROM tasks WHERE work_items.kind = 'task' AND tasks.id = work_items.id)
      UNION ALL
      (SELECT tasks.* FROM tasks WHERE work_items.kind = 'lead' AND tasks.lead_id = work_items.id AND tasks.episode IS NOT NULL
       ORDER BY tasks.status <> 'Open', tasks.created_at DESC, tasks.id LIMIT 1)
    ) AS contact ON true`,
};

const isDue = `work_items.due_at < 'infinity'`;

/** A condition, with `?` for its value. */
type Condition = readonly [sql: string, value: unknown];

export async function listWork(database: Queryable, filter: WorkFilter, nowMs: number): Promise<WorkPage> {
  const now = new Date(nowMs);
  const view = conditionsOf(filter);
  const list = new Listing('work', workOrders, filter);
  for (const [sql, value] of view) list.where(sql, value);
  list.whereIf(filter.toContact === true, isDue);
  list.whereIf(filter.toContact === false, `work_items.due_at = 'infinity'`);
  if (filter.overdue !== undefined)
    list.where(filter.overdue ? 'work_items.due_at < ?' : 'work_items.due_at >= ?', now);
  const page = await list.page(database, workSource, (row: WorkRow) => itemOf(row));
  return { ...page, counts: await countsOf(database, view, now) };
}

/** What makes a view: the filters that its counts go by. */
function conditionsOf(filter: WorkFilter): Condition[] {
  const { owner, tier, campaign, queue, q } = filter;
  const given: Condition[] = [
    ['work_items.owner = ?', owner],
    ['work_items.tier = ?', tier],
    ['work_items.campaign = ?', campaign],
    [
      'work_items.person_id IN (SELECT id FROM people WHERE lower(name) LIKE ? OR email LIKE ? OR claimed_email LIKE ?)',
      startingWith(q),
    ],
    // An index of the queue serves the plain name of the column alone.
    [
      queue === false ? 'NOT work_items.is_queued AND ?::boolean' : 'work_items.is_queued AND ?::boolean',
      queue === undefined ? undefined : true,
    ],
  ];
  return given.filter(([, value]) => value !== undefined);
}

/** Counts what a view holds to contact and overdue, up to a limit. */
async function countsOf(
  database: Queryable,
  view: readonly Condition[],
  now: Date,
): Promise<WorkPage['counts']> {
  const conditions = view.map(([sql], index) => `${sql.replaceAll('?', `$${index + 2}`)} AND `).join('');
  const upTo = (condition: string) =>
    `(SELECT count(*)::int FROM (SELECT FROM work_items WHERE ${conditions}${condition} LIMIT ${limits.workCountMax + 1}) AS counted)`;
  const { rows } = await database.query<Record<'toContact' | 'overdue', number>>(
    `SELECT ${upTo(isDue)} AS "toContact", ${upTo('work_items.due_at < $1')} AS overdue`,
    [now, ...view.map(([, value]) => value)],
  );
  const { toContact = 0, overdue = 0 } = rows[0] ?? {};
  return { toContact: capped(toContact), overdue: capped(overdue) };
}

/** Returns the rows of leads and tasks by their ids, those that are in the list. */
export async function workOf(database: Queryable, ids: readonly string[]): Promise<Map<string, WorkItem>> {
  const { columns, table, joins } = workSource;
  const { rows } = await database.query<WorkRow>(
    `SELECT ${columns} FROM ${table} ${joins} WHERE work_items.id = ANY($1)`,
    [ids],
  );
  return new Map(rows.map(itemOf).map((item) => [item.id, item]));
}

/** Returns the counts of all work, of the queue, and of each of these owners, up to a limit. */
export async function workCounts(
  database: Queryable,
  owners: readonly string[],
  nowMs: number,
): Promise<(owner: string) => WorkCounts> {
  const upTo = (condition: string) =>
    `(SELECT count(*)::int FROM (SELECT FROM work_items WHERE ${condition} LIMIT ${limits.workCountMax + 1}) AS counted)`;
  const both = (view: string) =>
    `${upTo(`${view}${isDue}`)} AS "toContact", ${upTo(`${view}work_items.due_at < $1`)} AS overdue`;
  const { rows } = await database.query<{ view: string } & Record<keyof ViewCounts, number>>(
    `SELECT 'all' AS view, ${both('')}
     UNION ALL SELECT 'queue', ${both('work_items.is_queued AND ')}
     UNION ALL SELECT 'of ' || given.owner, ${both('work_items.owner = given.owner AND ')} FROM unnest($2::text[]) AS given (owner)`,
    [new Date(nowMs), owners],
  );
  const byView = new Map(
    rows.map(({ view, toContact, overdue }) => [
      view,
      { toContact: capped(toContact), overdue: capped(overdue) },
    ]),
  );
  const none: ViewCounts = { toContact: capped(0), overdue: capped(0) };
  const of = (view: string) => byView.get(view) ?? none;
  return (owner) => ({ mine: of(`of ${owner}`), queue: of('queue'), all: of('all') });
}

function capped(count: number): CappedCount {
  return { count: Math.min(count, limits.workCountMax), isCapped: count > limits.workCountMax };
}

function itemOf({ lead, task, person, isQueued }: WorkRow): WorkItem {
  const work = lead ?? task;
  if (work === null) throw new Error('an entry of the work list has neither a lead nor a task');
  return {
    id: work.id,
    kind: lead === null ? 'task' : 'lead',
    stage: lead?.status ?? null,
    subject: lead === null ? (task?.subject ?? null) : null,
    tier: work.tier,
    tierName: work.tier_name,
    tiers: work.tiers,
    score: work.score,
    reasons: work.reasons,
    campaign: work.campaign,
    owner: work.owner,
    createdAt: iso(work.created_at),
    revision: work.revision,
    person: personView(person),
    firstTouchAt: lead?.first_touch_at == null ? null : iso(lead.first_touch_at),
    task: task && {
      id: task.id,
      status: task.status,
      outcome: task.outcome,
      dueAt: iso(task.due_at),
      completedAt: task.completed_at === null ? null : iso(task.completed_at),
    },
    dueAt: task?.status === 'Open' ? iso(task.due_at) : null,
    isQueued,
  };
}

function iso(value: string): string {
  return new Date(value).toISOString();
}
