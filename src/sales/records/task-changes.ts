/** Changes of a task by people: completed with an outcome, reopened, moved, reassigned, cancelled. */

import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { zoneOf } from '../../base/time/time.ts';
import type { TaskChange, TaskOutcome, TaskView } from '../../contract/api/api.ts';
import { contactTaskIn } from '../../contract/language/language.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { assignedByHand, give } from '../routing/routing.ts';
import {
  type Actor,
  dayEndMs,
  hoursOf,
  noteFirstTouch,
  type RecordRow,
  recountFirstTouch,
  requireContact,
  requireNoneVoided,
  requireRevision,
  requireUser,
  selectTasks,
  type TaskRow,
} from '../store/store.ts';
import {
  changing,
  endOf,
  type FlowContext,
  flowStateOf,
  lockRecord,
  missingTo,
  putInto,
} from '../workflow/workflow.ts';
import { refusingTwo } from './lead-changes.ts';
import { takeBackOpportunity } from './opened-records.ts';
import type { RecordStore } from './records.ts';
import { requireOwnSnooze, requireSnooze } from './snooze.core.ts';

type Change = TaskChange & { revision?: number | undefined };
type Task = Omit<TaskRow, 'person_id'> & {
  person_id: string | null;
  company_id: string | null;
  opportunity_id: string | null;
  deal_id: string | null;
  order_id: string | null;
  job_id: string | null;
  /** The stage that opened it. */
  stage: string | null;
  revision: number;
};

/** What a person does to a task replaces what a stage or a wish for no contact did to it. */
const byHand = 'stopped_in = NULL, stopped_at = NULL, suppressed_from = NULL, suppressed_at = NULL';

/**
 * Changes a task. A completed contact task needs an outcome: *Opportunity created* converts its lead, *No opportunity* leaves it
 * with the rep, in the stage its pipeline names. Reopening the task takes both back.
 */
export async function changeTask(
  store: RecordStore,
  id: string,
  change: Change,
  actor: Actor,
): Promise<TaskView> {
  const { view, waited } = await changing(store, actor, async (context) => ({
    waited: await changeTaskIn(context, id, change),
    view: (await selectTasks(context.database, 'tasks.id = $1', [id]))[0] as TaskView,
  }));
  for (const seconds of waited) store.onFirstTouch(seconds);
  return view;
}

/** The same in a transaction that is open. Returns how long leads have waited for this contact, seconds. Throws `record_voided`. */
export async function changeTaskIn(context: FlowContext, id: string, change: Change): Promise<number[]> {
  const { database, actor, nowMs } = context;
  const task = await lockTask(database, id);
  if (!isEndAlone(task, change)) await requireNoneVoided(database, recordsOf(task));
  requireRevision(task.revision, change.revision);
  const status = change.status ?? (change.outcome ? 'Complete' : task.status);
  // Only an open task is snoozed: one that is opened again is open first.
  const isReopened = status === 'Open' && task.status !== 'Open';
  if (isReopened) await setStatus(context, task, status, change);
  const owner = await requireUser(database, 'owner', change.owner, task.owner);
  if (owner !== undefined) await give(database, 'task', id, assignedByHand(owner, task.owner, actor), nowMs);
  await setPlain(context, task, { ...change, owner });
  const now = { ...task, ...(owner !== undefined && { owner }), ...(isReopened && { status }) };
  await snooze(context, now, change.snoozedUntil);
  const waited = isReopened ? [] : await setStatus(context, task, status, change);
  const type = status === 'Complete' && task.status === 'Open' ? 'task.completed' : 'task.updated';
  await writeAlerts(database, [{ type, atMs: nowMs, acceptedAtMs: null, lead: task.lead_id, task: id }]);
  return waited;
}

/** What a change that ends a task may say. */
const endParts = ['status', 'outcome', 'reason', 'revision'];

