/** A profile's state built anew from its history, for programmes whose rules have changed since it was last looked at. Pure. */
import type { ScovilleEvent } from '../../contract/language/language.ts';
import type { InForce } from '../programmes/programmes.ts';
import { type EventFact, inOrder, joinFact, type ProfileState, recognise } from '../scoring/scoring.ts';

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
  const facts = new Map<number, EventFact>();
  let first = Number.POSITIVE_INFINITY;
  for (const event of events) {
    if (event.atMs < event.acceptedAtMs - latenessMs) continue;
    first = Math.min(first, event.atMs);
    const fact = recognise(programmes, event);
    const matches = fact.matches.filter(({ slot }) => facetSinceMs(slot) <= event.acceptedAtMs);
    joinFact(facts, { ...fact, matches });
  }
  for (const fact of state.facts) if (!facts.has(fact.hash)) facts.set(fact.hash, fact);
  return {
    ...state,
    facts: inOrder(facts.values()),
    settled: state.settled.filter(({ atMs }) => atMs < first),
    tallies: [],
  };
}
