/** What a rep changes: a lead's status and owner; a task completed with its outcome, or taken up again. */
import type pg from 'pg';
import {
  closedStatuses,
  type LeadChange,
  type LeadStatus,
  type LeadView,
  type TaskChange,
  type TaskView,
} from '../contract/contract.ts';
import { Fault } from '../kernel/kernel.ts';
import { writeAlerts } from './alert-rows.ts';
import { type Queryable, transaction } from './database.ts';
import { selectLeads, selectTasks } from './views.ts';
import type { TaskRow } from './world.core.ts';

/** Changes a lead. Throws `not_found`, or `conflict` when reopening would give the person two open leads. */
export function changeLead(pool: pg.Pool, id: string, change: LeadChange, nowMs: number): Promise<LeadView> {
  return transaction(pool, async (connection) => {
    await setLead(connection, id, change, nowMs);
    await writeAlerts(connection, [
      { type: 'lead.updated', atMs: nowMs, acceptedAtMs: null, lead: id, task: null },
    ]);
    const [lead] = await selectLeads(connection, 'leads.id = $1', [id]);
    if (lead === undefined) throw new Fault('not_found', `there is no lead "${id}"`);
    return lead;
  });
}

/**
 * Changes a task. Completing needs an outcome; *Opportunity created* converts its lead, *No opportunity* leaves it in
 * progress with the rep. Opening it again takes both back.
 */
export function changeTask(pool: pg.Pool, id: string, change: TaskChange, nowMs: number): Promise<TaskView> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<TaskRow>('SELECT * FROM tasks WHERE id = $1 FOR UPDATE', [id]);
    const task = rows[0];
    if (task === undefined) throw new Fault('not_found', `there is no task "${id}"`);
    if (change.owner !== undefined)
      await connection.query('UPDATE tasks SET owner = $2 WHERE id = $1', [id, change.owner]);
    const status = change.status ?? (change.outcome ? 'Complete' : task.status);
    if (status === 'Complete') await complete(connection, task, change, nowMs);
    else if (change.outcome)
      throw new Fault('invalid_request', 'an open task has no outcome; send status "Complete" with it');
    else if (task.status === 'Complete') await reopen(connection, task, nowMs);
    const type = status === 'Complete' && task.status === 'Open' ? 'task.completed' : 'task.updated';
    await writeAlerts(connection, [{ type, atMs: nowMs, acceptedAtMs: null, lead: task.lead_id, task: id }]);
    const [view] = await selectTasks(connection, 'tasks.id = $1', [id]);
    return view as TaskView;
  });
}

async function complete(
  connection: Queryable,
  task: TaskRow,
  change: TaskChange,
  nowMs: number,
): Promise<void> {
  const outcome = change.outcome ?? task.outcome;
  if (outcome === null) {
    throw new Fault(
      'invalid_request',
      'to complete a task, say its "outcome": "Opportunity created" or "No opportunity"',
    );
  }
  if (task.status === 'Complete' && task.outcome === outcome) return;
  if (task.status === 'Complete') await reopen(connection, task, nowMs);
  const { rows } = await connection.query<{ status: LeadStatus }>(
    'SELECT status FROM leads WHERE id = $1 FOR UPDATE',
    [task.lead_id],
  );
  const before = rows[0]?.status ?? null;
  await connection.query(
    `UPDATE tasks SET status = 'Complete', outcome = $2, completed_at = $3, lead_status_before = $4 WHERE id = $1`,
    [task.id, outcome, new Date(nowMs), before],
  );
  if (task.lead_id === null || before === null || closedStatuses.includes(before)) return;
  if (outcome === 'Opportunity created')
    await setLead(connection, task.lead_id, { status: 'Converted' }, nowMs);
  else if (before === 'Sent to sales')
    await setLead(connection, task.lead_id, { status: 'In progress' }, nowMs);
}

async function reopen(connection: Queryable, task: TaskRow, nowMs: number): Promise<void> {
  await refusingTwo('task', async () => {
    await connection.query(
      `UPDATE tasks SET status = 'Open', outcome = NULL, completed_at = NULL, lead_status_before = NULL WHERE id = $1`,
      [task.id],
    );
  });
  if (task.lead_id !== null && task.lead_status_before !== null) {
    await setLead(connection, task.lead_id, { status: task.lead_status_before }, nowMs);
  }
}

async function setLead(connection: Queryable, id: string, change: LeadChange, nowMs: number): Promise<void> {
  const status = change.status ?? null;
  const isClosing = status !== null && closedStatuses.includes(status);
  await refusingTwo('lead', async () => {
    await connection.query(
      `UPDATE leads SET status = coalesce($2, status), owner = CASE WHEN $3 THEN $4 ELSE owner END, updated_at = $5,
              closed_at = CASE WHEN $2::text IS NULL THEN closed_at WHEN $6 THEN coalesce(closed_at, $5) ELSE NULL END
       WHERE id = $1`,
      [id, status, change.owner !== undefined, change.owner ?? null, new Date(nowMs), isClosing],
    );
  });
}

/** The unique indexes refuse a second open lead or task of a person and campaign: said as a conflict. */
async function refusingTwo(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    throw new Fault('conflict', `this person has another open ${what} of the campaign; close that one first`);
  }
}
