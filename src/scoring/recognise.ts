/** The first step of scoring: which facets of which rules recognise an event. */
import type { ScovilleEvent } from '../contract/contract.ts';
import type { CompiledProgrammes } from './compile.ts';
import type { EventFact, FactMatch } from './profile-state.ts';

/** The fact an event leaves in its profile. An event that no rule recognises still holds its visit open. */
export function recognise(programmes: CompiledProgrammes, event: ScovilleEvent): EventFact {
  const matches: FactMatch[] = [];
  for (const rule of programmes.candidates(event)) {
    if (rule.recognises(event)) matches.push({ slot: rule.slot, key: rule.keyOf(event) });
  }
  return { hash: event.hash, atMs: event.atMs, matches };
}
