/** Tries of passwords, counted in PostgreSQL: all processes share them, and they are there whenever a log-in is. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { LogInBudget } from './log-in-budgets.core.ts';
import { tokenHash } from './passwords.ts';

/**
 * Counts a try by all budgets, or by none. Returns what takes it back, for a try that was right. Throws
 * `too_many_requests` with the seconds to wait.
 */
export async function admitTry(
  pool: pg.Pool,
  budgets: readonly LogInBudget[],
  nowMs: number,
): Promise<() => Promise<void>> {
  const counted: LogInBudget[] = [];
  const takeBack = async () => {
    for (const { name } of counted) await giveTryBack(pool, name);
  };
  for (const budget of budgets) {
    const waitMs = await countTry(pool, budget, nowMs);
    if (waitMs > 0) {
      await takeBack();
      const seconds = Math.ceil(waitMs / limits.secondMs);
      throw new ApiError('too_many_requests', `${budget.words}; wait ${seconds} seconds`, seconds);
    }
    counted.push(budget);
  }
  return takeBack;
}

/**
 * Counts a try before it is known to fail, so that many at once are no way round. Returns 0, or the ms to wait where there
 * were too many: that one is not counted.
 */
export async function countTry(
  pool: pg.Pool,
  { name, triesMax, withinMs }: Omit<LogInBudget, 'words'>,
  nowMs: number,
): Promise<number> {
  const now = new Date(nowMs);
  await pool.query(
    `DELETE FROM log_in_tries WHERE name_hash IN
       (SELECT name_hash FROM log_in_tries WHERE ends_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [now, limits.logInTriesForgottenAtOnce],
  );
  const { rowCount } = await pool.query(
    `INSERT INTO log_in_tries AS counted (name_hash, tries, ends_at) VALUES ($1, 1, $2)
     ON CONFLICT (name_hash) DO UPDATE SET
       tries = CASE WHEN counted.ends_at <= $3 THEN 1 ELSE counted.tries + 1 END,
       ends_at = CASE WHEN counted.ends_at <= $3 THEN EXCLUDED.ends_at ELSE counted.ends_at END
     WHERE counted.ends_at <= $3 OR counted.tries < $4`,
    [tokenHash(name), new Date(nowMs + withinMs), now, triesMax],
  );
  if (rowCount !== 0) return 0;
  const { rows } = await pool.query<{ ends_at: Date }>(
    'SELECT ends_at FROM log_in_tries WHERE name_hash = $1',
    [tokenHash(name)],
  );
  return Math.max(1, (rows[0]?.ends_at.getTime() ?? nowMs) - nowMs);
}

/** Takes one try back, which did not fail. */
export async function giveTryBack(pool: pg.Pool, name: string): Promise<void> {
  await pool.query('UPDATE log_in_tries SET tries = tries - 1 WHERE name_hash = $1 AND tries > 0', [
    tokenHash(name),
  ]);
}

/** Forgets the tries of a name. */
export async function forgetTries(connection: Queryable, name: string): Promise<void> {
  await connection.query('DELETE FROM log_in_tries WHERE name_hash = $1', [tokenHash(name)]);
}
