/** Creates and changes users: by managers and admins, and by the users themselves. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { NewUser, OwnChange, UserChange, UserRole, UserView } from '../../contract/api/api.ts';
import {
  type Actor,
  actingAs,
  once,
  type Revised,
  referring,
  requireRevision,
  requireUser,
  type UserRow,
} from '../store/store.ts';
import { strangersAt } from './log-in-budgets.core.ts';
import { forgetTries } from './log-in-tries.ts';
import { endSessions } from './log-ins.ts';
import { isPassword } from './passwords.ts';
import { columnsOf, lockUser, selectUser } from './user-views.ts';

/** Creates a user. Throws `conflict` for an existing address, and at the maximum of users. */
export async function newUser(pool: pg.Pool, given: NewUser, actor: Actor, nowMs: number): Promise<UserView> {
  requireRank(actor, given.role);
  const columns = { email: given.email, ...(await columnsOf(given)) };
  // A fast hash of the request is stored, and a password must not be in it.
  const { password: _secret, ...asked } = given;
  return actingAs(pool, actor, nowMs, async (connection) => {
    const email = await once(connection, actor, { newUser: asked }, nowMs, async () => {
      await requireTerritories(connection, given);
      await requireUser(connection, 'deputy', given.deputy);
      await requireRoom(connection);
      const names = Object.keys(columns);
      const { rowCount } = await referring(() =>
        connection.query(
          `INSERT INTO users (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})
           ON CONFLICT (email) DO NOTHING`,
          Object.values(columns),
        ),
      );
      if (rowCount === 0)
        throw new ApiError(
          'conflict',
          `"email" is "${given.email}": the user exists. Change it with PATCH /users.`,
        );
      return given.email;
    });
    return (await selectUser(connection, email)) as UserView;
  });
}

/**
 * Changes a user. A new password or role ends their sessions, except the one with this token. Throws `not_found`, `forbidden`, `revision_mismatch` or
 * `conflict`.
 */
export async function changeUser(
  pool: pg.Pool,
  email: string,
  { revision, ...change }: Revised<UserChange>,
  token: string | null,
  actor: Actor,
  nowMs: number,
): Promise<UserView> {
  // An open page of an admin is no way to the password of that admin.
  if (change.password !== undefined && email === actor.name)
    throw new ApiError(
      'forbidden',
      'one’s own password is changed with the present one: PATCH /users/me with "presentPassword"',
    );
  const columns = await columnsOf(change);
  return actingAs(pool, actor, nowMs, async (connection) => {
    const admins = await holdAdmins(connection);
    const row = await lockUser(connection, email);
    requireRank(actor, row.role, change.role ?? row.role);
    requireRevision(row.revision, revision);
    if ((change.role ?? 'admin') !== 'admin') keepAnAdmin(admins, email);
    return update(connection, row, change, columns, token);
  });
}

/** Applies a user's own change. A new password ends the sessions except the one with this token. */
export async function changeOwn(
  pool: pg.Pool,
  email: string,
  { revision, presentPassword, ...change }: Revised<OwnChange>,
  token: string | null,
  actor: Actor,
  nowMs: number,
): Promise<UserView> {
  const columns = await columnsOf(change);
  return actingAs(pool, actor, nowMs, async (connection) => {
    const row = await lockUser(connection, email);
    requireRevision(row.revision, revision);
    if (change.password !== undefined && !(await isPassword(presentPassword ?? '', row.password_hash)))
      throw new ApiError('forbidden', '"presentPassword" is wrong: nothing was changed');
    return update(connection, row, change, columns, token);
  });
}

async function update(
  connection: Queryable,
  { email, role, deputy }: UserRow,
  change: UserChange,
  columns: Record<string, unknown>,
  tokenKept: string | null,
): Promise<UserView> {
  if (change.deputy === email)
    throw new ApiError(
      'invalid_request',
      `"deputy" is "${email}": a user cannot be their own deputy. Use another e-mail from GET /users.`,
    );
  await requireTerritories(connection, change);
  await requireUser(connection, 'deputy', change.deputy, deputy);
  const names = Object.keys(columns);
  if (names.length > 0)
    await referring(() =>
      connection.query(
        `UPDATE users SET ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE email = $1`,
        [email, ...Object.values(columns)],
      ),
    );
  const hasNewRole = change.role !== undefined && change.role !== role;
  if (change.password !== undefined || hasNewRole) await endSessions(connection, email, tokenKept);
  // Nobody has guessed at this one.
  if (change.password !== undefined) await forgetTries(connection, strangersAt(email));
  return (await selectUser(connection, email)) as UserView;
}

/** Checks that only admins create and change admins and managers. Throws `forbidden`. */
export function requireRank({ isAdmin }: Actor, ...roles: UserRole[]): void {
  if (isAdmin || !roles.some((role) => role === 'admin' || role === 'manager')) return;
  throw new ApiError('forbidden', 'only admins create and change admins and managers');
}

/** Returns the admins who can log in, locked, so that two cannot leave at once. */
export async function holdAdmins(connection: Queryable): Promise<string[]> {
  const { rows } = await connection.query<{ email: string }>(
    `SELECT email FROM users WHERE role = 'admin' AND deactivated_at IS NULL AND password_hash IS NOT NULL
     ORDER BY email FOR UPDATE`,
  );
  return rows.map(({ email }) => email);
}

/** Checks that one admin can still log in. Throws `conflict` when the last one leaves. */
export function keepAnAdmin(admins: readonly string[], leaving: string): void {
  if (admins.length === 1 && admins[0] === leaving)
    throw new ApiError('conflict', `${leaving} is the last admin who can log in; create another one first`);
}

async function requireTerritories(connection: Queryable, { territories = [] }: UserChange): Promise<void> {
  const { rows } = await connection.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS given (name) WHERE name NOT IN (SELECT name FROM territories)`,
    [territories],
  );
  if (rows[0] !== undefined)
    throw new ApiError(
      'invalid_request',
      `"territories" has "${rows[0].name}": no such territory. Create it first.`,
    );
}

async function requireRoom(connection: Queryable): Promise<void> {
  const { rows } = await connection.query<{ users: number }>('SELECT count(*)::int AS users FROM users');
  if ((rows[0]?.users ?? 0) >= limits.usersMax)
    throw new ApiError('conflict', `there are ${limits.usersMax} users, the maximum`);
}
