/** Log-ins of people: password hashes and sessions. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type pg from 'pg';
import { limits } from '../../kernel/kernel.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const keyBytes = 32;

export const roles = ['admin', 'manager', 'rep', 'marketer', 'operator'] as const;

export interface Account {
  email: string;
  role: (typeof roles)[number];
  /** Lanes of selling systems the user works in. */
  lanes: string[];
}

/** Makes sure that the administrator can log in with this password; another password before is replaced. */
export async function ensureAdmin(pool: pg.Pool, email: string, password: string): Promise<void> {
  const address = email.toLowerCase();
  const { rows } = await pool.query<{ password_hash: string | null }>(
    'SELECT password_hash FROM users WHERE email = $1',
    [address],
  );
  const kept = rows[0]?.password_hash ?? null;
  if (kept !== null && (await isPassword(password, kept))) return;
  await pool.query(
    `INSERT INTO users (email, password_hash, role) VALUES ($1, $2, 'admin')
     ON CONFLICT (email) DO UPDATE SET password_hash = EXCLUDED.password_hash, role = 'admin'`,
    [address, await hashPassword(password)],
  );
}

/** A session's token when the password is right, else null; a wrong address takes as long as a wrong password. */
export async function logIn(
  pool: pg.Pool,
  email: string,
  password: string,
  nowMs: number,
): Promise<(Account & { token: string }) | null> {
  const { rows } = await pool.query<Account & { password_hash: string | null }>(
    'SELECT email, role, lanes, password_hash FROM users WHERE email = $1',
    [email],
  );
  const isRight = await isPassword(password, rows[0]?.password_hash ?? nobodysHash);
  if (!rows[0] || !isRight) return null;
  const token = randomBytes(32).toString('base64url');
  await pool.query('DELETE FROM sessions WHERE expires_at < $1', [new Date(nowMs)]);
  await pool.query('INSERT INTO sessions (token_hash, email, expires_at) VALUES ($1, $2, $3)', [
    tokenHash(token),
    email,
    new Date(nowMs + limits.sessionMs),
  ]);
  return { email, role: rows[0].role, lanes: rows[0].lanes, token };
}

export async function accountOf(pool: pg.Pool, token: string, nowMs: number): Promise<Account | null> {
  const { rows } = await pool.query<Account>(
    'SELECT email, role, lanes FROM sessions JOIN users USING (email) WHERE token_hash = $1 AND expires_at > $2',
    [tokenHash(token), new Date(nowMs)],
  );
  return rows[0] ?? null;
}

export async function logOut(pool: pg.Pool, token: string): Promise<void> {
  await pool.query('DELETE FROM sessions WHERE token_hash = $1', [tokenHash(token)]);
}

/** Tokens are random, so a fast hash is enough to keep a stolen table useless. */
function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${(await derive(password, salt, keyBytes)).toString('hex')}`;
}

const nobodysHash = `${'0'.repeat(32)}:${'0'.repeat(64)}`;

async function isPassword(password: string, kept: string): Promise<boolean> {
  const [salt = '', hash = ''] = kept.split(':');
  const wanted = Buffer.from(hash, 'hex');
  const given = await derive(password, Buffer.from(salt, 'hex'), keyBytes);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
