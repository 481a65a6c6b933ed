/** Hashes of passwords and secret tokens: neither is stored in clear. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { ApiError } from '../../base/kernel/kernel.ts';
import { entriesOf, isCommonPassword } from './common-passwords.core.ts';

const common = entriesOf(readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8'));

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const keyBytes = 32;
const tokenBytes = 32;
const nobodysHash = `${'0'.repeat(32)}:${'0'.repeat(64)}`;

/** Throws `invalid_request` for a password that is among those that are guessed first. */
export function requireUncommon(password: string, name = 'password'): void {
  if (isCommonPassword(password, common))
    throw new ApiError(
      'invalid_request',
      `"${name}" is among the most common ones, which are guessed first: choose another, such as four words that have nothing to do with each other`,
    );
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${(await derive(password, salt, keyBytes)).toString('hex')}`;
}

/**
 * Returns whether a password matches the stored hash. Null, where none is stored, takes as long as a wrong password.
 */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [salt = '', hash = ''] = (kept ?? nobodysHash).split(':');
  const wanted = Buffer.from(hash, 'hex');
  const given = await derive(password, Buffer.from(salt, 'hex'), keyBytes);
  return kept !== null && wanted.length === given.length && timingSafeEqual(wanted, given);
}

/** Returns 256 random bits, as 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(tokenBytes).toString('base64url');
}

/** Returns the hash of a token. Tokens are random, so a fast hash makes a stolen table useless. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
