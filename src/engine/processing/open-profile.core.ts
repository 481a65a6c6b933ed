/** Opens a profile for a fold: unpacked, rebuilt where its history was read, and as it was before. Pure. */
import {
  emptyState,
  type IdentityRecord,
  joinIdentities,
  noIdentity,
  type ProfileState,
  personOf,
  type Span,
} from '../scoring/scoring.ts';
import type { DecideOptions, FoldedProfile, Loaded } from './folded-profile.ts';
import { type ProfileRecord, unpackRecord } from './profile-record.ts';
import { beforeBatch, rebuilt } from './rebuild.core.ts';
import { onActiveLadders } from './shifts.core.ts';
import { waitsSinceOf } from './stale.ts';

/** Null where its stored bytes cannot be read. `readTo` is the last entry that the decision knows. */
export function openProfile(
  id: string,
  loaded: Loaded,
  options: DecideOptions,
  readTo: string,
): FoldedProfile | null {
  try {
    return opened(id, loaded, options, readTo);
  } catch {
    return null;
  }
}

function opened(id: string, loaded: Loaded, options: DecideOptions, readTo: string): FoldedProfile {
  const packed = loaded.profiles.get(id) ?? null;
  const cached = packed === null ? null : (options.cache?.take(id, packed) ?? null);
  const stored: ProfileRecord =
    packed === null ? { kind: 'state', state: emptyState() } : unpackRecord(packed, cached?.matchedEvents);
  const json = loaded.identities.get(id) ?? null;
  const identity: IdentityRecord = json === null ? noIdentity() : JSON.parse(json);
  // Also where the active programmes ask nothing of a person: those of its last evaluation may have.
  const person = personOf(identity);
  const history = loaded.histories.get(id);
  const hasNewIdentity =
    history?.identity !== undefined && joinIdentities(identity, history.identity) !== 'nothing';
  const record = rebuiltRecord(stored, history ?? null, identity, options);
  return {
    id,
    record,
    identity,
    before: packed === null ? null : beforeBatch(stored, record, person),
    evaluated: cached?.evaluated ?? [],
    waitsSince: history === null ? waitsSinceOf(stored, options, readTo) : null,
    heldSince: stored.kind === 'state' ? heldSinceOf(stored.state, options) : [],
    isBehind: loaded.isHistoryBehind ?? false,
    isDue: false,
    hasNewEvents: false,
    hasNewIdentity,
    knowsMore: false,
    hasJoined: false,
    hasShifted: false,
    taken: [],
    acceptedAtMs: 0,
  };
}

/** Returns the state of a stale profile as the active programmes derive it from its history, where that was read. */
function rebuiltRecord(
  record: ProfileRecord,
  history: Parameters<typeof rebuilt>[1] | null,
  identity: IdentityRecord,
  options: DecideOptions,
): ProfileRecord {
  if (record.kind !== 'state') return record;
  const state = onActiveLadders(record.state, options);
  if (history === null) return { kind: 'state', state };
  const wait = state.wait && { ...state.wait, outline: heldSinceOf(record.state, options) };
  return { kind: 'state', state: rebuilt({ ...state, wait }, history, personOf(identity), options) };
}

/** A copy of what is held since a stored state waits. What earlier programmes did not recognise, or held as one visit, is in the history. */
function heldSinceOf({ wait, laddersGeneration }: ProfileState, options: DecideOptions): Span[] {
  if (wait === null || laddersGeneration < options.signaturesGeneration) return [];
  return [...wait.outline];
}
