/**
 * A logged activity taken back within a day, with all that followed from it: it is no contact any longer, in any report or deadline.
 *
 * Its row goes with its timeline, so that no text is left where an erasure does not look. The timelines of its person and its records
 * keep who logged what kind of contact, and who took it back when.
 */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { ActivityView } from '../../contract/api/api.ts';
import { type Actor, nameFor, recountFirstTouch } from '../store/store.ts';
import { changing, type FlowContext, type WorkflowStore } from '../workflow/workflow.ts';
import { activity } from './activities.ts';
import { requireLogger } from './activity-changes.ts';
import { changeTaskIn } from './task-changes.ts';

const cannot = (why: string) => new ApiError('conflict', `this cannot be undone: ${why}`);

/**
 * Takes an activity back, and cancels its follow-up task where that stands as it was opened. Throws `not_found`, `forbidden` for one
 * of somebody else, and `conflict` with the reason.
 */
export function undoActivity(store: WorkflowStore, id: string, actor: Actor): Promise<void> {
  return changing(store, actor, async (context) => {
    const { database, nowMs } = context;
    await database.query('SELECT FROM activities WHERE id = $1 FOR UPDATE', [id]);
    const logged = await activity(database, id);
    if (logged === null) throw new ApiError('not_found', `there is no activity "${id}"`);
    requireLogger(logged, actor, 'take it back');
    requireTime(logged, nowMs);
    await requireOwnWords(database, logged, actor);
    await cancelFollowUp(context, logged);
    await noteTakenBack(database, logged);
    await remove(database, logged);
    if (logged.kind !== 'note')
      await recountFirstTouch(database, { lead: logged.lead, person: logged.person?.id ?? null }, nowMs);
  });
}

function requireTime({ kind, direction, loggedBy, undoUntil }: ActivityView, nowMs: number): void {
  if (undoUntil === null && kind === 'mail' && direction === 'out')
    throw cannot('the mail was sent, and is not called back');
  if (undoUntil === null) throw cannot(`no user logged it, but ${loggedBy}`);
  if (Date.parse(undoUntil) <= nowMs)
    throw cannot(`it was logged more than ${limits.undoMs / limits.hourMs} hours ago`);
}

/** What an activity says; its person and company change with a merge. */
const words = [
  'kind',
  'direction',
  'happened_at',
  'from_address',
  'body',
  'outcome',
  'next_step',
  'responsible',
];

/** Throws `conflict` where somebody else has corrected it since. */
async function requireOwnWords(
  database: Queryable,
  { id, loggedBy }: ActivityView,
  actor: Actor,
): Promise<void> {
  const { rows } = await database.query<{ actor: string; at: Date }>(
    `SELECT actor, at FROM timeline WHERE record = $1 AND changes ?| $2 AND changes -> 'id' IS NULL AND actor <> ALL($3)
     ORDER BY timeline.id DESC LIMIT 1`,
    [id, words, [loggedBy, actor.name]],
  );
  const [last] = rows;
  if (last === undefined) return;
  const nameOf = await nameFor(database, actor.name, [last.actor]);
  throw cannot(`it was corrected by ${nameOf(last.actor)} at ${last.at.toISOString()}`);
}

/** What somebody decides of a task. */
const decided = ['subject', 'owner', 'due_at', 'snoozed_until', 'status'];

/** Cancels the task that was opened with an activity. Throws `conflict` where it was completed or changed since. */
async function cancelFollowUp(context: FlowContext, { id, loggedAt }: ActivityView): Promise<void> {
  const { database, actor } = context;
  const { rows } = await database.query<{ id: string; status: string; changed: string[] }>(
    `SELECT tasks.id, status, ARRAY(SELECT name FROM unnest($3::text[]) AS name
       WHERE to_jsonb(tasks) -> name IS DISTINCT FROM coalesce(opened.changes -> name -> 1, 'null')) AS changed
     FROM tasks JOIN timeline AS opened ON opened.record = tasks.id AND opened.changes -> 'id' -> 0 = 'null'
     WHERE tasks.created_at = $2 AND type = 'Follow-up' AND opened.act = (
       SELECT act FROM timeline WHERE record = $1 AND changes -> 'id' -> 0 = 'null')`,
    [id, new Date(loggedAt), decided],
  );
  const [task] = rows;
  if (task === undefined || task.status === 'Cancelled') return;
  if (task.changed.length > 0) throw await changedSince(database, actor, task);
  await changeTaskIn(context, task.id, { status: 'Cancelled', reason: 'Taken back' });
}

async function changedSince(
  database: Queryable,
  actor: Actor,
  { id, status, changed }: { id: string; status: string; changed: readonly string[] },
): Promise<ApiError> {
  const { rows } = await database.query<{ actor: string; at: Date }>(
    'SELECT actor, at FROM timeline WHERE record = $1 AND changes ?| $2 ORDER BY timeline.id DESC LIMIT 1',
    [id, changed],
  );
  const [last] = rows;
  const nameOf = await nameFor(database, actor.name, last === undefined ? [] : [last.actor]);
  const who = last === undefined ? '' : ` by ${nameOf(last.actor)} at ${last.at.toISOString()}`;
  return status === 'Complete'
    ? cannot(`its follow-up task was completed${who}; open that again first`)
    : cannot(`its follow-up task was changed${who}; cancel that first`);
}

/** Writes into the timelines of its person and records that something was logged, without what it said. */
async function noteTakenBack(database: Queryable, logged: ActivityView): Promise<void> {
  const { id, kind, loggedBy, loggedAt, person, company, lead, opportunity, deal, order, job } = logged;
  const records = [person?.id, company, lead, opportunity, deal, order, job].flatMap((one) => one ?? []);
  const said = { activity: id, kind, logged_by: loggedBy, logged_at: loggedAt };
  const changes = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, [value, null]]));
  await database.query(
    `INSERT INTO timeline (kind, record, at, actor, changes)
     SELECT 'activities', record, acting_at(), acting(), $2
     FROM unnest($1::text[]) AS record`,
    [records, JSON.stringify(changes)],
  );
}

/** Removes its row and its timeline. The key of its request goes over to the person, so that an erasure finds it. */
async function remove(database: Queryable, { id, person, lead }: ActivityView): Promise<void> {
  await database.query('DELETE FROM activities WHERE id = $1', [id]);
  await database.query('UPDATE idempotency_keys SET record = $2 WHERE record = $1', [
    id,
    person?.id ?? lead ?? '',
  ]);
  await database.query(`SELECT set_config('scoville.erasing', 'yes', true)`);
  await database.query('DELETE FROM timeline WHERE record = $1', [id]);
  await database.query(`SELECT set_config('scoville.erasing', '', true)`);
}
