/** Log-ins of users: passwords checked, sessions started and ended. */
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Caller, LogIn } from '../../contract/api/api.ts';
import { hashPassword, isPassword, newToken, requireUncommon, tokenHash } from './passwords.ts';
import { type CheckedFactor, checkSecondFactor, forgetSecondFactor } from './second-factor-codes.ts';

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
  const passwordHash = await hashPassword(password);
  await transaction(pool, async (connection) => {
    await connection.query(
      `INSERT INTO users (email, password_hash, setup_hash, role) VALUES ($1, $2, $2, 'admin')
       ON CONFLICT (email) DO UPDATE SET password_hash = EXCLUDED.password_hash, setup_hash = EXCLUDED.setup_hash, role = 'admin',
         deactivated_at = NULL, deactivated_reason = NULL`,
      [address, passwordHash],
    );
    // An operator who sets a password is the way back in of an administrator who has lost the app and the codes.
    await forgetSecondFactor(connection, address);
  });
}

export type StartedSession = SessionCaller & { token: string };

/** Where a log-in comes from. */
export interface LogInOrigin {
  address: string;
  userAgent: string | undefined;
}

/**
 * Returns a session's token for the right password, else null. A wrong address takes as long as a wrong password. Throws
 * `second_factor_required` or `unauthenticated` for a code that is missing or wrong.
 */
export async function logIn(
  pool: pg.Pool,
  { email, password, code }: LogIn,
  from: LogInOrigin | undefined,
  nowMs: number,
): Promise<StartedSession | null> {
  const { rows } = await pool.query<{ password_hash: string | null }>(
    'SELECT password_hash FROM users WHERE email = $1 AND deactivated_at IS NULL',
    [email],
  );
  const passwordHash = rows[0]?.password_hash ?? null;
  const isRight = await isPassword(password, passwordHash);
  if (passwordHash === null || !isRight) return null;
  const secondFactor = await checkSecondFactor(pool, email, code, nowMs);
  // Checking takes a while: what was changed in the meantime has ended all sessions.
  return startSession(pool, { email, checked: { passwordHash, secondFactor } }, from, nowMs);
}

/** What a log-in by password was checked against. */
interface CheckedLogIn {
  passwordHash: string;
  secondFactor: CheckedFactor;
}

/**
 * Starts a session of a user who has proven who they are. `checked` is what the proof was checked against; null for that of a
 * provider. Returns null where the user is deactivated, or has another password or second factor by now.
 */
export async function startSession(
  pool: pg.Pool,
  { email, checked }: { email: string; checked: CheckedLogIn | null },
  from: LogInOrigin | undefined,
  nowMs: number,
): Promise<StartedSession | null> {
  const token = newToken();
  await pool.query('DELETE FROM sessions WHERE expires_at < $1', [new Date(nowMs)]);
  const { rowCount } = await pool.query(
    `INSERT INTO sessions (token_hash, email, expires_at, started_at, address, user_agent, is_by_provider)
     SELECT $1, email, $3, $5, $6, $7, $4::text IS NULL FROM users
     WHERE email = $2 AND deactivated_at IS NULL
       AND ($4::text IS NULL OR (password_hash = $4 AND second_factor_at IS NOT DISTINCT FROM $8)) FOR SHARE`,
    [
      tokenHash(token),
      email,
      new Date(nowMs + limits.sessionMs),
      checked?.passwordHash ?? null,
      new Date(nowMs),
      from?.address,
      from?.userAgent?.slice(0, limits.userAgentLengthMax),
      checked?.secondFactor.at ?? null,
    ],
  );
  if (rowCount === 0) return null;
  await pool.query(
    `DELETE FROM sessions WHERE token_hash IN
       (SELECT token_hash FROM sessions WHERE email = $1 ORDER BY token_hash = $2 DESC, started_at DESC OFFSET $3)`,
    [email, tokenHash(token), limits.sessionsPerUserMax],
  );
  const caller = await callerOf(pool, token, nowMs);
  return caller && { ...caller, token };
}

/** The caller whose session it is. */
export type SessionCaller = Caller & {
  /** Whether nothing but a password has opened it. */
  isByPasswordAlone: boolean;
  /** Those that the user names, and those that the user is a member of by role. */
  worksIn: string[];
};

export async function callerOf(pool: pg.Pool, token: string, nowMs: number): Promise<SessionCaller | null> {
  const { rows } = await pool.query<SessionCaller>(
    `SELECT email, role, lanes, lanes_of(lanes, role) AS "worksIn", second_factor_at IS NULL AND NOT is_by_provider AS "isByPasswordAlone"
     FROM sessions JOIN users USING (email)
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
