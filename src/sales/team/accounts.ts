/** Log-ins of users: passwords checked, sessions started and ended. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Account } from '../../contract/api/api.ts';
import { hashPassword, isPassword, newToken, requireUncommon, tokenHash } from './passwords.ts';

/**
 * Makes sure that the administrator of set-up can log in. A password that set-up gives for the first time replaces
 * the stored one; one that the administrator has set since stays. Throws `invalid_request` for one that is guessed first.
 */
export async function ensureAdmin(pool: pg.Pool, email: string, password: string): Promise<void> {
  const address = email.toLowerCase();
  const { rows } = await pool.query<{ setup_hash: string | null }>(
    'SELECT setup_hash FROM users WHERE email = $1',
    [address],
  );
  const given = rows[0]?.setup_hash ?? null;
  if (given !== null && (await isPassword(password, given))) return;
  requireUncommon(password, 'ADMIN_PASSWORD');
  await pool.query(
    `INSERT INTO users (email, password_hash, setup_hash, role) VALUES ($1, $2, $2, 'admin')
     ON CONFLICT (email) DO UPDATE SET password_hash = EXCLUDED.password_hash, setup_hash = EXCLUDED.setup_hash, role = 'admin',
       deactivated_at = NULL, deactivated_reason = NULL`,
    [address, await hashPassword(password)],
  );
}

/** Where a log-in comes from. */
export interface LogInOrigin {
  address: string;
  userAgent: string | undefined;
}

/** Returns a session's token for the right password, else null. A wrong address takes as long as a wrong password. */
export async function logIn(
  pool: pg.Pool,
  email: string,
  password: string,
  from: LogInOrigin | undefined,
  nowMs: number,
): Promise<(Account & { token: string }) | null> {
  const { rows } = await pool.query<{ password_hash: string | null }>(
    'SELECT password_hash FROM users WHERE email = $1 AND deactivated_at IS NULL',
    [email],
  );
  const passwordHash = rows[0]?.password_hash ?? null;
  const isRight = await isPassword(password, passwordHash);
  if (passwordHash === null || !isRight) return null;
  // Checking takes a while: a password that was changed in the meantime has ended all sessions.
  return startSession(pool, { email, passwordHash }, from, nowMs);
}

/**
 * Starts a session of a user who has proven who they are. `passwordHash` is what the proof was checked against; null for
 * another proof. Returns null where the user is deactivated, or has another password by now.
 */
export async function startSession(
  pool: pg.Pool,
  { email, passwordHash }: { email: string; passwordHash: string | null },
  from: LogInOrigin | undefined,
  nowMs: number,
): Promise<(Account & { token: string }) | null> {
  const token = newToken();
  await pool.query('DELETE FROM sessions WHERE expires_at < $1', [new Date(nowMs)]);
  const { rowCount } = await pool.query(
    `INSERT INTO sessions (token_hash, email, expires_at, started_at, address, user_agent)
     SELECT $1, email, $3, $5, $6, $7 FROM users
     WHERE email = $2 AND ($4::text IS NULL OR password_hash = $4) AND deactivated_at IS NULL FOR SHARE`,
    [
      tokenHash(token),
      email,
      new Date(nowMs + limits.sessionMs),
      passwordHash,
      new Date(nowMs),
      from?.address,
      from?.userAgent?.slice(0, limits.userAgentLengthMax),
    ],
  );
  if (rowCount === 0) return null;
  await pool.query(
    `DELETE FROM sessions WHERE token_hash IN
       (SELECT token_hash FROM sessions WHERE email = $1 ORDER BY token_hash = $2 DESC, started_at DESC OFFSET $3)`,
    [email, tokenHash(token), limits.sessionsPerUserMax],
  );
  const account = await accountOf(pool, token, nowMs);
  return account && { ...account, token };
}

export async function accountOf(pool: pg.Pool, token: string, nowMs: number): Promise<Account | null> {
  const { rows } = await pool.query<Account>(
    `SELECT email, role, lanes FROM sessions JOIN users USING (email)
     WHERE token_hash = $1 AND expires_at > $2 AND deactivated_at IS NULL`,
    [tokenHash(token), new Date(nowMs)],
  );
  return rows[0] ?? null;
}

export async function logOut(pool: pg.Pool, token: string): Promise<void> {
  await pool.query('DELETE FROM sessions WHERE token_hash = $1', [tokenHash(token)]);
}

/** Ends the sessions of a user, except the one with this token; returns how many. */
export async function endSessions(
  connection: Queryable,
  email: string,
  tokenKept: string | null,
): Promise<number> {
  const { rowCount } = await connection.query(
    'DELETE FROM sessions WHERE email = $1 AND token_hash IS DISTINCT FROM $2',
    [email, tokenKept === null ? null : tokenHash(tokenKept)],
  );
  return rowCount ?? 0;
}
