/** Secret addresses of calendars: created, revoked, and the tasks behind each. */
import type pg from 'pg';
import { limits } from '../../base/kernel/kernel.ts';
import { isWelcome, partiesOfTasks, partyName } from '../store/store.ts';
import { newToken, tokenHash } from './passwords.ts';

/** An open task as a calendar shows it. */
export interface CalendarTask {
  id: string;
  subject: string;
  /** The person's name or address, else the company's name. */
  about: string | null;
  campaign: string | null;
  lead: string | null;
  dueAtMs: number;
  changedAtMs: number;
  revision: number;
}

export interface CalendarFeed {
  /** The user's name, else their address. */
  of: string;
  /** The nearest tasks, in the order of their deadlines. */
  tasks: CalendarTask[];
  /** Whether there are more tasks than a calendar holds. */
  hasMore: boolean;
}

/** Creates a new secret, which replaces the previous one. It is returned once and stored as a hash. */
export async function newCalendar(pool: pg.Pool, email: string, nowMs: number): Promise<string> {
  const token = newToken();
  await pool.query(
    `INSERT INTO calendar_feeds (email, token_hash, created_at) VALUES ($1, $2, $3)
     ON CONFLICT (email) DO UPDATE SET token_hash = EXCLUDED.token_hash, created_at = EXCLUDED.created_at`,
    [email, tokenHash(token), new Date(nowMs)],
  );
  return token;
}

/** Returns whether there was one. */
export async function revokeCalendar(pool: pg.Pool, email: string): Promise<boolean> {
  const { rowCount } = await pool.query('DELETE FROM calendar_feeds WHERE email = $1', [email]);
  return rowCount !== 0;
}

/**
 * Returns the tasks of the user behind a token. With `withLanes` also unowned tasks of the user's lanes. Tasks about
 * people marked *do not contact* are left out. Null for an unknown token, which takes as long as a known one.
 */
export async function calendarOf(
  pool: pg.Pool,
  token: string,
  options: { withLanes: boolean },
): Promise<CalendarFeed | null> {
  const { rows: feeds } = await pool.query<{ email: string; name: string | null; lanes: string[] }>(
    `SELECT email, name, lanes_of(lanes, role) AS lanes FROM calendar_feeds JOIN users USING (email)
     WHERE token_hash = $1 AND deactivated_at IS NULL`,
    [tokenHash(token)],
  );
  const [user] = feeds;
  if (user === undefined) return null;
  const { rows } = await pool.query<TaskRow>(
    `SELECT tasks.id, tasks.subject, tasks.campaign, tasks.lead_id, tasks.due_at, tasks.revision,
            coalesce(tasks.updated_at, tasks.created_at) AS changed_at,
            ${partyName} AS about
     FROM tasks ${partiesOfTasks}
     WHERE tasks.status = 'Open' AND (tasks.owner = $1 OR (tasks.owner IS NULL AND tasks.lane = ANY($2)))
       AND ${isWelcome}
     ORDER BY tasks.due_at, tasks.id LIMIT $3`,
    [user.email, options.withLanes ? user.lanes : [], limits.calendarTasksMax + 1],
  );
  return {
    of: user.name ?? user.email,
    tasks: rows.slice(0, limits.calendarTasksMax).map(taskOf),
    hasMore: rows.length > limits.calendarTasksMax,
  };
}

interface TaskRow {
  id: string;
  subject: string;
  campaign: string | null;
  lead_id: string | null;
  due_at: Date;
  revision: number;
  changed_at: Date;
  about: string | null;
}

function taskOf(row: TaskRow): CalendarTask {
  const { id, subject, about, campaign, lead_id: lead, revision } = row;
  return {
    id,
    subject,
    about,
    campaign,
    lead,
    dueAtMs: row.due_at.getTime(),
    changedAtMs: row.changed_at.getTime(),
    revision,
  };
}
