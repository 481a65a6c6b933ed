/** The first step of scoring: which facets of which rules recognise an event. */
import type { ScovilleEvent } from '../../contract/language/language.ts';
import type { CompiledProgrammes } from './compile.ts';
import type { EventMatch, MatchedEvent } from './profile-state.ts';

/** The fact an event leaves in its profile. An event that no rule recognises still holds its visit open. */
export function recognise(programmes: CompiledProgrammes, event: ScovilleEvent): MatchedEvent {
  const matches: EventMatch[] = [];
  for (const signature of programmes.candidates(event)) {
    if (signature.recognises(event))
      matches.push({
        signatureId: signature.signatureId,
        key: signature.keyOf(event),
        number: signature.numberFor(event),
      });
  }
  // One order whatever the index, so that equal events leave equal facts.
  if (matches.length > 1) matches.sort((a, b) => a.signatureId - b.signatureId);
  return { hash: event.hash, atMs: event.atMs, matches };
}
