/**
 * What payments are worth over a stretch of time: two numbers, with every moment of it between them.
 *
 * Gains only sink and losses only rise, so the ends of a stretch bound each apart. What halves keeps its proportions: the sum of gains and
 * losses only moves towards zero, and its own ends bound it. Where thousands of gains and losses balance, only that is close.
 */
import { type Bounds, held } from './caps.ts';
import type { Fade } from './fade.ts';

/** A sum as of both ends of a stretch. */
export interface Ends {
  from: Bounds;
  to: Bounds;
}

/** Gains and losses that fade in one way, as of both ends. */
export interface WayOver {
  fade: Fade;
  gains: Ends;
  losses: Ends;
}

const nothing: Bounds = { least: 0, most: 0 };

/** A sum over a stretch: what is free to move, and what a bound may hold. */
export class SumOver {
  readonly #free: WayOver[] = [];
  #heldParts = nothing;
  /** Everything was earned before the stretch: else nothing keeps its proportions. */
  readonly #isEarned: boolean;

  constructor(isEarned: boolean) {
    this.#isEarned = isEarned;
  }

  addWay(way: WayOver): void {
    this.#free.push(way);
  }

  /** With a part within its bounds, if any. A part that these hold at no moment stays free to move with the others. */
  with(part: SumOver, bounds: Bounds | null): this {
    const around = part.around();
    if (bounds === null || (around.least >= bounds.least && around.most <= bounds.most)) {
      this.#free.push(...part.#free);
      this.#heldParts = plus(this.#heldParts, part.#heldParts);
    } else {
      const within = { least: held(around.least, bounds), most: held(around.most, bounds) };
      this.#heldParts = plus(this.#heldParts, within);
    }
    return this;
  }

  /** Two numbers with the sum at every moment between them. */
  around(): Bounds {
    const byHalfLife = new Map<number, WayOver>();
    let sum = this.#heldParts;
    for (const way of this.#free) {
      const { halfLifeMs } = way.fade;
      if (halfLifeMs === null || !this.#isEarned) sum = plus(sum, apart(way));
      else {
        const known = byHalfLife.get(halfLifeMs);
        byHalfLife.set(halfLifeMs, known === undefined ? way : together(known, way));
      }
    }
    for (const way of byHalfLife.values()) sum = plus(sum, inProportion(way));
    return sum;
  }
}

function apart({ gains, losses }: WayOver): Bounds {
  return { least: gains.to.least + losses.from.least, most: gains.from.most + losses.to.most };
}

/** Without rounding it moves from one end to the other. Rounding takes or gives as much as at the beginning, where most still stand. */
function inProportion({ gains, losses }: WayOver): Bounds {
  const from = plus(gains.from, losses.from);
  const to = plus(gains.to, losses.to);
  const more = Math.max(0, (from.most - from.least - (to.most - to.least)) / 2);
  return { least: Math.min(from.least, to.least - more), most: Math.max(from.most, to.most + more) };
}

function together(one: WayOver, other: WayOver): WayOver {
  return {
    fade: one.fade,
    gains: { from: plus(one.gains.from, other.gains.from), to: plus(one.gains.to, other.gains.to) },
    losses: { from: plus(one.losses.from, other.losses.from), to: plus(one.losses.to, other.losses.to) },
  };
}

function plus(one: Bounds, other: Bounds): Bounds {
  return { least: one.least + other.least, most: one.most + other.most };
}
