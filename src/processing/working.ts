/** What the fold of a batch works on and with: a profile under way, and the settings of one decision. */
import type { CompiledProgrammes } from '../scoring/scoring.ts';
import type { IdentityRecord } from './identity.core.ts';
import type { ProfileRecord } from './profile-record.ts';

/** A profile while a batch is folded. */
export interface Working {
  id: string;
  record: ProfileRecord;
  identity: IdentityRecord;
  hasNewFacts: boolean;
  hasNewIdentity: boolean;
  /** Latest acceptance among what touched it, ms. */
  acceptedAtMs: number;
}

export interface DecideOptions {
  programmes: CompiledProgrammes;
  partitions: number;
  nowMs: number;
}
