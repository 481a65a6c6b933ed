/** The first step of scoring: which signatures of which rules recognise an event. */
import type { ScovilleEvent } from '../../contract/language/language.ts';
import type { CompiledProgrammes } from './compile.ts';
import type { EventMatch, MatchedEvent } from './profile-state.ts';

/** Returns the matched event that an event leaves in its profile. Without any match it still holds its visit open. */
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
  // One order for every index, so that equal events leave equal records.
  matches.sort((a, b) => a.signatureId - b.signatureId);
  const { hash, atMs, machine } = event;
  return machine === undefined ? { hash, atMs, matches } : { hash, atMs, matches, machine };
}
