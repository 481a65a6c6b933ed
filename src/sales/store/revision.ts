/** If-Match: a change that was decided on an older state is refused. */
import { ApiError } from '../../base/kernel/kernel.ts';

/** A change, and the revision it was decided on. */
export type Revised<Change> = Change & { revision?: number | undefined };

/** Throws `revision_mismatch` unless the change was made on the present revision, or says none. */
export function requireRevision(present: number, expected: number | undefined): void {
  if (expected === undefined || expected === present) return;
  throw new ApiError(
    'revision_mismatch',
    `this was changed meanwhile: it is at revision ${present}, the change was for ${expected}; read it again`,
  );
}
