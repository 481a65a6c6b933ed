/** What happened with customers, as people log it: calls, voicemail, mails, meetings, notes. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { ActivityView, NewActivity } from '../../contract/contract.ts';
import type { Queryable } from '../../database/database.ts';
import { Fault } from '../../kernel/kernel.ts';
import { partiesOf } from './about.ts';
import { type Actor, actingAs } from './acting.ts';
import { conditions, type Page, pageOf } from './lists.ts';
import { type TaskToWrite, writeTask } from './new-tasks.ts';
import { once } from './once.ts';
import { referring } from './referring.ts';

/** Logs an activity, with the task of its follow-up; the first contact after a lead was opened is the lead's first touch. */
export function logActivity(
  pool: pg.Pool,
  activity: NewActivity,
  actor: Actor,
  nowMs: number,
): Promise<ActivityView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const id = await once(connection, actor, activity, nowMs, async () => {
      const made = await insert(connection, activity, actor, nowMs);
      await noteFirstTouch(connection, activity, nowMs);
      if (activity.followUpOn !== undefined)
        await writeTask(connection, followUpOf(activity, activity.followUpOn, actor), nowMs);
      return made;
    });
    const [view] = await select(connection, 'activities.id = $1', [id]);
    return view as ActivityView;
  });
}

export interface ActivityFilter {
  limit: number;
  cursor?: string | undefined;
  person?: string | undefined;
  record?: string | undefined;
}

/** A page of activities, the latest logged first. */
export function listActivities(pool: pg.Pool, filter: ActivityFilter): Promise<Page<ActivityView>> {
  const where = conditions('activities', filter);
  where.add('activities.person_id = ?', filter.person);
  // Each by its index; `? IN (…)` over the columns could use none.
  const columns = ['lead_id', 'opportunity_id', 'deal_id', 'order_id', 'job_id', 'company_id'];
  where.add(`(${columns.map((column) => `activities.${column} = ?`).join(' OR ')})`, filter.record);
  return pageOf(filter.limit, (tail) =>
    select(pool, where.sql(`activities.created_at DESC, activities.id DESC ${tail}`), where.values),
  );
}

/** One activity; null when there is none. */
export async function activity(database: Queryable, id: string): Promise<ActivityView | null> {
  return (await select(database, 'activities.id = $1', [id]))[0] ?? null;
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

/** Throws `invalid_request` for what has not happened yet. */
export function happenedAtMs(at: string | undefined, nowMs: number): number {
  const atMs = at === undefined ? nowMs : Date.parse(at);
  if (atMs <= nowMs) return atMs;
  throw new Fault(
    'invalid_request',
    `"at" is ${at}: an activity has happened; plan what is to come as a task`,
  );
}

/** A contact of ours with the person is the first touch of the leads that wait for one. */
async function noteFirstTouch(connection: Queryable, given: NewActivity, nowMs: number): Promise<void> {
  if (given.kind === 'note' || given.direction === 'in') return;
  await connection.query(
    `UPDATE leads SET first_touch_at = $3, updated_at = $4
     WHERE first_touch_at IS NULL AND closed_at IS NULL AND created_at <= $3
       AND (id = $1 OR person_id = coalesce($2, (SELECT person_id FROM leads WHERE id = $1)))`,
    [given.lead ?? null, given.person ?? null, given.at ?? new Date(nowMs), new Date(nowMs)],
  );
}

/** Due at the end of the day asked for, of whoever is responsible. */
function followUpOf(given: NewActivity, day: string, actor: Actor): TaskToWrite {
  return {
    type: 'Follow-up',
    subject: given.nextStep ?? 'Follow up as requested',
    dueAtMs: null,
    dueOn: day,
    about: given,
    owner: given.responsible ?? actor.name,
  };
}

async function select(database: Queryable, condition: string, values: unknown[]): Promise<ActivityView[]> {
  const { rows } = await database.query(`SELECT * FROM activities WHERE ${condition}`, values);
  return rows.map((row) => ({
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
    revision: row.revision,
  }));
}
