/** Owners: every owner is an active user, or nobody, and then the work waits in the queue. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { type About, accountsOf } from './about.ts';
import type { Actor } from './acting.ts';

/** The refusal of a value that names no active user. */
export function noSuchUser(field: string, given: string): ApiError {
  return new ApiError(
    'invalid_request',
    `"${field}" is "${given}": no such user, or deactivated. Use an e-mail from GET /users.`,
  );
}

/**
 * Returns the address of an active user, as the store spells it; null and undefined stay. The user cannot leave before the commit. What
 * the record says `already` stays, even of a user who has left. Throws `invalid_request`.
 */
export async function requireUser<Given extends string | null | undefined>(
  connection: Queryable,
  field: string,
  given: Given,
  already?: string | null,
): Promise<Given | string> {
  if (given === null || given === undefined || given === already) return given;
  const { rows } = await connection.query<{ email: string }>(
    'SELECT email FROM users WHERE email = lower($1) AND deactivated_at IS NULL FOR SHARE',
    [given],
  );
  if (rows[0] === undefined) throw noSuchUser(field, given);
  return rows[0].email;
}

/**
 * Returns who owns what a caller makes without naming an owner: the caller. A program owns nothing. Then it is the active owner of the
 * record, of the person or of the company. Null where there is none: the work waits in the queue.
 */
export async function ownerByDefault(
  connection: Queryable,
  { name }: Pick<Actor, 'name'>,
  about: About,
): Promise<string | null> {
  const { rows } = await connection.query<{ email: string }>(
    `SELECT email FROM unnest($1::text[]) WITH ORDINALITY AS given (owner, position) JOIN users ON email = owner
     WHERE deactivated_at IS NULL ORDER BY position LIMIT 1 FOR SHARE OF users`,
    [[name, ...(await accountsOf(connection, about))]],
  );
  return rows[0]?.email ?? null;
}
