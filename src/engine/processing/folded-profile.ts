/** The inputs of a fold: a profile under way, and the settings of one decision. */

import type { ActiveProgrammes } from '../programmes/programmes.ts';
import type {
  Evaluated,
  IdentityRecord,
  MatchedEvent,
  Person,
  ProfileState,
  Span,
  StateForm,
  Wait,
} from '../scoring/scoring.ts';
import type { ErasedProfiles, ProfileFailure } from '../stream/stream.ts';
import type { ProfileMerge } from './batch.ts';
import type { CachedProfile, ProfileCache } from './profile-cache.ts';
import type { ProfileRecord } from './profile-record.ts';
import type { PastEvents } from './rebuild.core.ts';

/** What is loaded for one decision. */
export interface Loaded {
  profiles: ReadonlyMap<string, Buffer | null>;
  identities: ReadonlyMap<string, string | null>;
  /** What the history has of each stale profile; null where it could not be read. */
  histories: ReadonlyMap<string, PastEvents | null>;
  /** Those among them that Redis had lost, each with what it sends to its heir, if anything. */
  lost?: ReadonlyMap<string, ProfileMerge | null>;
  /** Of those, the ones that were erased since: what Redis still has of them goes. */
  erased?: ReadonlySet<string>;
  /** How those among them failed that could not be evaluated. */
  failures?: ReadonlyMap<string, ProfileFailure>;
  /** Of those, the ones whose next try is not due. */
  resting?: ReadonlyMap<string, ProfileFailure>;
  /** The history can be read, and has not everything yet: it is asked again soon. */
  isHistoryBehind?: boolean;
}

/** A profile while a batch is folded. */
export interface FoldedProfile {
  id: string;
  record: ProfileRecord;
  identity: IdentityRecord;
  /**
   * Its state before this batch; null for a new profile or a link. The ledger records the difference. `recognised` is the same with
   * the matches of the active programmes, as far as it goes. `asMet` has those of the programmes that it met last: where Redis had
   * lost it, or it forgot them for an import, `state` has none.
   */
  before: {
    state: ProfileState;
    recognised: ProfileState;
    asMet?: ProfileState;
    person: Person;
    /** Who it was before an import said more; null or absent without one. */
    personBeforeImport?: Person | null;
  } | null;
  /** What is known of that already. */
  evaluated: readonly Evaluated[];
  /** What was at hand of it, with the stored bytes it belongs to; null where nothing was. */
  atHand: { packed: Buffer; cached: CachedProfile } | null;
  /**
   * Until where the history must reach before it can be rebuilt, by the ids of its partition. Null where its state is that of
   * its history.
   */
  waitsSince: string | null;
  /** What no rule recognised since it waits. */
  heldSince: Span[];
  /** The history only has to catch up. */
  isBehind: boolean;
  /** Its timer has run out. */
  isDue: boolean;
  hasNewEvents: boolean;
  /** Its identity record has to be written. */
  hasNewIdentity: boolean;
  /** More is known of the person than before, or something else. */
  knowsMore: boolean;
  /** When its company had been said last before this batch, ms; 0 where none was. */
  companySaidMs: number;
  /** Another profile became part of it. */
  hasJoined: boolean;
  /** Its tier states are as the change of programmes since its last evaluation left them. */
  hasShifted: boolean;
  /** New events in this batch that some rule recognised. */
  taken: MatchedEvent[];
  /** Latest acceptance among what touched it, ms. */
  acceptedAtMs: number;
  /** What the latest that touched it carries, where that is traced: its tier updates carry it on. */
  trace?: string | undefined;
}

export interface DecideOptions extends ActiveProgrammes {
  /** Whether there is a history to rebuild profiles from. */
  hasPast: boolean;
  partitions: number;
  nowMs: number;
  /** When this process began, ms: failures from before are of another; absent where there is no other. */
  startedMs?: number;
  /** How old an event may be to be scored. */
  latenessMs: number;
  /** What those carry that time alone makes due, where that is traced; by profile. */
  traces?: ReadonlyMap<string, string>;
  /** How states and identities are packed; as programs of before read them where it is absent. */
  stateForm?: StateForm;
  /** Profiles as this process left them; without it each is worked out from its stored bytes. */
  cache?: ProfileCache;
  /** The erased profiles of the partition; nobody where it is absent. */
  erased?: Pick<ErasedProfiles, 'untilMs'>;
  /** Later than every event from before the era, ms; absent in the first. */
  openedMs?: number;
  /** Profiles without an event since then may be archived, ms; 0 for none. */
  idleSinceMs?: number;
  /** From when the history keeps events, by acceptance, ms; 0 for ever. */
  historyFromMs: number;
  /** The last entry of this partition that was scored by programmes of earlier generations. */
  generationFrom: string;
}

/** Returns the state of a profile that stands for itself; throws for a link. */
export function stateOf({ record }: FoldedProfile): ProfileState {
  if (record.kind !== 'state') throw new Error('a linked profile has no state');
  return record.state;
}

/** Why it waits, where that decides on its tier later. */
export function markedAs(wait: Wait | null): Pick<Wait, 'gone' | 'isImported' | 'hasForgotten'> {
  const { gone, isImported, hasForgotten } = wait ?? {};
  return {
    ...(gone && { gone }),
    ...(isImported && { isImported }),
    ...(hasForgotten && { hasForgotten }),
  };
}
