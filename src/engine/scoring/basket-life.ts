/** What a basket holds from its first product until it is emptied, ended or forgotten, and which events that depends on. */
import { limits } from '../../base/kernel/kernel.ts';
import type { BasketChange } from './basket-change.ts';
import { BasketContent } from './basket-content.ts';

/** Events that count together: what the basket holds after one of them may need all before. */
interface Life {
  content: BasketContent;
  /** Time of the last of them, ms. */
  untilMs: number;
  changedAtMs: number;
  isOver: boolean;
  /** When something ended it, ms; minus infinity while nothing has. */
  endedAtMs: number;
}

const never = Number.NEGATIVE_INFINITY;

/** The basket of one key. */
export interface BasketOfKey {
  life: Life | null;
}

/** The baskets of one rule. */
export class BasketLives {
  /** By the hash of an event. */
  readonly #lives = new Map<number, Life>();

  /** The content that a change at a time meets: a new one where the last was emptied before, ended or forgotten. */
  contentAt(basket: BasketOfKey, atMs: number): BasketContent {
    const { life } = basket;
    const goesOn =
      life !== null &&
      !life.isOver &&
      atMs - life.changedAtMs <= limits.basketMemoryMs &&
      (life.untilMs === atMs || !life.content.isEmpty);
    if (goesOn) return life.content;
    const begun = {
      content: new BasketContent(),
      untilMs: atMs,
      changedAtMs: atMs,
      isOver: false,
      endedAtMs: never,
    };
    basket.life = begun;
    return begun.content;
  }

  /** Applies a change and returns whether it is one. `isVisits` is that of a visit, which is sealed whole. */
  apply(
    basket: BasketOfKey,
    change: BasketChange,
    { atMs, hash }: { atMs: number; hash: number },
    isVisits: boolean,
  ): boolean {
    const content = this.contentAt(basket, atMs);
    const life = basket.life as Life;
    const isChanged = content.apply(change, atMs);
    life.untilMs = atMs;
    if (isChanged && change.how === 'restated') {
      life.isOver = true;
      basket.life = { content, untilMs: atMs, changedAtMs: atMs, isOver: false, endedAtMs: never };
    } else if (isChanged) life.changedAtMs = atMs;
    if (!isVisits) this.#lives.set(hash, basket.life as Life);
    return isChanged;
  }

  /** What ends a basket takes everything out. */
  end(basket: BasketOfKey, atMs: number): void {
    if (basket.life !== null) Object.assign(basket.life, { isOver: true, endedAtMs: atMs });
    basket.life = null;
  }

  /** Until when an event counts together with others, ms; infinite where later ones may. Undefined where it changed no basket. */
  reachesUntilMs(hash: number, horizonMs: number): number | undefined {
    const life = this.#lives.get(hash);
    if (life === undefined) return undefined;
    // What comes late may lie before the end of it, or before the event that emptied it.
    if (Math.max(life.endedAtMs, life.untilMs) >= horizonMs) return Number.POSITIVE_INFINITY;
    const isOpen =
      !life.isOver && !life.content.isEmpty && life.changedAtMs + limits.basketMemoryMs >= horizonMs;
    return isOpen ? Number.POSITIVE_INFINITY : life.untilMs;
  }
}