/** Whether a change ends a live task and does nothing else, not even to its lead. So none is stuck that outlived its record. */
function isEndAlone(task: Task, change: Change): boolean {
  const isLive = task.status === 'Open' || task.status === 'Asleep';
  const parts = Object.entries(change).filter(([, value]) => value !== undefined);
  if (!isLive || parts.some(([part]) => !endParts.includes(part))) return false;
  const isDone = change.status === 'Complete' && !change.outcome && task.outcome === null;
  return change.status === 'Cancelled' || (isDone && task.episode === null);
}

/** The records that a task is about. */
function recordsOf({
  lead_id: lead,
  opportunity_id: opportunity,
  deal_id: deal,
  order_id: order,
  job_id: job,
}: Task) {
  return { lead, opportunity, deal, order, job };
}

/** Returns a task and locks it. Throws `not_found`. */
async function lockTask(database: Queryable, id: string): Promise<Task> {
  // The lead before its task, as tier updates lock them, so that the two never deadlock.
  await database.query(
    'SELECT FROM leads WHERE id = (SELECT lead_id FROM tasks WHERE id = $1) FOR NO KEY UPDATE',
    [id],
  );
  const { rows } = await database.query<Task>('SELECT * FROM tasks WHERE id = $1 FOR NO KEY UPDATE', [id]);
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no task "${id}"`);
  return rows[0];
}

/** Completes, cancels or reopens a task. Returns how long leads have waited for this contact, seconds. */
async function setStatus(
  context: FlowContext,
  task: Task,
  status: Task['status'],
  change: Change,
): Promise<number[]> {
  const { database, nowMs } = context;
  if (status === 'Complete') return complete(context, task, change);
  if (change.outcome)
    throw new ApiError(
      'invalid_request',
      '"outcome" is given for an open task: send "status": "Complete" with it',
    );
  if (status === 'Cancelled') await cancel(database, task, change.reason ?? '', nowMs);
  else if (task.status !== 'Open') {
    await requireContact(database, { person: task.person_id, company: task.company_id });
    await reopen(context, task);
    await requireOpenStage(context, task);
  }
  return [];
}

/**
 * Subject and deadline; a moved deadline starts its escalation steps again. Throws `forbidden` where a rep makes a promised
 * deadline later.
 */
async function setPlain({ database, actor, nowMs }: FlowContext, task: Task, change: Change): Promise<void> {
  const owner = change.owner === undefined ? task.owner : change.owner;
  const moved = change.dueOn === undefined ? change.dueAt : await dayEndMs(database, owner, change.dueOn);
  if (change.subject === undefined && moved === undefined) return;
  if (moved !== undefined && isPromised(task) && !actor.isManager && timeOf(moved) > timeOf(task.due_at))
    throw new ApiError(
      'forbidden',
      'the deadline of this task is a promise: a rep may not make it later; complete the task, or ask a manager',
    );
  await database.query('UPDATE tasks SET subject = $2, due_at = $3, updated_at = $4 WHERE id = $1', [
    task.id,
    change.subject ?? task.subject,
    moved === undefined ? task.due_at : new Date(moved),
    new Date(nowMs),
  ]);
}

const timeOf = (given: number | string | Date) => new Date(given).getTime();

/** Whether its deadline is promised by others than its owner: by the programme, or by a stage. */
const isPromised = ({ episode, stage }: Task) => episode !== null || stage !== null;

/**
 * Puts a task aside until a time, or brings it back. Its deadline runs on where it is promised. Another one moves with the snooze:
 * to the end of the owner's day on which the task comes back. Throws `forbidden` for a task of somebody else.
 */
async function snooze(
  { database, actor, nowMs }: FlowContext,
  task: Task,
  until: string | null | undefined,
): Promise<void> {
  if (until === undefined) return;
  requireOwnSnooze(task.owner, actor);
  if (until === null) {
    await database.query('UPDATE tasks SET snoozed_until = NULL, updated_at = $2 WHERE id = $1', [
      task.id,
      new Date(nowMs),
    ]);
    return;
  }
  const untilMs = Date.parse(until);
  // A deadline of the same request counts.
  const { rows } = await database.query<{ due_at: Date }>('SELECT due_at FROM tasks WHERE id = $1', [
    task.id,
  ]);
  const dueAtMs = rows[0]?.due_at.getTime() ?? 0;
  requireSnooze({ ...task, dueAtMs, isPromised: isPromised(task) }, untilMs, nowMs);
  const dueMs = untilMs > dueAtMs ? await dueAfterSnoozeMs(database, task.owner, untilMs) : dueAtMs;
  await database.query('UPDATE tasks SET snoozed_until = $2, due_at = $3, updated_at = $4 WHERE id = $1', [
    task.id,
    new Date(untilMs),
    new Date(dueMs),
    new Date(nowMs),
  ]);
}

/** The end of the owner's day on which a task comes back; where it comes back later than that, an hour after. */
async function dueAfterSnoozeMs(database: Queryable, owner: string | null, untilMs: number): Promise<number> {
  const { timeZone } = await hoursOf(database, owner);
  const day = new Date(zoneOf(timeZone).dayOf(untilMs) * limits.dayMs).toISOString().slice(0, 10);
  return Math.max(await dayEndMs(database, owner, day), untilMs + limits.hourMs);
}

/** Closes a task without doing it, with the reason. */
async function cancel(database: Queryable, task: Task, reason: string, nowMs: number): Promise<void> {
  if (task.status === 'Complete')
    throw new ApiError('conflict', 'the task is complete; open it again before you cancel it');
  await database.query(
    `UPDATE tasks SET status = 'Cancelled', closed_reason = $2, completed_at = coalesce(completed_at, $3), ${byHand},
       updated_at = $3
     WHERE id = $1`,
    [task.id, reason, new Date(nowMs)],
  );
}

/** Completes a task. A contact not logged before counts now; returns how long leads have waited for it, seconds. */
async function complete(context: FlowContext, task: Task, change: Change): Promise<number[]> {
  const { database, nowMs } = context;
  const isContact = task.episode !== null;
  const outcome = change.outcome ?? task.outcome;
  if (isContact && outcome === null) {
    throw new ApiError(
      'invalid_request',
      '"outcome" is missing: to complete a contact task, send "Opportunity created" or "No opportunity"',
    );
  }
  if (task.status === 'Complete' && task.outcome === outcome) return [];
  // Another outcome takes back what the first one did, and may open the lead again. The contact was when it was.
  const isCorrected = task.status === 'Complete';
  const doneAt = isCorrected && task.completed_at !== null ? new Date(task.completed_at) : new Date(nowMs);
  if (isCorrected) await requireContact(database, { person: task.person_id, company: task.company_id });
  if (isCorrected || task.status === 'Cancelled') await reopen(context, task);
  const lead = task.lead_id === null ? null : await lockRecord(database, 'lead', task.lead_id);
  const to = lead === null || outcome === null ? null : await statusAfter(context, lead, outcome);
  if (lead !== null && to !== null && outcome === 'Opportunity created') await requireWay(context, lead, to);
  await database.query(
    `UPDATE tasks SET status = 'Complete', outcome = $2, completed_at = $3, updated_at = $5, lead_status_before = $4,
       closed_reason = NULL, ${byHand} WHERE id = $1`,
    [task.id, outcome, doneAt, lead?.stage ?? null, new Date(nowMs)],
  );
  if (lead === null || to === null) return [];
  const touch = { lead: lead.id, person: null, atMs: doneAt.getTime() };
  const noted = isContact ? await noteFirstTouch(database, touch, nowMs) : [];
  await putInto(context, 'lead', lead.id, { to, isDone: true });
  return isCorrected ? [] : noted;
}

/** Throws `conflict` where what the pipeline asks for on the way to a stage is missing: an outcome jumps over no checklist. */
async function requireWay(context: FlowContext, lead: RecordRow, to: string): Promise<void> {
  const missing = await missingOn(context, lead, to);
  if (missing.length > 0)
    throw new ApiError(
      'conflict',
      `"Opportunity created" leads its lead from "${lead.stage}" to "${to}", which is not possible yet; missing: ${missing.join(', ')}. Fill that in on the lead first`,
    );
}

/** What the pipeline asks for on the way of a lead to a stage, and is missing. */
async function missingOn(
  { database, flows }: FlowContext,
  lead: RecordRow,
  to: string,
): Promise<readonly string[]> {
  const flow = await flows.flow(database, lead.pipeline);
  return missingTo(flow, flowStateOf(lead.stage, lead), to);
}

/**
 * The stage that an outcome leads the lead to: won, or at least in progress. A contact without an opportunity is never refused, and jumps
 * over no checklist either: the lead then stays until somebody fills that in.
 */
async function statusAfter(context: FlowContext, lead: RecordRow, outcome: TaskOutcome): Promise<string> {
  const { pipeline } = await context.flows.flow(context.database, lead.pipeline);
  const { afterContact: after, start, stages } = pipeline;
  if (stages.some(({ stage, ends }) => stage === lead.stage && ends !== undefined)) return lead.stage;
  if (outcome === 'Opportunity created')
    return after?.['opportunity created'] ?? endOf(pipeline, 'won') ?? lead.stage;
  const isUntouched = lead.stage === (start ?? stages[0]?.stage);
  const next = isUntouched ? after?.['no opportunity'] : undefined;
  if (next === undefined || next === lead.stage) return lead.stage;
  return (await missingOn(context, lead, next)).length === 0 ? next : lead.stage;
}

async function reopen(context: FlowContext, task: Task): Promise<void> {
  const { database, nowMs } = context;
  await refusingTwo('task', () =>
    database.query(
      `UPDATE tasks SET status = 'Open', outcome = NULL, completed_at = NULL, closed_reason = NULL,
              lead_status_before = NULL, ${byHand}, updated_at = $2 WHERE id = $1`,
      [task.id, new Date(nowMs)],
    ),
  );
  const { lead_id: id, lead_status_before: before, outcome } = task;
  if (id === null || outcome === null) return;
  await recountFirstTouch(database, { lead: id, person: null }, nowMs);
  if (before === null) return;
  const lead = await lockRecord(database, 'lead', id);
  // Only the change by completing is undone: a status that a rep has set since then stays.
  const after = await statusAfter(context, { ...lead, stage: before }, outcome);
  if (after === before || lead.stage !== after) return;
  await refusingTwo('lead', () => putInto({ ...context, isUndo: true }, 'lead', id, { to: before }));
  const act = await completingAct(database, task.id);
  await takeBackOpportunity(context, { record: id, act });
}

/** The number of the act that completed a task last; null of one from before acts were numbered. */
async function completingAct(database: Queryable, task: string): Promise<string | null> {
  const { rows } = await database.query<{ act: string | null }>(
    `SELECT act::text FROM timeline WHERE record = $1 AND changes -> 'status' ->> 1 = 'Complete' ORDER BY timeline.id DESC`,
    [task],
  );
  return rows[0]?.act ?? null;
}

/** Throws `conflict` where the stage of the lead leaves no contact task open. */
async function requireOpenStage(
  { database, flows }: FlowContext,
  { lead_id: id, episode }: Task,
): Promise<void> {
  if (id === null || episode === null) return;
  const lead = await lockRecord(database, 'lead', id);
  const { stages } = (await flows.flow(database, lead.pipeline)).pipeline;
  if (stages.some((stage) => stage.stage === lead.stage && contactTaskIn(stage) !== null))
    throw new ApiError(
      'conflict',
      `its lead is in "${lead.stage}", where no contact task is open; set the lead to another status first`,
    );
}
