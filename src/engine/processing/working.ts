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
  /** Its state is not what its history comes to, and could not be rebuilt: it will have to be looked at again. */
  isStale: boolean;
  /** It is stale by what has just happened: the history only has to catch up. */
  isBehind: boolean;
  hasNewFacts: boolean;
  hasNewIdentity: boolean;
  /** Latest acceptance among what touched it, ms. */
  acceptedAtMs: number;
}

/** Programmes, and since when they are the ones in force. */
export interface InForce {
  programmes: CompiledProgrammes;
  /** Hash of all their files. */
  hash: string;
  /** A profile looked at before is stale: it was under other programmes. 0 where there were none, ms. */
  sinceMs: number;
  /** A profile looked at before lacks what new facets recognise: it is rebuilt from its history. 0 where there was none, ms. */
  facetsSinceMs: number;
  /** Those in force before, the latest first, as far as this process knows them: the ledger notes what changed since. */
  earlier: readonly { sinceMs: number; programmes: CompiledProgrammes }[];
  /** From which time of acceptance on what a facet recognises counts, by its slot, ms. */
  facetSinceMs: (slot: number) => number;
}

export interface DecideOptions extends InForce {
  /** Whether there is a history to rebuild profiles from. */
  hasPast: boolean;
  partitions: number;
  nowMs: number;
  /** How old an event may be to be scored. */
  latenessMs: number;
}
