/** What people do with a task: complete it, with the outcome of a contact; take it up again; move it, hand it on, cancel it. */

import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { TaskChange, TaskOutcome, TaskView } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { assignedByHand, give } from '../routing/routing.ts';
import {
  type Actor,
  actingAs,
  dayEndMs,
  requireContact,
  requireRevision,
  selectTasks,
  type TaskRow,
} from '../store/store.ts';
import { endOf, type Flows, lockRecord, putInto } from '../workflow/workflow.ts';
import { noteFirstTouch } from './first-touch.ts';
import { refusingTwo } from './lead-changes.ts';
import type { RecordStore } from './records.ts';

type Change = TaskChange & { revision?: number | undefined };
type Task = Omit<TaskRow, 'person_id'> & {
  person_id: string | null;
  company_id: string | null;
  revision: number;
};

/**
 * Changes a task. Completing a contact task needs an outcome; *Opportunity created* converts its lead, *No opportunity*
 * leaves it with the rep, in the stage its pipeline says. Opening it again takes both back.
 */
export async function changeTask(
  { pool, flows, onFirstTouch, now }: RecordStore,
  id: string,
  change: Change,
  actor: Actor,
): Promise<TaskView> {
  const nowMs = now();
  let waited: number[] = [];
  const changed = await actingAs(pool, actor, nowMs, async (connection) => {
    waited = [];
    // The lead before its task, the order in which records are applied: so the two never wait for each other.
    await connection.query(
      'SELECT FROM leads WHERE id = (SELECT lead_id FROM tasks WHERE id = $1) FOR NO KEY UPDATE',
      [id],
    );
    const { rows } = await connection.query<Task>('SELECT * FROM tasks WHERE id = $1 FOR NO KEY UPDATE', [
      id,
    ]);
    const task = rows[0];
    if (task === undefined) throw new ApiError('not_found', `there is no task "${id}"`);
    requireRevision(task.revision, change.revision);
    if (change.owner !== undefined)
      await give(connection, 'task', id, assignedByHand(change.owner, task.owner, actor), nowMs);
    await setPlain(connection, task, change, nowMs);
    const status = change.status ?? (change.outcome ? 'Complete' : task.status);
    if (status === 'Complete') waited = await complete(connection, flows, task, change, nowMs);
    else if (change.outcome)
      throw new ApiError('invalid_request', 'an open task has no outcome; send status "Complete" with it');
    else if (status === 'Cancelled') await cancel(connection, task, change.reason ?? '', nowMs);
    else if (status === 'Open' && task.status !== 'Open') {
      await requireContact(connection, { person: task.person_id, company: task.company_id });
      await reopen(connection, flows, task, nowMs);
    }
    const type = status === 'Complete' && task.status === 'Open' ? 'task.completed' : 'task.updated';
    await writeAlerts(connection, [{ type, atMs: nowMs, acceptedAtMs: null, lead: task.lead_id, task: id }]);
    const [view] = await selectTasks(connection, 'tasks.id = $1', [id]);
    return view as TaskView;
  });
  for (const seconds of waited) onFirstTouch(seconds);
  return changed;
}

/** Subject and deadline; the steps of a deadline that was moved begin anew. */
async function setPlain(connection: Queryable, task: Task, change: Change, nowMs: number): Promise<void> {
  const owner = change.owner === undefined ? task.owner : change.owner;
  const moved = change.dueOn === undefined ? change.dueAt : await dayEndMs(connection, owner, change.dueOn);
  if (change.subject === undefined && moved === undefined) return;
  await connection.query('UPDATE tasks SET subject = $2, due_at = $3, updated_at = $4 WHERE id = $1', [
    task.id,
    change.subject ?? task.subject,
    moved === undefined ? task.due_at : new Date(moved),
    new Date(nowMs),
  ]);
}

/** Closes a task that is not to be done, with the reason. */
async function cancel(connection: Queryable, task: Task, reason: string, nowMs: number): Promise<void> {
  if (task.status === 'Complete')
    throw new ApiError('conflict', 'the task is complete; open it again before you cancel it');
  await connection.query(
    `UPDATE tasks SET status = 'Cancelled', closed_reason = $2, completed_at = coalesce(completed_at, $3), updated_at = $3
     WHERE id = $1`,
    [task.id, reason, new Date(nowMs)],
  );
}

