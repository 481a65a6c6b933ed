/** If-Match: a change based on an older revision is refused. Pure. */
import { createHash } from 'node:crypto';
import { ApiError } from './errors.ts';

/** Revisions have at most nine digits. */
const revisionsMax = 1_000_000_000;

/** Throws `revision_mismatch` unless the change is based on the present revision, or names none. */
export function requireRevision(present: number, expected: number | undefined): void {
  if (expected === undefined || expected === present) return;
  throw new ApiError(
    'revision_mismatch',
    `the change is based on revision ${expected}, but the record is at revision ${present}; read the record again and repeat the change`,
  );
}

/**
 * Returns a revision of what counts none of its own, by its content: a list that is replaced as a whole, say. Another content has
 * the same one by a chance of one in a thousand million.
 */
export function contentRevision(content: unknown): number {
  const digest = createHash('sha256')
    .update(JSON.stringify(content) ?? '')
    .digest();
  return Number(digest.readBigUInt64BE() % BigInt(revisionsMax));
}
