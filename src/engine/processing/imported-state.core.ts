/** A profile whose history an import has changed: it waits to be rebuilt, and the import alone moves no tier. Pure. */
import type { ImportMark } from '../../contract/language/language.ts';
import type { ProfileState } from '../scoring/scoring.ts';
import { type FoldedProfile, stateOf } from './folded-profile.ts';
import { knownBefore } from './shifts.core.ts';

/** What an import says of a profile. */
export type Imported = Omit<ImportMark, 'profile'>;

/**
 * Returns the state as it waits, from the entry `readTo` of its partition on. What an import brought that was taken back may be
 * among its events, so it forgets them: the history has all that are its own.
 */
export function importedState(folded: FoldedProfile, mark: Imported, readTo: string): ProfileState {
  const state = stateOf(folded);
  const { wait } = state;
  const kept = mark.isUndone ? { ...state, matchedEvents: [], outline: [], refusedEvents: [] } : state;
  return {
    ...kept,
    wait: {
      ...{ since: readTo, outline: wait?.outline ?? [] },
      // What is taken back may let a tier fall at once: it is as if it had never been.
      ...((wait?.isImported || !mark.isUndone) && { isImported: true }),
      ...((wait?.hasForgotten || mark.isUndone) && { hasForgotten: true }),
      knownUntilMs: Math.max(knownBefore(folded), mark.acceptedAtMs),
      actedIn: mark.notifies ? 'all' : (wait?.actedIn ?? []),
      ...(wait?.gone && { gone: wait.gone }),
    },
  };
}
