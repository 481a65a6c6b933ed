/** A profile that waits to be rebuilt, as it is shown meanwhile: as its history has it, not as what it was put together from. Pure. */
import { profileIdOf } from '../../base/kernel/kernel.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import { type IdentityRecord, type ProfileState, personOf } from '../scoring/scoring.ts';
import { type PastEvents, rebuilt } from './rebuild.core.ts';
import { onActiveLadders } from './shifts.core.ts';

/** The profiles whose histories are its own: the links that made them so may not be in the history yet. */
export function familyOf(id: string, { keys }: IdentityRecord): string[] {
  return [...new Set([id, ...keys.map(profileIdOf)])];
}

/** What it will be once it is rebuilt; `past` is that of its family. */
export function asItsHistory(
  state: ProfileState,
  identity: IdentityRecord,
  past: PastEvents,
  options: ActiveProgrammes & { latenessMs: number },
): ProfileState {
  const rebuilding = { ...options, historyFromMs: 0 };
  const again = rebuilt(onActiveLadders(state, options), past, personOf(identity), rebuilding);
  return { ...again, generation: options.generation };
}
