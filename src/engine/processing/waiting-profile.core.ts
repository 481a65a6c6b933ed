/** A profile that waits to be rebuilt, as it is shown meanwhile: as its history has it, not as what it was put together from. Pure. */
import { firstId, profileIdOf } from '../../base/kernel/kernel.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import {
  emptyState,
  type IdentityRecord,
  joinIdentities,
  type ProfileState,
  personOf,
} from '../scoring/scoring.ts';
import { identityIn } from './identity-in.core.ts';
import { type PastEvents, rebuilt } from './rebuild.core.ts';
import { onActiveLadders } from './shifts.core.ts';

/** The profiles whose histories are its own: the links that made them so may not be in the history yet. */
export function familyOf(id: string, { keys }: IdentityRecord): string[] {
  return [...new Set([id, ...keys.map(profileIdOf)])];
}

/** An archived profile, as one that waits for its history. */
export function archivedState(): ProfileState {
  return { ...emptyState(), wait: { since: firstId, knownUntilMs: 0, actedIn: 'all', outline: [] } };
}

/** Adds who it is by its history: of an archived profile nothing else says it. */
export function withItsHistory<Found extends { state: ProfileState; identity: IdentityRecord }>(
  found: Found,
  past: PastEvents,
  options: ActiveProgrammes & { latenessMs: number },
): Found {
  const identity = identityIn(past.events);
  joinIdentities(identity, found.identity);
  return { ...found, identity, state: asItsHistory(found.state, identity, past, options) };
}

/** What it will be once it is rebuilt; `past` is that of its family. */
function asItsHistory(
  state: ProfileState,
  identity: IdentityRecord,
  past: PastEvents,
  options: ActiveProgrammes & { latenessMs: number },
): ProfileState {
  const rebuilding = { ...options, historyFromMs: 0 };
  const again = rebuilt(onActiveLadders(state, options), past, personOf(identity), rebuilding);
  return { ...again, generation: options.generation };
}
