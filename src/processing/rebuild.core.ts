/** A profile's state built anew from its history, for programmes whose rules have changed since it was last looked at. Pure. */
import type { ScovilleEvent } from '../contract/contract.ts';
import { addFact, type EventFact, emptyState, type ProfileState, recognise } from '../scoring/scoring.ts';
import type { InForce } from './working.ts';

/**
 * The state as if the programmes had been in force all along. `events` are all the history has of the profile and of
 * what was linked to it, in the order of acceptance. Facts the history does not have (yet) stay as they were recognised,
 * and so does what was settled before the history begins.
 */
export function rebuilt(
  state: ProfileState,
  events: readonly ScovilleEvent[],
  { programmes, latenessMs, facetSinceMs }: InForce & { latenessMs: number },
): ProfileState {
  const first = events.reduce((least, { atMs }) => Math.min(least, atMs), Number.POSITIVE_INFINITY);
  const fresh = emptyState();
  for (const event of events) {
    if (event.atMs < event.acceptedAtMs - latenessMs) continue;
    const fact = recognise(programmes, event);
    const matches = fact.matches.filter(({ slot }) => facetSinceMs(slot) <= event.acceptedAtMs);
    addFact(fresh, { ...fact, matches });
  }
  const known = new Set(fresh.facts.map(({ hash }) => hash));
  const missing = state.facts.filter(({ hash }: EventFact) => !known.has(hash));
  for (const fact of missing) addFact(fresh, fact);
  return {
    ...state,
    facts: fresh.facts,
    settled: state.settled.filter(({ atMs }) => atMs < first),
    tallies: [],
  };
}
