/** Reading the past of profiles for views: nobody waits long for it, and a store that does not answer gets few questions. */
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';

export class PastViews {
  #underWay = 0;

  /** What a reading returns; null where it fails, or cannot be done at once. */
  async read<Answer>(reading: () => Promise<Answer>): Promise<Answer | null> {
    if (this.#underWay >= limits.pastViewsMax) return null;
    this.#underWay++;
    const answer = reading()
      .catch(() => null)
      .finally(() => {
        this.#underWay--;
      });
    const late = new AbortController();
    const tooLong = pause(limits.pastViewMsMax, null, { signal: late.signal }).catch(() => null);
    return Promise.race([answer, tooLong]).finally(() => late.abort());
  }
}
