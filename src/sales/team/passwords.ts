/** Passwords and secret tokens as they are stored: never in clear. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const keyBytes = 32;
const tokenBytes = 32;
const nobodysHash = `${'0'.repeat(32)}:${'0'.repeat(64)}`;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${(await derive(password, salt, keyBytes)).toString('hex')}`;
}

/** Whether a password is the one kept; null, where none is kept, takes as long as a wrong one. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [salt = '', hash = ''] = (kept ?? nobodysHash).split(':');
  const wanted = Buffer.from(hash, 'hex');
  const given = await derive(password, Buffer.from(salt, 'hex'), keyBytes);
  return kept !== null && wanted.length === given.length && timingSafeEqual(wanted, given);
}

/** 256 bits nobody can guess, as 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(tokenBytes).toString('base64url');
}

/** Tokens are random, so a fast hash is enough to keep a stolen table useless. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
