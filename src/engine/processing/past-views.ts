/** Reading the past of profiles for views: nobody waits long for it, and a store that does not answer gets few questions. */
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';
import type { PastEvents } from './rebuild.core.ts';
import type { FamilyPast } from './stale.ts';

export class PastViews {
  readonly #past: FamilyPast;
  #underWay = 0;

  constructor(past: FamilyPast) {
    this.#past = past;
  }

  /** The past of a family of profiles; null where it cannot be read at once. */
  async of(profiles: readonly string[]): Promise<PastEvents | null> {
    if (this.#underWay >= limits.pastViewsMax) return null;
    this.#underWay++;
    const reading = this.#past
      .historyOf(profiles)
      .catch(() => null)
      .finally(() => {
        this.#underWay--;
      });
    const late = new AbortController();
    const tooLong = pause(limits.pastViewMsMax, null, { signal: late.signal }).catch(() => null);
    return Promise.race([reading, tooLong]).finally(() => late.abort());
  }
}
