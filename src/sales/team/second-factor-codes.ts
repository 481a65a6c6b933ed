/** Codes of second factors as a log-in uses them: each works once. */
import { type Queryable, together } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { tokenHash } from './passwords.ts';
import { stepOf, typedCodeOf } from './second-factor.core.ts';

/** The state in which a log-in was proven: `at` is since when the user has the second factor, null without one. */
export interface CheckedFactor {
  at: Date | null;
}

/**
 * Checks the second factor of a log-in whose password is right. Throws `second_factor_required` without a code, and `unauthenticated`
 * for a wrong one. A code of the app works once, and so does a recovery code.
 */
export async function checkSecondFactor(
  database: Queryable,
  email: string,
  code: string | undefined,
  nowMs: number,
): Promise<CheckedFactor> {
  const { rows } = await database.query<{ second_factor_at: Date | null }>(
    'SELECT second_factor_at FROM users WHERE email = $1',
    [email],
  );
  const at = rows[0]?.second_factor_at ?? null;
  if (at === null) return { at };
  if (code === undefined)
    throw new ApiError(
      'second_factor_required',
      `"${email}" has a second factor: send the code that the app shows, or a recovery code, as "code"`,
    );
  if (!(await spendCode(database, email, code, nowMs)))
    throw new ApiError(
      'unauthenticated',
      'the code is wrong, too old, or was used already; wait for the next one of your app, or send a recovery code',
    );
  return { at };
}

/** Removes the second factor of a user, in the caller's transaction. */
export async function forgetSecondFactor(connection: Queryable, email: string): Promise<void> {
  await together([
    connection.query('UPDATE users SET second_factor_at = NULL WHERE email = $1', [email]),
    connection.query('DELETE FROM second_factors WHERE email = $1', [email]),
    connection.query('DELETE FROM recovery_codes WHERE email = $1', [email]),
  ]);
}

/** Spends a code of the app or a recovery code; returns whether it was right. */
export async function spendCode(
  database: Queryable,
  email: string,
  text: string,
  nowMs: number,
): Promise<boolean> {
  const { of, code } = typedCodeOf(text);
  return of === 'app' ? spendAppCode(database, email, code, nowMs) : spendRecoveryCode(database, email, code);
}

/** Spends a code of the app. One statement decides: of two log-ins at once with the same code, one gets in. */
export async function spendAppCode(
  database: Queryable,
  email: string,
  code: string,
  nowMs: number,
): Promise<boolean> {
  const { rows } = await database.query<{ secret: string }>(
    'SELECT secret FROM second_factors WHERE email = $1',
    [email],
  );
  const step = rows[0] === undefined ? null : stepOf(rows[0].secret, code, nowMs);
  if (step === null) return false;
  const { rowCount } = await database.query(
    'UPDATE second_factors SET last_step = $3 WHERE email = $1 AND secret = $2 AND last_step < $3',
    [email, rows[0]?.secret, step],
  );
  return rowCount === 1;
}

async function spendRecoveryCode(database: Queryable, email: string, code: string): Promise<boolean> {
  const { rowCount } = await database.query(
    'DELETE FROM recovery_codes WHERE email = $1 AND code_hash = $2',
    [email, tokenHash(code)],
  );
  return rowCount === 1;
}
