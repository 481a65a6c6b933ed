/** How a version of a programme is named. */
import { createHash } from 'node:crypto';

/** The first 8 hex characters of the SHA-256 of its text. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
