/** The first step of scoring: which facets of which rules recognise an event. */
import type { ScovilleEvent } from '../../contract/language/language.ts';
import type { CompiledProgrammes } from './compile.ts';
import type { EventFact, FactMatch } from './profile-state.ts';

/** The fact an event leaves in its profile. An event that no rule recognises still holds its visit open. */
export function recognise(programmes: CompiledProgrammes, event: ScovilleEvent): EventFact {
  const matches: FactMatch[] = [];
  for (const facet of programmes.candidates(event)) {
    if (facet.recognises(event))
      matches.push({ slot: facet.slot, key: facet.keyOf(event), number: facet.numberFor(event) });
  }
  // One order whatever the index, so that equal events leave equal facts.
  if (matches.length > 1) matches.sort((a, b) => a.slot - b.slot);
  return { hash: event.hash, atMs: event.atMs, matches };
}
