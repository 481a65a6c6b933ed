/** Log-ins of users by their account at an OpenID Connect provider: matched by subject, the first time by address. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { newUserSchema, type UserRole } from '../../contract/api/api.ts';
import type { Actor, Store } from '../store/store.ts';
import { type LogInOrigin, type StartedSession, startSession } from './log-ins.ts';
import { newUser, requireRank } from './user-changes.ts';

/** Who the provider says it is. */
export interface ProviderAccount {
  issuer: string;
  subject: string;
  /** An address that the provider vouches for; null without one. */
  email: string | null;
  /** An address that it does not vouch for; null without one. */
  unverifiedEmail: string | null;
  name: string | null;
}

const providerActor: Actor = { name: 'OpenID Connect', lanes: [], isManager: true, isAdmin: true };

/** Log-ins by accounts at a provider. */
export interface ProviderLogIns {
  /** Starts a session of the user whose account it is. Throws `forbidden` with the reason. */
  logIn(account: ProviderAccount, newUsersAs: UserRole | null, from: LogInOrigin): Promise<StartedSession>;
  /** Forgets the accounts of a user. Throws `not_found` or `forbidden`. */
  unlink(email: string, actor: Actor): Promise<void>;
}

export const providerLogIns = ({ pool, now }: Store): ProviderLogIns => ({
  logIn: (account, newUsersAs, from) => logInByProvider(pool, account, newUsersAs, from, now()),
  unlink: (email, actor) => unlinkProvider(pool, email, actor),
});

/**
 * Starts a session of the user whose account it is. The first time the address decides which user that is; from then on the
 * subject alone, whatever address the provider gives. `newUsersAs`: the role of users that are made for unknown addresses;
 * null makes none. Throws `forbidden` with the reason.
 */
async function logInByProvider(
  pool: pg.Pool,
  account: ProviderAccount,
  newUsersAs: UserRole | null,
  from: LogInOrigin,
  nowMs: number,
): Promise<StartedSession> {
  const email = (await linkedUser(pool, account)) ?? (await linkByAddress(pool, account, newUsersAs, nowMs));
  const session = await startSession(pool, { email, checked: null }, from, nowMs);
  if (session === null)
    throw new ApiError('forbidden', `the user "${email}" is deactivated; a manager lets them back in`);
  return session;
}

async function linkedUser(
  pool: Queryable,
  { issuer, subject }: Pick<ProviderAccount, 'issuer' | 'subject'>,
): Promise<string | null> {
  const { rows } = await pool.query<{ email: string }>(
    'SELECT email FROM provider_accounts WHERE issuer = $1 AND subject = $2',
    [issuer, subject],
  );
  return rows[0]?.email ?? null;
}

/** Links the account to the user of its address, and returns the user. */
async function linkByAddress(
  pool: pg.Pool,
  account: ProviderAccount,
  newUsersAs: UserRole | null,
  nowMs: number,
): Promise<string> {
  requireAddress(account);
  const given = newUserSchema.safeParse({ email: account.email, role: newUsersAs ?? 'rep' });
  if (!given.success)
    throw new ApiError(
      'forbidden',
      `the address "${account.email}" of the provider is none that a user can have; its administrator corrects it`,
    );
  const { email } = given.data;
  const isKnown = (await pool.query('SELECT FROM users WHERE email = $1', [email])).rowCount === 1;
  if (!isKnown && newUsersAs === null)
    throw new ApiError('forbidden', `there is no user "${email}"; a manager makes one with this address`);
  if (!isKnown) await newUser(pool, { ...given.data, ...nameOf(account) }, providerActor, nowMs);
  // A deactivated user is linked to nobody: somebody else may have the address by now.
  await pool.query(
    `INSERT INTO provider_accounts (issuer, subject, email, linked_at)
     SELECT $1, $2, email, $4 FROM users WHERE email = $3 AND deactivated_at IS NULL ON CONFLICT DO NOTHING`,
    [account.issuer, account.subject, email, new Date(nowMs)],
  );
  const linked = await linkedUser(pool, account);
  if (linked !== null) return linked;
  const { rows } = await pool.query<{ isActive: boolean }>(
    'SELECT deactivated_at IS NULL AS "isActive" FROM users WHERE email = $1',
    [email],
  );
  throw new ApiError(
    'forbidden',
    rows[0]?.isActive === true
      ? `the user "${email}" logs in with another account of this provider; a manager unlinks that one first`
      : `the user "${email}" is deactivated; a manager lets them back in`,
  );
}

function requireAddress({ email, unverifiedEmail }: ProviderAccount): void {
  if (email !== null) return;
  throw new ApiError(
    'forbidden',
    unverifiedEmail === null
      ? 'the provider gave no e-mail address; its administrator lets Scoville read the scope "email"'
      : `the provider has not verified the address "${unverifiedEmail}". Confirm it there and log in again; where people cannot choose theirs, an operator sets OIDC_ADDRESSES=any`,
  );
}

/** The name, where it is one that a user can have. */
function nameOf({ name }: ProviderAccount): { name?: string } {
  const given = newUserSchema.shape.name.safeParse(name);
  return given.success && given.data ? { name: given.data } : {};
}

/** Forgets the accounts of a user at providers: the next log-in there is matched by address. Throws `not_found`, `forbidden`. */
async function unlinkProvider(pool: pg.Pool, email: string, actor: Actor): Promise<void> {
  const { rows } = await pool.query<{ role: UserRole }>('SELECT role FROM users WHERE email = $1', [email]);
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no user "${email}"`);
  requireRank(actor, rows[0].role);
  const { rowCount } = await pool.query('DELETE FROM provider_accounts WHERE email = $1', [email]);
  if (rowCount === 0)
    throw new ApiError('not_found', `the user "${email}" has not logged in by a provider: nothing to unlink`);
}
