/** If-Match: a change based on an older revision is refused. */
import { ApiError } from '../../base/kernel/kernel.ts';

/** A change, and the revision it is based on. */
export type Revised<Change> = Change & { revision?: number | undefined };

/** Throws `revision_mismatch` unless the change is based on the present revision, or names none. */
export function requireRevision(present: number, expected: number | undefined): void {
  if (expected === undefined || expected === present) return;
  throw new ApiError(
    'revision_mismatch',
    `the change is based on revision ${expected}, but the record is at revision ${present}; read the record again and repeat the change`,
  );
}
