/** Archived profiles: who nothing has happened to for long leaves Redis, and the history keeps them. Pure. */
import {
  consentOf,
  type IdentityRecord,
  isKnown,
  knownUntilMs,
  type ProfileState,
} from '../scoring/scoring.ts';
import type { Commit } from '../stream/stream.ts';
import type { ProfileEvaluation } from './evaluate-profile.core.ts';
import type { DecideOptions, FoldedProfile } from './folded-profile.ts';
import { isLink, unpackRecord } from './profile-record.ts';

/** Whether a stored profile has no event since a time, ms, and waits for nothing. Not so for bytes that cannot be read. */
export function isIdle(packed: Buffer, sinceMs: number): boolean {
  if (isLink(packed)) return false;
  try {
    const record = unpackRecord(packed);
    return record.kind === 'state' && isIdleState(record.state, sinceMs);
  } catch {
    return false;
  }
}

function isIdleState(state: ProfileState, sinceMs: number): boolean {
  return state.wait === null && knownUntilMs(state) < sinceMs;
}

/** Whether an evaluation leaves nothing to do: no event since a time, no timer, and nobody to notify. */
function canBeArchived(evaluated: ProfileEvaluation, sinceMs: number): boolean {
  const { state, reevaluateAtMs, tierUpdates } = evaluated;
  return isIdleState(state, sinceMs) && reevaluateAtMs === null && tierUpdates.length === 0;
}

/** Whether somebody denied a purpose. The history may forget that, and who is silent is scored. A browser says it with each event. */
function isRemembered(identity: IdentityRecord): boolean {
  return isKnown(identity) && Object.values(consentOf(identity)).includes('denied');
}

/** Archives a due profile where it may leave: nothing stays of it but the memory that it may be archived. */
export function archiveIdle(
  { id, isDue, identity }: Pick<FoldedProfile, 'id' | 'isDue' | 'identity'>,
  evaluated: ProfileEvaluation,
  commit: Commit,
  { idleSinceMs = 0, cache }: Pick<DecideOptions, 'idleSinceMs' | 'cache'>,
): void {
  if (!isDue || isRemembered(identity) || !canBeArchived(evaluated, idleSinceMs)) return;
  cache?.drop(id);
  commit.profiles.delete(id);
  commit.identities.delete(id);
  commit.forgotten.set(id, null);
  commit.archived.push(id);
}
