/** The form of a write key: valid in every client we know, and no colon to confuse Basic auth. */

/** `c` and 24 of `[a-z0-9]` (Jitsu's clients refuse other forms). */
export const writeKeyPattern = /^c[a-z0-9]{24}$/;

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A write key from random bytes (at least 24, from a cryptographic source). */
export function newWriteKey(randomBytes: Uint8Array): string {
  let key = 'c';
  for (let index = 0; index < 24; index++) key += alphabet[(randomBytes[index] ?? 0) % alphabet.length];
  return key;
}
