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
  const { hash, atMs, machine, via } = event;
  if (machine !== undefined) return { hash, atMs, matches, machine };
  return via === undefined || matches.length === 0
    ? { hash, atMs, matches }
    : { hash, atMs, matches, isPublic: true };
}
