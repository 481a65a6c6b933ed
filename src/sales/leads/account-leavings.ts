/**
 * Ends what profiles that have left still add to their companies, where nobody says that they were joined.
 *
 * A worker of before says nothing of it, so the points of the profile would count twice for ever.
 */
import type pg from 'pg';
import { transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { lockParts } from './account-parts.ts';

interface Left {
  profile: string;
  programme: string;
}

const isOlder = 'mark.at < clock_timestamp() - make_interval(secs => $1)';
const itsPart = `SELECT FROM account_parts AS part
  WHERE part.profile = mark.profile AND part.programme = mark.programme`;

/** Ends the parts of those that have left for long, and forgets old words of either side; some at a time, until none are left. */
export async function endLeft(pool: pg.Pool): Promise<void> {
  while (await endSome(pool));
}

/** Returns whether there may be more. */
async function endSome(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<Left>(
    `SELECT profile, programme FROM account_leavings AS mark
     WHERE ${isOlder} AND said = 'left' AND EXISTS (${itsPart}) ORDER BY at LIMIT $2`,
    [limits.accountLeftMs / limits.secondMs, limits.accountsAtOnce],
  );
  if (rows.length > 0) await endParts(pool, rows);
  const { rowCount } = await pool.query(
    `DELETE FROM account_leavings WHERE (profile, programme) IN (
       SELECT profile, programme FROM account_leavings AS mark WHERE ${isOlder} AND NOT EXISTS (${itsPart})
       ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [limits.accountLeavingsMs / limits.secondMs, limits.accountsAtOnce],
  );
  return rows.length === limits.accountsAtOnce || rowCount === limits.accountsAtOnce;
}

/** The mark stays: the word of the other side may still come. */
async function endParts(pool: pg.Pool, left: readonly Left[]): Promise<void> {
  await transaction(pool, async (connection) => {
    await lockParts(connection, [...new Set(left.map(({ profile }) => profile))].sort());
    // As the marks are now: somebody new may go by one of these since.
    await connection.query(
      `DELETE FROM account_parts AS part USING account_leavings AS mark, unnest($2::text[], $3::text[]) AS given (profile, programme)
       WHERE part.profile = given.profile AND part.programme = given.programme
         AND mark.profile = given.profile AND mark.programme = given.programme AND mark.said = 'left' AND ${isOlder}`,
      [
        limits.accountLeftMs / limits.secondMs,
        left.map(({ profile }) => profile),
        left.map(({ programme }) => programme),
      ],
    );
  });
}
