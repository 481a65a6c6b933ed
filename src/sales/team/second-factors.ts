/** Second factors of users: set up, renewed, removed by themselves, and reset by an admin. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { NewSecondFactor, RecoveryCodes } from '../../contract/api/api.ts';
import { type Actor, actingAs, type Store } from '../store/store.ts';
import { endSessions } from './log-ins.ts';
import { isPassword, tokenHash } from './passwords.ts';
import {
  appAddressOf,
  recoveryCodeBytes,
  recoveryCodeOf,
  secretBytes,
  secretOf,
  typedCodeOf,
} from './second-factor.core.ts';
import { forgetSecondFactor, spendAppCode, spendCode } from './second-factor-codes.ts';
import { requireRank } from './user-changes.ts';
import { lockUser } from './user-views.ts';

export interface SecondFactors {
  /** Since when a user has one, and how many recovery codes are left. */
  of(email: string): Promise<{ activeSince: string | null; recoveryCodesLeft: number }>;
  /** Makes a secret for an app; it counts once confirmed. Throws `forbidden` for a wrong password, `conflict` where one is active. */
  begin(email: string, password: string): Promise<NewSecondFactor>;
  /** Activates it by a code of the app; other sessions than that of the token end. Throws `forbidden` or `conflict`. */
  confirm(email: string, code: string, token: string | null, actor: Actor): Promise<RecoveryCodes>;
  /** Makes new recovery codes; those of before work no more. Throws `forbidden` or `conflict`. */
  renewRecoveryCodes(email: string, code: string): Promise<RecoveryCodes>;
  /** Throws `forbidden` for a wrong code, `conflict` where there is none. */
  remove(email: string, code: string, actor: Actor): Promise<void>;
  /** Removes that of a user who has lost the app and the codes; their sessions end. Throws `not_found`, `forbidden`, `conflict`. */
  reset(email: string, actor: Actor): Promise<void>;
}

export const secondFactors = ({ pool, now }: Store): SecondFactors => ({
  of: (email) => stateOf(pool, email),
  begin: (email, password) => begin(pool, email, password),
  confirm: (email, code, token, actor) =>
    actingAs(pool, actor, now(), (connection) => confirm(connection, email, code, token, now())),
  renewRecoveryCodes: (email, code) =>
    transaction(pool, async (connection) => {
      await requireCode(connection, email, code, now());
      return newRecoveryCodes(connection, email);
    }),
  remove: (email, code, actor) =>
    actingAs(pool, actor, now(), async (connection) => {
      await requireCode(connection, email, code, now());
      await forgetSecondFactor(connection, email);
    }),
  reset: (email, actor) => actingAs(pool, actor, now(), (connection) => reset(connection, email, actor)),
});

async function stateOf(pool: pg.Pool, email: string) {
  const { rows } = await pool.query<{ since: Date | null; left: number }>(
    `SELECT second_factor_at AS since, (SELECT count(*)::int FROM recovery_codes WHERE recovery_codes.email = users.email) AS left
     FROM users WHERE email = $1`,
    [email],
  );
  return { activeSince: rows[0]?.since?.toISOString() ?? null, recoveryCodesLeft: rows[0]?.left ?? 0 };
}

async function begin(pool: pg.Pool, email: string, password: string): Promise<NewSecondFactor> {
  const secret = secretOf(randomBytes(secretBytes));
  await transaction(pool, async (connection) => {
    const user = await lockUser(connection, email);
    if (user.second_factor_at !== null)
      throw new ApiError('conflict', 'there is a second factor already; remove it before you set up another');
    if (user.password_hash === null)
      throw new ApiError(
        'conflict',
        'you have no password here: the provider you log in with asks for a second factor',
      );
    if (!(await isPassword(password, user.password_hash)))
      throw new ApiError('forbidden', '"presentPassword" is wrong: nothing was changed');
    await connection.query(
      `INSERT INTO second_factors (email, secret) VALUES ($1, $2)
       ON CONFLICT (email) DO UPDATE SET secret = EXCLUDED.secret, last_step = 0`,
      [email, secret],
    );
  });
  return { secret, appAddress: appAddressOf(secret, email) };
}

async function confirm(
  connection: Queryable,
  email: string,
  code: string,
  token: string | null,
  nowMs: number,
): Promise<RecoveryCodes> {
  const user = await lockUser(connection, email);
  if (user.second_factor_at !== null) throw new ApiError('conflict', 'the second factor is active already');
  const { rowCount } = await connection.query('SELECT FROM second_factors WHERE email = $1', [email]);
  if (rowCount === 0)
    throw new ApiError(
      'conflict',
      'no second factor is being set up; begin with POST /users/me/second-factor',
    );
  const typed = typedCodeOf(code);
  if (typed.of !== 'app' || !(await spendAppCode(connection, email, typed.code, nowMs))) throw wrongCode();
  await connection.query('UPDATE users SET second_factor_at = $2 WHERE email = $1', [email, new Date(nowMs)]);
  // They were begun without it.
  await endSessions(connection, email, token);
  return newRecoveryCodes(connection, email);
}

async function reset(connection: Queryable, email: string, actor: Actor): Promise<void> {
  if (email === actor.name)
    throw new ApiError(
      'forbidden',
      'one’s own second factor is removed with a code: POST /users/me/second-factor/remove',
    );
  const user = await lockUser(connection, email);
  requireRank(actor, user.role);
  if (user.second_factor_at === null)
    throw new ApiError('conflict', `"${email}" has no second factor: nothing to reset`);
  await forgetSecondFactor(connection, email);
  await endSessions(connection, email, null);
}

/** Throws `conflict` where the user has no second factor, `forbidden` for a wrong code. */
async function requireCode(connection: Queryable, email: string, code: string, nowMs: number): Promise<void> {
  const user = await lockUser(connection, email);
  if (user.second_factor_at === null) throw new ApiError('conflict', 'there is no second factor');
  if (!(await spendCode(connection, email, code, nowMs))) throw wrongCode();
}

function wrongCode(): ApiError {
  return new ApiError('forbidden', '"code" is wrong, too old, or was used already: nothing was changed');
}

async function newRecoveryCodes(connection: Queryable, email: string): Promise<RecoveryCodes> {
  const recoveryCodes = Array.from({ length: limits.recoveryCodes }, () =>
    recoveryCodeOf(randomBytes(recoveryCodeBytes)),
  );
  await connection.query('DELETE FROM recovery_codes WHERE email = $1', [email]);
  await connection.query(
    'INSERT INTO recovery_codes (email, code_hash) SELECT $1, hash FROM unnest($2::text[]) AS given (hash)',
    [email, recoveryCodes.map((code) => tokenHash(typedCodeOf(code).code))],
  );
  return { recoveryCodes };
}
