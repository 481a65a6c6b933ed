/**
 * How a decision takes an event into a profile.
 *
 * Only a full profile asks who it is, and working that out costs as much as matching the event. So it is worked out when asked.
 */
import { type Person, personOf, type Taking } from '../scoring/scoring.ts';
import type { DecideOptions, FoldedProfile } from './folded-profile.ts';

export class FoldTaking implements Taking {
  readonly programmes: Taking['programmes'];
  readonly horizonMs: number;
  readonly nowMs: number;
  readonly historyFromMs: number;
  readonly #folded: FoldedProfile;

  /** `sealNowMs` is the time that sealing may count from. */
  constructor(folded: FoldedProfile, options: DecideOptions, sealNowMs: number) {
    this.#folded = folded;
    this.programmes = options.programmes;
    this.horizonMs = sealNowMs - options.latenessMs;
    this.nowMs = options.nowMs;
    this.historyFromMs = options.historyFromMs;
  }

  get person(): Person {
    return personOf(this.#folded.identity);
  }
}