/** A contact that nobody logged was one all the same; answers how long leads have waited for it, seconds. */
async function complete(
  connection: Queryable,
  flows: Flows,
  task: Task,
  change: Change,
  nowMs: number,
): Promise<number[]> {
  const isContact = task.episode !== null;
  const outcome = change.outcome ?? task.outcome;
  if (isContact && outcome === null) {
    throw new ApiError(
      'invalid_request',
      'to complete a task, say its "outcome": "Opportunity created" or "No opportunity"',
    );
  }
  if (task.status === 'Complete' && task.outcome === outcome) return [];
  if (task.status !== 'Open') await reopen(connection, flows, task, nowMs);
  const lead = task.lead_id === null ? null : await lockRecord(connection, 'lead', task.lead_id);
  await connection.query(
    `UPDATE tasks SET status = 'Complete', outcome = $2, completed_at = $3, updated_at = $3, lead_status_before = $4 WHERE id = $1`,
    [task.id, outcome, new Date(nowMs), lead?.stage ?? null],
  );
  if (lead === null || outcome === null) return [];
  const touch = { lead: lead.id, person: null, atMs: nowMs };
  const waited = isContact ? await noteFirstTouch(connection, touch, nowMs) : [];
  const after = await statusAfter(connection, flows, lead, outcome);
  await putInto(connection, flows, 'lead', lead.id, after, null, nowMs);
  return waited;
}

/** What completing a contact task makes of its lead: it is won, or at least worked. */
async function statusAfter(
  connection: Queryable,
  flows: Flows,
  lead: { stage: string; pipeline: string; ended: string | null },
  outcome: TaskOutcome,
): Promise<string> {
  const { pipeline } = await flows.flow(connection, lead.pipeline);
  const { afterContact: after, start, stages } = pipeline;
  if (stages.some(({ stage, ends }) => stage === lead.stage && ends !== undefined)) return lead.stage;
  if (outcome === 'Opportunity created')
    return after?.['opportunity created'] ?? endOf(pipeline, 'won') ?? lead.stage;
  const isUntouched = lead.stage === (start ?? stages[0]?.stage);
  return (isUntouched ? after?.['no opportunity'] : undefined) ?? lead.stage;
}

async function reopen(connection: Queryable, flows: Flows, task: Task, nowMs: number): Promise<void> {
  await refusingTwo('task', () =>
    connection.query(
      `UPDATE tasks SET status = 'Open', outcome = NULL, completed_at = NULL, closed_reason = NULL,
              lead_status_before = NULL, updated_at = $2 WHERE id = $1`,
      [task.id, new Date(nowMs)],
    ),
  );
  const { lead_id: id, lead_status_before: before, outcome } = task;
  if (id === null || before === null || outcome === null) return;
  const lead = await lockRecord(connection, 'lead', id);
  // Only what completing did is taken back: a status that a rep has set since then stays.
  const after = await statusAfter(connection, flows, { ...lead, stage: before }, outcome);
  if (after === before || lead.stage !== after) return;
  await refusingTwo('lead', () => putInto(connection, flows, 'lead', id, before, null, nowMs));
  await takeBackOpportunity(connection, flows, id, nowMs);
}

/** The opportunity that converting opened, as long as nobody has worked on it. */
async function takeBackOpportunity(
  connection: Queryable,
  flows: Flows,
  lead: string,
  nowMs: number,
): Promise<void> {
  const { rows } = await connection.query<{ id: string; pipeline: string }>(
    'SELECT id, pipeline FROM opportunities WHERE lead_id = $1 AND closed_at IS NULL AND came_from IS NULL',
    [lead],
  );
  for (const { id, pipeline } of rows) {
    const end = endOf((await flows.flow(connection, pipeline)).pipeline, 'lost');
    if (end !== null) await putInto(connection, flows, 'opportunity', id, end, 'Taken back', nowMs);
  }
}
