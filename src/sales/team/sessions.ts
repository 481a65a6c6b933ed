/** Lists and ends the sessions of users: their own, and those of others by rank. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { SessionView, UserRole } from '../../contract/api/api.ts';
import type { Actor, Store } from '../store/store.ts';
import { endSessions } from './log-ins.ts';
import { tokenHash } from './passwords.ts';
import { requireRank } from './user-changes.ts';

/** Whose sessions, and the caller: `token` is of the session that asks; null for a program. */
export interface SessionsAsked {
  email: string;
  token: string | null;
  actor: Actor;
}

/** The sessions of users, as those may see and end them who have the rank. */
export interface Sessions {
  list(asked: SessionsAsked): Promise<SessionView[]>;
  end(id: string, asked: Omit<SessionsAsked, 'token'>): Promise<void>;
  /** Returns how many have ended. */
  endOthers(asked: SessionsAsked): Promise<number>;
}

export const sessions = ({ pool, now }: Store): Sessions => ({
  list: (asked) => listSessions(pool, asked, now()),
  end: (id, asked) => endSession(pool, id, asked),
  endOthers: (asked) => endOtherSessions(pool, asked),
});

/** Returns the live sessions of a user, newest first. Throws `not_found`, and `forbidden` for a user of higher rank. */
async function listSessions(
  pool: pg.Pool,
  { email, token, actor }: SessionsAsked,
  nowMs: number,
): Promise<SessionView[]> {
  await requireOwnOrRank(pool, email, actor);
  const { rows } = await pool.query<{
    id: string;
    started_at: Date;
    expires_at: Date;
    address: string | null;
    user_agent: string | null;
    is_current: boolean;
  }>(
    `SELECT id, started_at, expires_at, address, user_agent, token_hash IS NOT DISTINCT FROM $2 AS is_current
     FROM sessions WHERE email = $1 AND expires_at > $3 ORDER BY started_at DESC, id LIMIT $4`,
    [email, token && tokenHash(token), new Date(nowMs), limits.sessionsPerUserMax],
  );
  return rows.map((row) => ({
    id: row.id,
    startedAt: row.started_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    address: row.address,
    userAgent: row.user_agent,
    isCurrent: row.is_current,
  }));
}

/** Ends one session of a user. Throws `not_found` where the user has none of that id. */
async function endSession(
  pool: pg.Pool,
  id: string,
  { email, actor }: Omit<SessionsAsked, 'token'>,
): Promise<void> {
  await requireOwnOrRank(pool, email, actor);
  const { rowCount } = await pool.query('DELETE FROM sessions WHERE email = $1 AND id = $2', [email, id]);
  if (rowCount === 0)
    throw new ApiError('not_found', `there is no session "${id}" of "${email}", or it has ended already`);
}

/** Ends the sessions of a user, but the one that asks; returns how many. */
async function endOtherSessions(pool: pg.Pool, { email, token, actor }: SessionsAsked): Promise<number> {
  await requireOwnOrRank(pool, email, actor);
  return endSessions(pool, email, token);
}

/** Addresses of log-ins are private: others than the user need the rank to change them. */
async function requireOwnOrRank(connection: Queryable, email: string, actor: Actor): Promise<void> {
  if (actor.name === email) return;
  const { rows } = await connection.query<{ role: UserRole }>('SELECT role FROM users WHERE email = $1', [
    email,
  ]);
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no user "${email}"`);
  requireRank(actor, rows[0].role);
}
