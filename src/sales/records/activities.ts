/** Activities with customers, as people log them: calls, voicemail, mails, meetings, notes. */

import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { ActivityFilter, ActivityView, NewActivity } from '../../contract/api/api.ts';
import {
  type Actor,
  actingAs,
  apiTokenName,
  descending,
  Listing,
  noteFirstTouch,
  once,
  ownerByDefault,
  type Page,
  partiesOf,
  personView,
  referring,
  refersTo,
  requireNoneVoided,
  requireUser,
  type Touch,
  textKey,
  timeKey,
} from '../store/store.ts';
import { type TaskToWrite, writeTask } from './new-tasks.ts';
import type { RecordStore } from './records.ts';

/**
 * Logs an activity, and opens its follow-up task. The first contact after a lead was opened is its first touch. Throws `record_voided`
 * for one about a voided record.
 */
export async function logActivity(
  { pool, onFirstTouch, now }: RecordStore,
  activity: NewActivity,
  actor: Actor,
): Promise<ActivityView> {
  const nowMs = now();
  let waited: number[] = [];
  const logged = await actingAs(pool, actor, nowMs, async (connection) => {
    waited = [];
    const id = await once(connection, actor, activity, nowMs, async () => {
      await requireNoneVoided(connection, activity);
      const responsible = await requireUser(connection, 'responsible', activity.responsible);
      const made = await insert(connection, { ...activity, responsible }, actor, nowMs);
      const touch = touchOf(activity, nowMs);
      if (touch !== null) waited = await noteFirstTouch(connection, touch, nowMs);
      if (activity.followUpOn !== undefined) {
        const owner = responsible ?? (await ownerByDefault(connection, actor, activity));
        await writeTask(connection, followUpOf(activity, activity.followUpOn, owner), nowMs);
      }
      return made;
    });
    const [view] = await select(connection, 'activities.id = $1', [id]);
    if (view === undefined)
      throw new ApiError('conflict', 'what this Idempotency-Key has logged was taken back; use a new key');
    return view;
  });
  for (const seconds of waited) onFirstTouch(seconds);
  return logged;
}

/** A contact by us with a person; null for a note, and for a call or mail from the person. */
function touchOf({ kind, direction, lead, person, at }: NewActivity, nowMs: number): Touch | null {
  if (kind === 'note' || direction === 'in') return null;
  return { lead: lead ?? null, person: person ?? null, atMs: at === undefined ? nowMs : Date.parse(at) };
}

/** Columns by the names of the API. Each has an index of its own, and a record has few activities. */
const records = {
  lead: 'lead_id',
  opportunity: 'opportunity_id',
  deal: 'deal_id',
  order: 'order_id',
  job: 'job_id',
  company: 'company_id',
} as const;

const newestActivity = {
  '-createdAt': descending([timeKey('activities.created_at'), textKey('activities.id')]),
} as const;
const source = {
  table: 'activities',
  columns: 'activities.*, to_jsonb(people) AS person',
  joins: 'LEFT JOIN people ON people.id = activities.person_id',
};

/** Returns a page of activities, the latest logged first. */
export async function listActivities(pool: Queryable, filter: ActivityFilter): Promise<Page<ActivityView>> {
  const list = new Listing('activities', newestActivity, filter);
  list.where(refersTo('person_id'), filter.person);
  for (const [name, column] of Object.entries(records))
    list.where(refersTo(column), filter[name as keyof typeof records]);
  const any = [...Object.values(records), 'campaign_id'].map(refersTo);
  list.where(`(${any.join(' OR ')})`, filter.record);
  return list.page(pool, source, viewOf);
}

/** Returns one activity; null when there is none. */
export async function activity(database: Queryable, id: string): Promise<ActivityView | null> {
  return (await select(database, 'activities.id = $1', [id]))[0] ?? null;
}

/** Returns when it happened, ms. Throws `invalid_request` for a future time. */
export function happenedAtMs(at: string | undefined, nowMs: number): number {
  const atMs = at === undefined ? nowMs : Date.parse(at);
  if (atMs <= nowMs) return atMs;
  throw new ApiError(
    'invalid_request',
    `"at" is "${at}": expected a time in the past; for the future, add a task with POST /tasks`,
  );
}

async function insert(
  connection: Queryable,
  given: NewActivity,
  actor: Actor,
  nowMs: number,
): Promise<string> {
  const atMs = happenedAtMs(given.at, nowMs);
  const { person, company } = await partiesOf(connection, given);
  const { rows } = await referring(() =>
    connection.query<{ id: string }>(
      `INSERT INTO activities (id, kind, direction, person_id, company_id, lead_id, opportunity_id, deal_id, order_id, job_id,
         happened_at, logged_at, logged_by, from_address, body, outcome, next_step, responsible, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $12, $12)
       RETURNING id`,
      [
        `ac_${randomUUID()}`,
        given.kind,
        given.direction ?? (given.kind === 'note' ? null : 'out'),
        person,
        company,
        given.lead ?? null,
        given.opportunity ?? null,
        given.deal ?? null,
        given.order ?? null,
        given.job ?? null,
        new Date(atMs),
        new Date(nowMs),
        actor.name,
        given.from ?? null,
        given.body,
        given.outcome ?? null,
        given.nextStep ?? null,
        given.responsible ?? null,
      ],
    ),
  );
  return rows[0]?.id ?? '';
}

/** The follow-up task: due at the end of the given day of the responsible user. */
function followUpOf(given: NewActivity, day: string, owner: string | null): TaskToWrite {
  return {
    type: 'Follow-up',
    subject: given.nextStep ?? 'Follow up as requested',
    dueAtMs: null,
    dueOn: day,
    about: given,
    owner,
  };
}

async function select(database: Queryable, condition: string, values: unknown[]): Promise<ActivityView[]> {
  const { columns, table, joins } = source;
  const { rows } = await database.query(
    `SELECT ${columns} FROM ${table} ${joins} WHERE ${condition}`,
    values,
  );
  return rows.map(viewOf);
}

/** Whether a user or a program of the API has logged it: the clock logs mails that were sent, scoring and forms what they did. */
const isByHand = (loggedBy: string) => loggedBy.includes('@') || loggedBy === apiTokenName;

function viewOf(row: pg.QueryResultRow): ActivityView {
  return {
    id: row.id,
    kind: row.kind,
    direction: row.direction,
    person: row.person && personView(row.person),
    company: row.company_id,
    lead: row.lead_id,
    opportunity: row.opportunity_id,
    deal: row.deal_id,
    order: row.order_id,
    job: row.job_id,
    at: row.happened_at.toISOString(),
    loggedAt: row.logged_at.toISOString(),
    loggedBy: row.logged_by,
    from: row.from_address,
    body: row.body,
    outcome: row.outcome,
    nextStep: row.next_step,
    responsible: row.responsible,
    createdAt: row.created_at.toISOString(),
    undoUntil: isByHand(row.logged_by)
      ? new Date(row.logged_at.getTime() + limits.undoMs).toISOString()
      : null,
    revision: row.revision,
  };
}
