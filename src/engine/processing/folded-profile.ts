/** What the fold of a batch works on and with: a profile under way, and the settings of one decision. */

import type { ActiveProgrammes } from '../programmes/programmes.ts';
import type { IdentityRecord, Person, ProfileState } from '../scoring/scoring.ts';
import type { ProfileRecord } from './profile-record.ts';

/** A profile while a batch is folded. */
export interface FoldedProfile {
  id: string;
  record: ProfileRecord;
  identity: IdentityRecord;
  /** How it was before this batch; null where it was nothing, or a link. What the ledger notes is the difference. */
  before: { state: ProfileState; person: Person } | null;
  /** Its state is not what its history comes to, and could not be rebuilt: it will have to be looked at again. */
  isStale: boolean;
  /** It is stale by what has just happened: the history only has to catch up. */
  isBehind: boolean;
  hasNewEvents: boolean;
  hasNewIdentity: boolean;
  /** Latest acceptance among what touched it, ms. */
  acceptedAtMs: number;
}

export interface DecideOptions extends ActiveProgrammes {
  /** Whether there is a history to rebuild profiles from. */
  hasPast: boolean;
  partitions: number;
  nowMs: number;
  /** How old an event may be to be scored. */
  latenessMs: number;
}
