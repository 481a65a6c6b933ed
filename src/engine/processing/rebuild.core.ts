/** Rebuilds a profile's state from its history, after the rules have changed. Pure. */
import type { ScovilleEvent } from '../../contract/language/language.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import {
  inOrder,
  joinMatchedEvent,
  type MatchedEvent,
  type ProfileState,
  recognise,
} from '../scoring/scoring.ts';

/**
 * Returns the state as if the programmes had always been active. `events` are all that the history has of the profile and
 * of its linked profiles, in the order of acceptance. Events missing in the history stay as they were recognised, and
 * so do awards frozen before the history begins.
 */
export function rebuilt(
  state: ProfileState,
  events: readonly ScovilleEvent[],
  { programmes, latenessMs, signatureSinceMs }: ActiveProgrammes & { latenessMs: number },
): ProfileState {
  const matchedEvents = new Map<number, MatchedEvent>();
  let first = Number.POSITIVE_INFINITY;
  for (const event of events) {
    if (event.atMs < event.acceptedAtMs - latenessMs) continue;
    first = Math.min(first, event.atMs);
    const matched = recognise(programmes, event);
    const matches = matched.matches.filter(
      ({ signatureId }) => signatureSinceMs(signatureId) <= event.acceptedAtMs,
    );
    joinMatchedEvent(matchedEvents, { ...matched, matches });
  }
  for (const matched of state.matchedEvents)
    if (!matchedEvents.has(matched.hash)) matchedEvents.set(matched.hash, matched);
  return {
    ...state,
    matchedEvents: inOrder(matchedEvents.values()),
    frozenAwards: state.frozenAwards.filter(({ atMs }) => atMs < first),
    tallies: [],
  };
}
