/**
 * Deactivates and reactivates users. Deactivation ends the log-in and reassigns open work to a colleague or to the
 * queue, in one transaction.
 */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { Departure, ReassignedWork, UserView } from '../../contract/api/api.ts';
import { type AlertToWrite, writeAlerts } from '../outbox/outbox.ts';
import { lockRouting } from '../routing/routing.ts';
import { type Actor, actingAs, flowTables, once, type Revised, requireRevision } from '../store/store.ts';
import { endSessions } from './log-ins.ts';
import { holdAdmins, keepAnAdmin, requireRank } from './user-changes.ts';
import { lockUser, selectUser } from './user-views.ts';

type Left = { user: UserView; reassigned: ReassignedWork };

/**
 * Deactivates a user and reassigns the open work, each item with the reason. Routing is locked until the commit, so
 * that nothing is assigned to the user in the meantime. Throws `not_found`, `forbidden`, `revision_mismatch` or
 * `conflict`.
 */
export function deactivateUser(
  pool: pg.Pool,
  email: string,
  { revision, ...departure }: Revised<Departure>,
  actor: Actor,
  nowMs: number,
): Promise<Left> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    // Reassigned work cannot be found again, so the answer is stored for a repeated request.
    const answer = await once(connection, actor, { leaves: email, departure }, nowMs, async () => {
      const admins = await holdAdmins(connection);
      await lockRouting(connection);
      const row = await lockUser(connection, email);
      requireRank(actor, row.role);
      requireRevision(row.revision, revision);
      if (row.deactivated_at !== null)
        throw new ApiError('conflict', `${email} is deactivated already: ${row.deactivated_reason}`);
      keepAnAdmin(admins, email);
      if (departure.assignTo !== null) await requireColleague(connection, departure.assignTo, email);
      await connection.query(
        'UPDATE users SET deactivated_at = $2, deactivated_reason = $3 WHERE email = $1',
        [email, new Date(nowMs), departure.reason],
      );
      await endSessions(connection, email, null);
      await connection.query('DELETE FROM calendar_feeds WHERE email = $1', [email]);
      return JSON.stringify(await handOn(connection, email, departure, nowMs));
    });
    return { user: (await selectUser(connection, email)) as UserView, reassigned: JSON.parse(answer) };
  });
}

/** Reactivates a user with the previous password. Work that was reassigned stays with its new owner. */
export function reactivateUser(pool: pg.Pool, email: string, actor: Actor, nowMs: number): Promise<UserView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const row = await lockUser(connection, email);
    requireRank(actor, row.role);
    await connection.query(
      `UPDATE users SET deactivated_at = NULL, deactivated_reason = NULL WHERE email = $1 AND deactivated_at IS NOT NULL`,
      [email],
    );
    return (await selectUser(connection, email)) as UserView;
  });
}

async function requireColleague(connection: Queryable, email: string, leaving: string): Promise<void> {
  const { rowCount } = await connection.query(
    'SELECT FROM users WHERE email = $1 AND email <> $2 AND deactivated_at IS NULL FOR SHARE',
    [email, leaving],
  );
  if (rowCount === 0)
    throw new ApiError(
      'invalid_request',
      `"assignTo" is "${email}": no such active colleague. Use an e-mail from GET /users, or null for the queue.`,
    );
}

/**
 * Leads and tasks keep the reason. Accounts go to a colleague too; without one they stay, and routing skips their
 * owner.
 */
async function handOn(
  connection: Queryable,
  email: string,
  { assignTo, reason }: Departure,
  nowMs: number,
): Promise<ReassignedWork> {
  const routingReason = `${assignTo === null ? 'returned to the queue' : 'reassigned'}, ${email} has left: ${reason}`;
  const moved = async (table: string, condition: string, isRouted = false) => {
    const { rows } = await connection.query<{ id: string }>(
      `UPDATE ${table} SET owner = $2, updated_at = $3${isRouted ? ', routing_reason = $4' : ''}
       WHERE owner = $1 AND ${condition} RETURNING id`,
      [email, assignTo, new Date(nowMs), ...(isRouted ? [routingReason] : [])],
    );
    return rows.map(({ id }) => id);
  };
  const leads = await moved('leads', 'closed_at IS NULL', true);
  const tasks = await moved('tasks', `status IN ('Open', 'Asleep')`, true);
  const records: string[] = [];
  for (const { table } of Object.values(flowTables))
    if (table !== 'leads') records.push(...(await moved(table, 'closed_at IS NULL')));
  const accounts =
    assignTo === null ? [] : [...(await moved('people', 'true')), ...(await moved('companies', 'true'))];
  // A lead with its tasks notifies the colleague once.
  const { rows: ofLeads } = await connection.query<{ id: string }>(
    'SELECT id FROM tasks WHERE id = ANY($1) AND lead_id = ANY($2)',
    [tasks, leads],
  );
  const heard = new Set(ofLeads.map(({ id }) => id));
  const alertOf = (what: 'lead' | 'task', id: string, isNews: boolean): AlertToWrite => ({
    type: `${what}.${isNews ? 'assigned' : 'updated'}`,
    atMs: nowMs,
    acceptedAtMs: null,
    lead: what === 'lead' ? id : null,
    task: what === 'task' ? id : null,
    ...(isNews && { reason: routingReason }),
  });
  await writeAlerts(connection, [
    ...leads.map((id) => alertOf('lead', id, assignTo !== null)),
    ...tasks.map((id) => alertOf('task', id, assignTo !== null && !heard.has(id))),
  ]);
  return { leads, tasks, records, accounts };
}
