/** The state of a linked profile on its way to its heir, across generations of programmes. Pure. */
import { type IdentityRecord, type ProfileState, personOf } from '../scoring/scoring.ts';
import { onActiveLadders, withShifts } from './evaluate-profile.core.ts';
import type { DecideOptions, FoldedProfile } from './folded-profile.ts';

/** A state as it leaves: as this partition's programmes leave it, or waiting as it waits here. */
export function asItLeaves(
  state: ProfileState,
  { identity, waitsSinceMs: sinceMs }: FoldedProfile,
  options: DecideOptions,
): ProfileState {
  const { generation, nowMs: asOfMs } = options;
  if (sinceMs === null) {
    const shifted = withShifts(state, personOf(identity), options);
    return { ...shifted, asOfMs, generation, laddersGeneration: generation, wait: null };
  }
  const wait = { sinceMs, evaluatedAtMs: state.wait?.evaluatedAtMs ?? state.asOfMs, hasActed: true };
  return {
    ...state,
    asOfMs,
    generation: state.generation || generation,
    laddersGeneration: generation,
    wait,
  };
}

/** A state as it arrives; one that the active programmes have to rebuild first waits, until the history reaches `readToMs`. */
export function asItArrives(
  given: ProfileState,
  identity: IdentityRecord,
  options: DecideOptions,
  readToMs: number,
): ProfileState {
  const state = onActiveLadders(given, options);
  if (state.wait !== null) return state;
  if (!options.hasPast || state.generation >= options.signaturesGeneration)
    return withShifts(state, personOf(identity), options);
  return { ...state, wait: { sinceMs: readToMs, evaluatedAtMs: state.asOfMs, hasActed: true } };
}
