/** Escalation in the store: due tasks, locked; steps that were done; when the next one is due. */
import type pg from 'pg';
import { type Queryable, together, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { roleGroups } from '../../contract/api/api.ts';
import { flowTables, isTouched, type TaskRow } from '../store/store.ts';
import type { TaskState } from './escalation.core.ts';

/** A task with the state that decides its steps. */
export interface EscalatingTask
  extends Pick<
    TaskRow,
    'id' | 'owner' | 'campaign' | 'programme' | 'grade' | 'tier' | 'reasons' | 'lead_id'
  > {
  state: TaskState;
  person_id: string | null;
  lane: string | null;
  /** Previous owners who let the deadline pass. */
  had: string[];
}

interface TaskStateRow extends Omit<EscalatingTask, 'state'> {
  due_at: Date;
  episode: number | null;
  is_suppressed: boolean;
  is_touched: boolean;
  taken: string[];
}

/** Locks due tasks. Tasks that another sweeper holds are skipped. */
export async function leaseTasks(connection: Queryable, nowMs: number): Promise<EscalatingTask[]> {
  const leased = await connection.query<{ id: string }>(
    `SELECT id FROM tasks WHERE escalates_at <= $1 ORDER BY escalates_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
    [new Date(nowMs), limits.deadlinesPerSweepMax],
  );
  if (leased.rows.length === 0) return [];
  // Read after the lock: another sweeper may have done steps just before.
  const { rows } = await connection.query<TaskStateRow>(
    `SELECT tasks.*, coalesce(people.do_not_contact, false) AS is_suppressed,
            ${isTouched} AS is_touched,
            ARRAY(SELECT step FROM escalations WHERE task_id = tasks.id AND escalations.due_at = tasks.due_at) AS taken,
            ARRAY(SELECT escalations.owner FROM escalations WHERE task_id = tasks.id AND escalations.owner IS NOT NULL
                    AND escalations.outcome IN ('reassigned', 'queued')) AS had
     FROM tasks LEFT JOIN people ON people.id = tasks.person_id LEFT JOIN leads ON leads.id = tasks.lead_id
     WHERE tasks.id = ANY($1) ORDER BY tasks.due_at, tasks.id`,
    [leased.rows.map(({ id }) => id)],
  );
  return rows.map(
    ({ due_at: dueAt, episode, is_suppressed: isSuppressed, is_touched: isTouched, taken, ...row }) => ({
      ...row,
      state: {
        dueAtMs: dueAt.getTime(),
        isOpen: true,
        isContact: episode !== null,
        isTouched,
        isSuppressed,
        taken,
      },
    }),
  );
}

/**
 * Locks leads without waiting, and skips held ones: here the task is locked before its lead, elsewhere after it.
 * Returns whether each is open, and its owner.
 */
export async function leaseLeads(
  connection: Queryable,
  ids: readonly string[],
): Promise<Map<string, { isOpen: boolean; owner: string | null }>> {
  const { rows } = await connection.query<{ id: string; is_open: boolean; owner: string | null }>(
    `SELECT id, owner, closed_at IS NULL AS is_open FROM leads WHERE id = ANY($1) FOR NO KEY UPDATE SKIP LOCKED`,
    [ids],
  );
  return new Map(rows.map(({ id, owner, is_open: isOpen }) => [id, { isOpen, owner }]));
}

export interface TakenStep {
  task: string;
  step: string;
  outcome: 'notified' | 'reassigned' | 'queued' | 'overtaken' | 'touched';
  owner: string | null;
}

/** Writes steps with their deadlines. A step that was done before fails the transaction. */
export async function writeTaken(
  connection: Queryable,
  taken: readonly TakenStep[],
  nowMs: number,
): Promise<void> {
  if (taken.length === 0) return;
  await connection.query(
    `INSERT INTO escalations (task_id, due_at, step, taken_at, outcome, owner)
     SELECT tasks.id, tasks.due_at, given.step, $2, given.outcome, given.owner
     FROM jsonb_to_recordset($1) AS given (task text, step text, outcome text, owner text) JOIN tasks ON tasks.id = given.task`,
    [JSON.stringify(taken), new Date(nowMs)],
  );
}

export async function writeNextSteps(
  connection: Queryable,
  looks: readonly { task: string; atMs: number | null }[],
): Promise<void> {
  const rows = looks.map(({ task, atMs }) => ({
    task,
    at: atMs === null ? null : new Date(atMs).toISOString(),
  }));
  await connection.query(
    `UPDATE tasks SET escalates_at = given.at
     FROM jsonb_to_recordset($1) AS given (task text, at timestamptz) WHERE tasks.id = given.task`,
    [JSON.stringify(rows)],
  );
}

/**
 * Returns the manager of the team of each owner. Every manager stands in where there is none, or where it is the
 * owner.
 */
export async function managersOf(
  connection: Queryable,
  owners: readonly (string | null)[],
): Promise<(owner: string | null) => string[]> {
  if (owners.length === 0) return () => [];
  const [teams, all] = await together([
    connection.query<{ email: string; manager: string }>(
      `SELECT users.email, manager FROM users JOIN teams ON teams.name = users.team
         JOIN users AS managing ON managing.email = manager AND managing.deactivated_at IS NULL
       WHERE users.email = ANY($1) AND manager <> users.email`,
      [owners],
    ),
    connection.query<{ email: string }>(
      `SELECT email FROM users WHERE role = ANY($2) AND deactivated_at IS NULL ORDER BY email LIMIT $1`,
      [limits.usersMax, roleGroups.managers],
    ),
  ]);
  const byOwner = new Map(teams.rows.map(({ email, manager }) => [email, [manager]]));
  const everybody = all.rows.map(({ email }) => email);
  return (owner) => byOwner.get(owner ?? '') ?? everybody;
}

/** Makes every open task due where the escalation has changed since it was planned; a page at a time. Returns whether it had. */
export async function replan(pool: pg.Pool, hash: string): Promise<boolean> {
  const { rows } = await pool.query<{ hash: string }>('SELECT hash FROM escalation_plan');
  if (rows[0]?.hash === hash) return false;
  for (let after: string | null = ''; after !== null; ) after = await replanPage(pool, after);
  await pool.query(
    'INSERT INTO escalation_plan (hash) VALUES ($1) ON CONFLICT (is_only) DO UPDATE SET hash = EXCLUDED.hash',
    [hash],
  );
  return true;
}

/** Returns the last id of the page; null when there are no more. */
function replanPage(pool: pg.Pool, after: string): Promise<string | null> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<{ last: string | null }>(
      `WITH page AS (SELECT id FROM tasks WHERE status = 'Open' AND id > $1 ORDER BY id LIMIT $2 FOR NO KEY UPDATE),
            moved AS (UPDATE tasks SET escalates_at = '-infinity' FROM page WHERE tasks.id = page.id)
       SELECT max(id) AS last FROM page`,
      [after, limits.replannedAtOnceMax],
    );
    return rows[0]?.last ?? null;
  });
}

/** Where the times of steps, of snoozes and of time-outs are. */
const plannedTimes = [
  ['tasks', 'escalates_at'],
  ['tasks', 'snoozed_until'],
  ...Object.values(flowTables).map(({ table }) => [table, 'next_action_at']),
] as const;

/** SQL that is true while any of these is due at $1. */
export const deadlinesWait = plannedTimes
  .map(([table, column]) => `EXISTS (SELECT FROM ${table} WHERE ${column} <= $1)`)
  .join(' OR ');

/** What is planned as seen from a moment. */
export interface Planned {
  /** Whether any is due. */
  isDue: boolean;
  /** When the next of the others is, ms since the epoch; null when there is none. */
  nextMs: number | null;
}

/** Returns in one statement whether a step, time-out or end of a snooze is due, and when the next one is. */
export async function plannedAt(database: Queryable, nowMs: number): Promise<Planned> {
  const next = plannedTimes.map(
    ([table, column]) => `SELECT min(${column}) AS at FROM ${table} WHERE ${column} > $1`,
  );
  const { rows } = await database.query<{ isDue: boolean; at: Date | null }>(
    `SELECT (${deadlinesWait}) AS "isDue", (SELECT min(at) FROM (${next.join(' UNION ALL ')}) AS next) AS at`,
    [new Date(nowMs)],
  );
  return { isDue: rows[0]?.isDue === true, nextMs: rows[0]?.at?.getTime() ?? null };
}
