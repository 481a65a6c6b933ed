/** Tasks that people make: calls, mails, meetings, follow-ups. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import type { NewTask, TaskView } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import {
  type About,
  type Actor,
  actingAs,
  dayEndMs,
  once,
  ownerByDefault,
  partiesOf,
  referring,
  requireContact,
  requireNoneVoided,
  requireUser,
  selectTasks,
} from '../store/store.ts';

/** The content of a new task; due at a time, or at the end of the owner's day. */
export interface TaskToWrite {
  type: string;
  subject: string;
  dueAtMs: number | null;
  dueOn: string | null;
  about: About;
  owner: string | null;
}

/** Opens a task. Throws `invalid_request` for an unknown record, `record_voided`, `conflict` for a person marked "do not contact". */
export function openTask(pool: pg.Pool, wanted: NewTask, actor: Actor, nowMs: number): Promise<TaskView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const { type, subject, dueAt, dueOn, owner, ...about } = wanted;
    const id = await once(connection, actor, wanted, nowMs, async () => {
      await requireNoneVoided(connection, about);
      const named = await requireUser(connection, 'owner', owner);
      const task = {
        type,
        subject,
        dueAtMs: dueAt === undefined ? null : Date.parse(dueAt),
        dueOn: dueOn ?? null,
        about,
        owner: named === undefined ? await ownerByDefault(connection, actor, about) : named,
      };
      const made = await writeTask(connection, task, nowMs);
      await writeAlerts(connection, [
        { type: 'task.opened', atMs: nowMs, acceptedAtMs: null, lead: about.lead ?? null, task: made },
      ]);
      return made;
    });
    const [view] = await selectTasks(connection, 'tasks.id = $1', [id]);
    return view as TaskView;
  });
}

/** Writes an open task; returns its id. */
export async function writeTask(connection: Queryable, task: TaskToWrite, nowMs: number): Promise<string> {
  const { about, owner } = task;
  const { person, company } = await partiesOf(connection, about);
  await requireContact(connection, { person, company });
  const dueAtMs = task.dueAtMs ?? (await dayEndMs(connection, owner, task.dueOn ?? ''));
  const id = `tk_${randomUUID()}`;
  await referring(() =>
    connection.query(
      `INSERT INTO tasks (id, type, subject, due_at, person_id, company_id, lead_id, opportunity_id, deal_id, order_id, job_id,
         owner, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`,
      [
        id,
        task.type,
        task.subject,
        new Date(dueAtMs),
        person,
        company,
        about.lead ?? null,
        about.opportunity ?? null,
        about.deal ?? null,
        about.order ?? null,
        about.job ?? null,
        owner,
        new Date(nowMs),
      ],
    ),
  );
  return id;
}
