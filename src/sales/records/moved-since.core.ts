/** Whether a record was moved since it was opened, by the acts in its timeline. Pure. */
import { type Act, undoneBy } from './undo.core.ts';

/** Whether somebody has moved a record, and nobody has taken that back. `acts`: all on the record, the latest first. */
export function isMovedSince(acts: readonly Act[]): boolean {
  return acts.some((act) => isMove(act) && undoneBy(acts, act) === undefined);
}

/**
 * Whether an act has moved its record along its pipeline. These have not: what opened the record, an undo, a new version of the pipeline,
 * and a wish for no contact with its withdrawal.
 */
function isMove({ changes, undoes }: Act): boolean {
  const { stage, suppressed } = changes;
  if (stage === undefined || undoes !== null || 'id' in changes || 'pipeline' in changes) return false;
  if (suppressed === undefined) return true;
  const [before, after] = suppressed as [{ stage: string } | null, object | null];
  return after === null && before?.stage !== stage[1];
}
