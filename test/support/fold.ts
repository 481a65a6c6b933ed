/** Adds an event to a state as live scoring does, with no limit near. */
import type { ScovilleEvent } from '../../src/contract/language/language.ts';
import {
  type CompiledProgrammes,
  nobody,
  type ProfileState,
  recognise,
  takeEvent,
} from '../../src/engine/scoring/scoring.ts';

export function foldInto(state: ProfileState, programmes: CompiledProgrammes, event: ScovilleEvent): void {
  const never = Number.NEGATIVE_INFINITY;
  const taking = { programmes, person: nobody, horizonMs: never, nowMs: event.atMs, historyFromMs: 0 };
  takeEvent(state, recognise(programmes, event), taking);
}
