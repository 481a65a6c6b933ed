/** What the fold of a batch works on and with: a profile under way, and the settings of one decision. */
import type { CompiledProgrammes, IdentityRecord, Person, ProfileState } from '../scoring/scoring.ts';
import type { ProfileRecord } from './profile-record.ts';

/** A profile while a batch is folded. */
export interface Working {
  id: string;
  record: ProfileRecord;
  identity: IdentityRecord;
  /** How it was before this batch; null where it was nothing, or a link. What the ledger notes is the difference. */
  before: { state: ProfileState; person: Person } | null;
  hasNewFacts: boolean;
  hasNewIdentity: boolean;
  /** Latest acceptance among what touched it, ms. */
  acceptedAtMs: number;
}

export interface DecideOptions {
  programmes: CompiledProgrammes;
  partitions: number;
  nowMs: number;
  /** How old an event may be to be scored. */
  latenessMs: number;
}
