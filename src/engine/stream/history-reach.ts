/**
 * How far the history reaches, as somebody needs to know who rebuilds a profile from it: its events lie in several partitions.
 *
 * Ids of one partition say nothing about those of another. After a failover from a Redis whose clock was ahead, the ids of a
 * partition stay ahead until the clock has caught up. So the last ids of all partitions are noted at one moment, and the history
 * has reached that moment when it has each of them. An entry of a partition that was there by then was derived from nothing
 * later.
 */
import { isAfter, limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import type { Eras } from './eras.ts';
import type { Layout } from './layout.ts';

/** Last ids of all partitions: `own` were noted before `all`. */
interface Moment {
  own: readonly string[];
  all: readonly string[];
}

export class HistoryReach {
  readonly #redis: RedisClient;
  readonly #eras: Eras;
  readonly #layout: Layout;
  /** The stamp under which the others were noted: ids of another Redis do not count. */
  #stamp = '';
  #reached: readonly string[] | null = null;
  /** Moments that the history may not have reached, the oldest first. */
  #moments: Moment[] = [];
  #notedAtMs = Number.NEGATIVE_INFINITY;
  #noting: Promise<void> | null = null;
  #looking: Promise<void> | null = null;

  constructor(redis: RedisClient, eras: Eras, layout: Layout) {
    this.#redis = redis;
    this.#eras = eras;
    this.#layout = layout;
  }

  /**
   * An entry of a partition: the history has all that was appended before it in any partition, and what that was derived from. At
   * least the wanted one where that is so; null where nothing is known.
   */
  async of(partition: number, wanted: string): Promise<string | null> {
    this.#forgetOthers();
    const known = this.#reached?.[partition];
    if (known !== undefined && !isAfter(wanted, known)) return known;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    await this.#looking;
    return this.#reached?.[partition] ?? null;
  }

  /** Notes the moment: a profile has begun to wait, and is asked about soon. */
  note(): Promise<void> {
    this.#noting ??= this.#noteMoment().finally(() => {
      this.#noting = null;
    });
    return this.#noting;
  }

  async #look(): Promise<void> {
    await this.note();
    const { stamp } = this.#eras;
    for (let [moment] = this.#moments; moment !== undefined; [moment] = this.#moments) {
      const hasAll = await this.#eras.historyHas(moment.all);
      this.#forgetOthers();
      if (!hasAll || stamp !== this.#stamp) return;
      this.#reached = moment.own;
      this.#moments.shift();
    }
  }

  async #noteMoment(): Promise<void> {
    this.#forgetOthers();
    const { stamp } = this.#eras;
    if (this.#moments.length >= limits.historyMomentsMax) return;
    if (performance.now() - this.#notedAtMs < limits.historyMomentEveryMs) return;
    const moment = { own: await this.#lastIds(), all: await this.#lastIds() };
    this.#forgetOthers();
    if (stamp !== this.#stamp) return;
    this.#moments.push(moment);
    this.#notedAtMs = performance.now();
  }

  #forgetOthers(): void {
    const { stamp, openedAt } = this.#eras;
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#reached = null;
    // The first that is wanted is that of the opening, by profiles to be restored.
    this.#moments = openedAt.length === 0 ? [] : [{ own: openedAt, all: openedAt }];
  }

  #lastIds(): Promise<string[]> {
    return Promise.all(
      Array.from({ length: this.#layout.partitions }, (_, partition) =>
        this.#redis.scovilleLastId(1, this.#layout.keys(partition).events),
      ),
    );
  }
}
