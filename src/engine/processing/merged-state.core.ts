/** The state of a linked profile on its way to its heir, across generations of programmes. Pure. */
import type { IdentityLink } from '../../contract/language/language.ts';
import {
  type IdentityRecord,
  isFull,
  isUnionUncertain,
  knownUntilMs,
  type ProfileState,
  packState,
  personOf,
  type Taking,
  unionStates,
  type Wait,
  withNamedEpisodes,
  withoutOwnNames,
  withRoom,
} from '../scoring/scoring.ts';
import type { ProfileMerge } from './batch.ts';
import { type DecideOptions, type FoldedProfile, markedAs, stateOf } from './folded-profile.ts';
import {
  actedIn,
  knownBefore,
  onActiveLadders,
  shiftedTierStates,
  tierStatesToMerge,
} from './shifts.core.ts';
import { isOutdated } from './stale.ts';

/** What a linked profile sends to its heir: a state that leaves, and who it is. */
export function mergeOf(
  { parent, parentKey, acceptedAtMs, isImported, trace }: IdentityLink,
  state: ProfileState,
  folded: FoldedProfile,
  options: DecideOptions,
): ProfileMerge {
  const leaving = asItLeaves(state, folded, options);
  const acted = isImported && leaving.wait !== null ? actedIn(folded, options) : null;
  const wait = acted === null ? leaving.wait : { ...(leaving.wait as Wait), actedIn: acted };
  const packed = packState({ ...leaving, wait }).toString('base64');
  const merge = { to: parent, toKey: parentKey, state: packed, identity: folded.identity, acceptedAtMs };
  return { ...merge, ...(isImported && { isImported }), ...(trace !== undefined && { trace }) };
}

/** A state as it leaves, with its tier states shifted: as this partition's programmes leave it, or waiting as it waits here. */
function asItLeaves(state: ProfileState, folded: FoldedProfile, options: DecideOptions): ProfileState {
  const { generation, nowMs: asOfMs } = options;
  const { waitsSince: since } = folded;
  if (since === null) return { ...state, asOfMs, generation, laddersGeneration: generation, wait: null };
  // The history has what the child took, by the time that the heir is rebuilt.
  const known = { knownUntilMs: knownBefore(folded), ...markedAs(state.wait) };
  const wait: Wait = { since, ...known, actedIn: 'all', outline: [] };
  return {
    ...state,
    asOfMs,
    generation: state.generation || generation,
    laddersGeneration: generation,
    wait,
  };
}

function asBefore(state: ProfileState, identity: IdentityRecord) {
  return { state, recognised: state, person: personOf(identity) };
}

/** A profile that arrives at its heir: as it was sent, and how the heir takes it. */
interface Arrival {
  merge: ProfileMerge;
  taken: ProfileState;
  /** The last entry that the decision knows. */
  readTo: string;
  taking: Taking;
}

/** The heir with what another profile brings. It is uncertain where only the history shows which of it counts. */
export function unionOf(
  folded: FoldedProfile,
  { merge, taken, readTo, taking }: Arrival,
  options: DecideOptions,
): { state: ProfileState; isUncertain: boolean } {
  const { hasPast } = options;
  const tierStates = withNamedEpisodes(tierStatesToMerge(folded, options), folded.id);
  const heir = { ...stateOf(folded), tierStates };
  const given = asItArrives(taken, merge.identity, options, readTo);
  const arrived = withoutOvertaken(given, heir, merge.acceptedAtMs, options);
  const union = unionStates(heir, arrived);
  // Two that are full together are one that is over its limit: only its history shows which events count.
  const isOver = isFull(union) && hasPast;
  const joined = { ...union, tierStates: withoutOwnNames(union.tierStates, folded.id) };
  // The programmes changed on its way; or what was sealed on one side would count together with what the other has. A
  // profile that waits already waits for this too: the rebuild takes what is sealed from the history.
  const waits = folded.waitsSince !== null || arrived.wait !== null;
  return {
    state: isOver ? joined : withRoom(joined, taking),
    isUncertain: hasPast && (waits || isOver || isUnionUncertain(heir, taken)),
  };
}

/** A state as it arrives; one that the active programmes have to rebuild first waits, until the history reaches `readTo`. */
function asItArrives(
  given: ProfileState,
  identity: IdentityRecord,
  options: DecideOptions,
  readTo: string,
): ProfileState {
  const state = onActiveLadders(given, options);
  if (state.wait !== null) return state;
  if (!options.hasPast || !isOutdated(state, options))
    return { ...state, tierStates: shiftedTierStates(state.tierStates, asBefore(state, identity), options) };
  const wait: Wait = { since: readTo, knownUntilMs: knownUntilMs(state), actedIn: 'all', outline: [] };
  return { ...state, wait };
}

/**
 * The state without tier states that the heir has overtaken, where the link is from before a loss of data in Redis. The heir
 * stands as sales applied it last. Where it has moved since the link was accepted, it had taken this state already. What was
 * notified of it has gone on since, and must not begin again.
 */
function withoutOvertaken(
  state: ProfileState,
  heir: ProfileState,
  linkedAtMs: number,
  { openedMs = 0 }: DecideOptions,
): ProfileState {
  if (linkedAtMs >= openedMs) return state;
  const hasMoved = (programme: number) =>
    heir.tierStates.some((one) => one.programme === programme && one.sinceMs >= linkedAtMs);
  return { ...state, tierStates: state.tierStates.filter(({ programme }) => !hasMoved(programme)) };
}
