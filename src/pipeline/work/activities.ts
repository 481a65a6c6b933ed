/** What happened with customers, as people log it: calls, voicemail, mails, meetings, notes. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { ActivityView, NewActivity } from '../../contract/contract.ts';
import { type Queryable, sqlStateOf } from '../../database/database.ts';
import { Fault } from '../../kernel/kernel.ts';
import type { Store } from '../store.ts';
import { type Actor, actingAs } from './acting.ts';
import { newestFirst } from './cursor.core.ts';
import { noContact } from './do-not-contact.ts';
import { noteFirstTouch, type Touch } from './first-touch.ts';
import { once } from './once.ts';
import { Listing, type Page } from './paging.ts';

/** Logs an activity, with the task of its follow-up; the first contact after a lead was opened is the lead's first touch. */
export async function logActivity(
  { pool, onFirstTouch, now }: Store,
  activity: NewActivity,
  actor: Actor,
): Promise<ActivityView> {
  const nowMs = now();
  let waited: number[] = [];
  const logged = await actingAs(pool, actor, nowMs, async (connection) => {
    waited = [];
    const id = await once(connection, actor, activity, nowMs, async () => {
      const made = await insert(connection, activity, actor, nowMs);
      const touch = touchOf(activity, nowMs);
      if (touch !== null) waited = await noteFirstTouch(connection, touch, nowMs);
      if (activity.followUpOn !== undefined)
        await openFollowUp(connection, activity, activity.followUpOn, actor, nowMs);
      return made;
    });
    const [view] = await select(connection, 'activities.id = $1', [id]);
    return view as ActivityView;
  });
  for (const seconds of waited) onFirstTouch(seconds);
  return logged;
}

/** A contact of ours with a person; null for a note, and for what came from them. */
function touchOf({ kind, direction, lead, person, at }: NewActivity, nowMs: number): Touch | null {
  if (kind === 'note' || direction === 'in') return null;
  return { lead: lead ?? null, person: person ?? null, atMs: at === undefined ? nowMs : Date.parse(at) };
}

export interface ActivityFilter {
  limit: number;
  cursor?: string | undefined;
  person?: string | undefined;
  record?: string | undefined;
}

/** Each has an index of its own, and a record few activities. */
const records = ['lead_id', 'opportunity_id', 'deal_id', 'order_id', 'job_id', 'company_id'];

/** A page of activities, the latest logged first. */
export async function listActivities(pool: Queryable, filter: ActivityFilter): Promise<Page<ActivityView>> {
  const list = new Listing(newestFirst, filter);
  list.where('person_id = ?', filter.person);
  list.where(`(${records.map((column) => `${column} = ?`).join(' OR ')})`, filter.record);
  return list.page(pool, { columns: '*', table: 'activities' }, viewOf);
}

async function insert(
  connection: Queryable,
  given: NewActivity,
  actor: Actor,
  nowMs: number,
): Promise<string> {
  const atMs = given.at === undefined ? nowMs : Date.parse(given.at);
  if (atMs > nowMs)
    throw new Fault(
      'invalid_request',
      `"at" is ${given.at}: an activity has happened; plan what is to come as a task`,
    );
  const { rows } = await referring(() =>
    connection.query<{ id: string }>(
      `INSERT INTO activities (id, kind, direction, person_id, company_id, lead_id, opportunity_id, deal_id, order_id, job_id,
         happened_at, logged_at, logged_by, from_address, body, outcome, next_step, responsible, created_at, updated_at)
       VALUES ($1, $2, $3, coalesce($4, (SELECT person_id FROM leads WHERE id = $6), (SELECT person_id FROM opportunities WHERE id = $7)),
         $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $12, $12)
       RETURNING id`,
      [
        `ac_${randomUUID()}`,
        given.kind,
        given.direction ?? (given.kind === 'note' ? null : 'out'),
        given.person ?? null,
        given.company ?? null,
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

/** Due at the end of the day asked for, in UTC. */
async function openFollowUp(
  connection: Queryable,
  given: NewActivity,
  day: string,
  actor: Actor,
  nowMs: number,
): Promise<void> {
  const person = await personBehind(connection, given);
  if (person?.do_not_contact)
    throw new Fault('conflict', `${noContact}: log it without "followUpOn"; nothing more is planned`);
  await connection.query(
    `INSERT INTO tasks (id, type, subject, due_at, person_id, company_id, lead_id, opportunity_id, deal_id, order_id, job_id,
       owner, created_at, updated_at)
     VALUES ($1, 'Follow-up', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)`,
    [
      `tk_${randomUUID()}`,
      given.nextStep ?? 'Follow up as requested',
      new Date(`${day}T17:00:00.000Z`),
      person?.id ?? null,
      given.company ?? null,
      given.lead ?? null,
      given.opportunity ?? null,
      given.deal ?? null,
      given.order ?? null,
      given.job ?? null,
      given.responsible ?? actor.name,
      new Date(nowMs),
    ],
  );
}

/** Whom an activity is with: the person who is named, else whoever its record is about; who wishes no contact does so before or after, not between. */
async function personBehind(
  connection: Queryable,
  { person, lead, opportunity, deal, order, job }: NewActivity,
): Promise<{ id: string; do_not_contact: boolean } | null> {
  const { rows } = await connection.query<{ id: string; do_not_contact: boolean }>(
    `SELECT id, do_not_contact FROM people WHERE id = coalesce($1, (SELECT person_id FROM leads WHERE id = $2),
       (SELECT person_id FROM opportunities WHERE id = $3), (SELECT person_id FROM deals WHERE id = $4),
       (SELECT person_id FROM orders WHERE id = $5), (SELECT person_id FROM jobs WHERE id = $6)) FOR SHARE`,
    [person ?? null, lead ?? null, opportunity ?? null, deal ?? null, order ?? null, job ?? null],
  );
  return rows[0] ?? null;
}

async function select(database: Queryable, condition: string, values: unknown[]): Promise<ActivityView[]> {
  const { rows } = await database.query(`SELECT * FROM activities WHERE ${condition}`, values);
  return rows.map(viewOf);
}

function viewOf(row: pg.QueryResultRow): ActivityView {
  return {
    id: row.id,
    kind: row.kind,
    direction: row.direction,
    person: row.person_id,
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
  };
}

/** A foreign key that leads nowhere, and a name that is taken, said as what they are. */
export async function referring<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const state = sqlStateOf(error);
    const { detail, constraint } = error as { detail?: string; constraint?: string };
    const [, name = 'record', value = ''] = /\((\w+?)(?:_id)?\)=\((.*)\)/.exec(detail ?? '') ?? [];
    if (state === '23503') throw new Fault('invalid_request', `there is no ${name} "${value}"`);
    if (state !== '23505') throw error;
    throw new Fault(
      'conflict',
      constraint === 'leads_one_open'
        ? 'this person has another open lead of the campaign; work that one, or close it first'
        : `the ${name} "${value}" is taken; choose another, or change the record that has it`,
    );
  }
}
