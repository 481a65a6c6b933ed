/** Opens a profile for a fold: unpacked, rebuilt where its history was read, and as it was before. Pure. */

import { limits } from '../../base/kernel/kernel.ts';
import { cut } from '../../base/text/text.ts';
import {
  companySaidMs,
  emptyState,
  type IdentityRecord,
  joinIdentities,
  noIdentity,
  type Person,
  type ProfileState,
  personOf,
  type Span,
} from '../scoring/scoring.ts';
import type { FailureCause } from '../stream/stream.ts';
import type { DecideOptions, FoldedProfile, Loaded } from './folded-profile.ts';
import { identityIn } from './identity-in.core.ts';
import { identityFrom, type ProfileRecord, unpackRecord, withoutEra } from './profile-record.ts';
import { beforeBatch, type PastEvents, rebuilt } from './rebuild.core.ts';
import { onActiveLadders, programmesAt } from './shifts.core.ts';
import { waitsSinceOf } from './stale.ts';

/** The cause where it cannot be opened. `readTo` is the last entry that the decision knows. */
export function openProfile(
  id: string,
  loaded: Loaded,
  options: DecideOptions,
  readTo: string,
): FoldedProfile | FailureCause {
  let unpacked: Unpacked;
  try {
    unpacked = unpack(id, loaded, options);
  } catch (error) {
    return causeOf('unreadable', 'its stored bytes cannot be read', error);
  }
  try {
    return opened(id, unpacked, loaded, options, readTo);
  } catch (error) {
    return causeOf('failed', 'rebuilding it fails', error);
  }
}

/** A profile of which nothing is stored. */
export function emptyProfile(id: string, options: DecideOptions, readTo: string): FoldedProfile {
  options.cache?.drop(id);
  const nothing = { profiles: new Map(), identities: new Map(), histories: new Map() };
  const stored: ProfileRecord = { kind: 'state', state: emptyState() };
  return opened(id, { stored, atHand: null, identity: noIdentity() }, nothing, options, readTo);
}

/** `what` fails, in words, with the error it was given. */
export function causeOf(reason: FailureCause['reason'], what: string, error: unknown): FailureCause {
  const detail = `${what}: ${error instanceof Error ? error.message : String(error)}`;
  return { reason, detail: cut(detail, limits.deadLetterDetailLengthMax) };
}

/** What is stored of a profile. */
interface Unpacked {
  stored: ProfileRecord;
  atHand: FoldedProfile['atHand'];
  identity: IdentityRecord;
}

function unpack(id: string, loaded: Loaded, options: DecideOptions): Unpacked {
  const packed = loaded.profiles.get(id) ?? null;
  // What is gone from the store goes here too.
  if (packed === null) options.cache?.drop(id);
  const cached = packed === null ? null : (options.cache?.take(id, packed) ?? null);
  const stored: ProfileRecord =
    packed === null ? { kind: 'state', state: emptyState() } : unpackRecord(packed, cached ?? undefined);
  const identity = identityFrom(loaded.identities.get(id) ?? null);
  const atHand = packed === null || cached === null ? null : { packed: withoutEra(packed), cached };
  return { stored, atHand, identity };
}

function opened(
  id: string,
  { stored, atHand, identity }: Unpacked,
  loaded: Loaded,
  options: DecideOptions,
  readTo: string,
): FoldedProfile {
  const history = loaded.histories.get(id);
  const isImported = stored.kind === 'state' && stored.state.wait?.isImported === true;
  const personBeforeImport = isImported ? personOf(identity) : null;
  // Where Redis had lost who it is, that is nothing new.
  const hasNewIdentity =
    history?.identity !== undefined && joinIdentities(identity, history.identity) !== 'nothing';
  // Also where the active programmes ask nothing of a person: those of its last evaluation may have.
  const person = personOf(identityBefore(stored, history) ?? identity);
  const record = rebuiltRecord(stored, history ?? null, identity, options);
  const asMet = asLastMet(stored, history ?? null, person, options);
  const isNew = (loaded.profiles.get(id) ?? null) === null;
  return {
    id,
    record,
    identity,
    before: isNew ? null : beforeBatch(stored, record, asMet, { person, personBeforeImport }),
    evaluated: atHand?.cached.evaluated ?? [],
    atHand,
    waitsSince: history === null ? waitsSinceOf(stored, options, readTo) : null,
    heldSince: stored.kind === 'state' ? heldSinceOf(stored.state, options) : [],
    isBehind: loaded.isHistoryBehind ?? false,
    isDue: false,
    hasNewEvents: false,
    hasNewIdentity,
    knowsMore: false,
    companySaidMs: companySaidMs(identity.traits),
    hasJoined: false,
    hasShifted: false,
    taken: [],
    acceptedAtMs: 0,
  };
}

/** Who an archived profile was when it left, by its history; null where the identity that is stored says it. */
function identityBefore(
  stored: ProfileRecord,
  history: PastEvents | null | undefined,
): IdentityRecord | null {
  const wait = stored.kind === 'state' ? stored.state.wait : null;
  if (wait?.gone !== 'archived' || !history) return null;
  return identityIn(history.events.filter(({ atMs }) => atMs <= wait.knownUntilMs));
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

/** The state of a profile that Redis had lost, as the programmes that it met last derive it; null where those are the active ones. */
function asLastMet(
  record: ProfileRecord,
  history: PastEvents | null,
  person: Person,
  options: DecideOptions,
): ProfileState | null {
  if (record.kind !== 'state' || history === null) return null;
  const { wait } = record.state;
  if (wait?.gone !== 'lost' && !wait?.hasForgotten) return null;
  const programmes = programmesAt(record.state.generation, options);
  return programmes === null ? null : rebuilt(record.state, history, person, { ...options, programmes });
}

/** A copy of what is held since a stored state waits. What earlier programmes did not recognise, or held as one visit, is in the history. */
function heldSinceOf({ wait, laddersGeneration }: ProfileState, options: DecideOptions): Span[] {
  if (wait === null || laddersGeneration < options.signaturesGeneration) return [];
  return [...wait.outline];
}
