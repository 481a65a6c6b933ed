/** What a rep changes: a lead's status and owner; a task completed with its outcome, or taken up again. */
import type pg from 'pg';
import {
  closedStatuses,
  type LeadChange,
  type LeadStatus,
  type LeadView,
  type TaskChange,
  type TaskOutcome,
  type TaskView,
} from '../contract/contract.ts';
import { type Queryable, sqlStateOf, transaction } from '../database/database.ts';
import { Fault } from '../kernel/kernel.ts';
import { writeAlerts } from './alert-rows.ts';
import { selectLeads, selectTasks } from './views.ts';
import type { TaskRow } from './world.core.ts';

/** Changes a lead. Throws `not_found`, or `conflict` when reopening would give the person two open leads. */
export function changeLead(pool: pg.Pool, id: string, change: LeadChange, nowMs: number): Promise<LeadView> {
  return transaction(pool, async (connection) => {
    if ((await setLead(connection, id, change, nowMs)) === 0)
      throw new Fault('not_found', `there is no lead "${id}"`);
    await writeAlerts(connection, [
      { type: 'lead.updated', atMs: nowMs, acceptedAtMs: null, lead: id, task: null },
    ]);
    const [lead] = await selectLeads(connection, 'leads.id = $1', [id]);
    return lead as LeadView;
  });
}

/**
 * Changes a task. Completing needs an outcome; *Opportunity created* converts its lead, *No opportunity* leaves it in
 * progress with the rep. Opening it again takes both back.
 */
export function changeTask(pool: pg.Pool, id: string, change: TaskChange, nowMs: number): Promise<TaskView> {
  return transaction(pool, async (connection) => {
    // The lead before its task, the order in which records are applied: so the two never wait for each other.
    await connection.query(
      'SELECT FROM leads WHERE id = (SELECT lead_id FROM tasks WHERE id = $1) FOR UPDATE',
      [id],
    );
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
  if (task.lead_id === null || before === null) return;
  const after = statusAfter(before, outcome);
  if (after !== before) await setLead(connection, task.lead_id, { status: after }, nowMs);
}

/** What completing a contact task makes of its lead. */
function statusAfter(before: LeadStatus, outcome: TaskOutcome): LeadStatus {
  if (closedStatuses.includes(before)) return before;
  if (outcome === 'Opportunity created') return 'Converted';
  return before === 'Sent to sales' ? 'In progress' : before;
}

async function reopen(connection: Queryable, task: TaskRow, nowMs: number): Promise<void> {
  await refusingTwo('task', async () => {
    await connection.query(
      `UPDATE tasks SET status = 'Open', outcome = NULL, completed_at = NULL, lead_status_before = NULL WHERE id = $1`,
      [task.id],
    );
  });
  const { lead_id: lead, lead_status_before: before, outcome } = task;
  if (lead === null || before === null || outcome === null) return;
  // Only what completing did is taken back: a status that a rep has set since then stays.
  const { rows } = await connection.query<{ status: LeadStatus }>('SELECT status FROM leads WHERE id = $1', [
    lead,
  ]);
  const after = statusAfter(before, outcome);
  if (after !== before && rows[0]?.status === after)
    await setLead(connection, lead, { status: before }, nowMs);
}

/** Answers how many leads it changed: none when there is no such lead. */
async function setLead(
  connection: Queryable,
  id: string,
  change: LeadChange,
  nowMs: number,
): Promise<number> {
  const status = change.status ?? null;
  const isClosing = status !== null && closedStatuses.includes(status);
  return refusingTwo('lead', async () => {
    const { rowCount } = await connection.query(
      `UPDATE leads SET status = coalesce($2, status), owner = CASE WHEN $3 THEN $4 ELSE owner END, updated_at = $5,
              closed_at = CASE WHEN $2::text IS NULL THEN closed_at WHEN $6 THEN coalesce(closed_at, $5) ELSE NULL END
       WHERE id = $1`,
      [id, status, change.owner !== undefined, change.owner ?? null, new Date(nowMs), isClosing],
    );
    return rowCount ?? 0;
  });
}

/** The unique indexes refuse a second open lead or task of a person and campaign: said as a conflict. */
async function refusingTwo<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlStateOf(error) !== '23505') throw error;
    throw new Fault('conflict', `this person has another open ${what} of the campaign; close that one first`);
  }
}
