/** The state of a linked profile on its way to its heir, across generations of programmes. Pure. */
import {
  type IdentityRecord,
  knownUntilMs,
  type ProfileState,
  personOf,
  type Wait,
} from '../scoring/scoring.ts';
import type { DecideOptions, FoldedProfile } from './folded-profile.ts';
import { knownBefore, onActiveLadders, shiftedTierStates } from './shifts.core.ts';
import { isOutdated } from './stale.ts';

/** A state as it leaves, with its tier states shifted: as this partition's programmes leave it, or waiting as it waits here. */
export function asItLeaves(state: ProfileState, folded: FoldedProfile, options: DecideOptions): ProfileState {
  const { generation, nowMs: asOfMs } = options;
  const { waitsSince: since } = folded;
  if (since === null) return { ...state, asOfMs, generation, laddersGeneration: generation, wait: null };
  // The history has what the child took, by the time that the heir is rebuilt.
  const gone = state.wait?.gone;
  const known = { knownUntilMs: knownBefore(folded), ...(gone && { gone }) };
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

/** A state as it arrives; one that the active programmes have to rebuild first waits, until the history reaches `readTo`. */
export function asItArrives(
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
export function withoutOvertaken(
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
