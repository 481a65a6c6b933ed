/** How names become ids: profile ids, event hashes and partitions, all from SHA-256. */
import { hash } from 'node:crypto';

/**
 * The id of a profile: 96 bits of the SHA-256 of its key (`u:<userId>`, `e:<email>`, `a:<anonymousId>`), as 16 base64url
 * characters. A cryptographic hash, because two people who share an id would share a score. An id in a log is no personal data
 * in clear.
 */
export function profileIdOf(profileKey: string): string {
  return hash('sha256', profileKey, 'base64url').slice(0, 16);
}

/** The hash of a message id within a profile: 48 bits, a whole number. Two of 1,000 events collide once in 10^9 profiles. */
export function eventHashOf(messageId: string): number {
  return Number.parseInt(hash('sha256', messageId, 'hex').slice(0, 12), 16);
}

/** Event hashes are below it: states keep them, and times in ms, in 48 bits. */
export const eventHashEnd = 2 ** 48;

/**
 * How an erased profile is remembered: the place of its partition (three characters) and 128 bits of a salted SHA-256 of its id. It
 * shows whether a given id is that one, and names nobody.
 */
export function erasedNameOf(salt: string, profileId: string): string {
  return `${profileId.slice(0, 3)}:${hash('sha256', salt + profileId, 'hex').slice(0, 32)}`;
}

/** How a store remembers what an erasure has done to a profile. */
export function erasureHashOf(erasure: string, profileId: string): string {
  return hash('sha256', `${erasure} ${profileId}`, 'hex');
}

/** The hash of some content, to see whether it is the same again: 96 bits of its SHA-256, as 16 base64url characters. */
export function contentHashOf(content: string | Uint8Array): string {
  return hash('sha256', content, 'base64url').slice(0, 16);
}

/** One of several marks made of a random secret, all 256 bits of it: it shows neither the secret nor a mark for another use. */
export function secretMarkOf(secret: string, use: string): string {
  return hash('sha256', `${use} ${secret}`, 'base64url');
}

/** The hash of an award's key (an asset, a basket) within a profile and a rule: 40 bits and never 0, which means no key. */
export function keyHashOf(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 10), 16) || 1;
}

const sixBits = new Map<number, number>();
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
for (let index = 0; index < base64url.length; index++) sixBits.set(base64url.charCodeAt(index), index);

/** The partition of a profile id: its first 18 bits modulo the number of partitions. Never changes for an installation. */
export function partitionOf(profileId: string, partitions: number): number {
  const a = sixBits.get(profileId.charCodeAt(0)) ?? 0;
  const b = sixBits.get(profileId.charCodeAt(1)) ?? 0;
  const c = sixBits.get(profileId.charCodeAt(2)) ?? 0;
  return ((a << 12) | (b << 6) | c) % partitions;
}
