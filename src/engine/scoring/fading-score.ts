/** The score as it fades, within what may stand, with gains as of one time and losses as of another. */
import { type Bounds, held as heldWithin } from './caps.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, valueAt } from './contribution.ts';
import { FadingSum } from './fading-sum.ts';
import type { Fit } from './fit.ts';
import { heldByRuleAndGroup } from './standing.ts';

/** The payments of one rule, or of all where it does not matter whose they are. */
class Payments {
  readonly gains = new KnownSum();
  readonly losses = new KnownSum();
}

/** A sum that remembers what it was: a search asks for the same times again and again. */
class KnownSum extends FadingSum {
  readonly #known = new Map<number, number>();

  override at(atMs: number): number {
    let sum = this.#known.get(atMs);
    if (sum === undefined) {
      sum = super.at(atMs);
      this.#known.set(atMs, sum);
    }
    return sum;
  }
}

/** Payments up to which a glance costs as much as the sum itself. */
const fewMax = 64;
/** Times that few payments are added up one by one: most are asked about once or twice, and sums are for searches. */
const looksMax = 3;

/** The score of an evaluation at later times, while nothing but the clock changes it. */
export class FadingScore {
  readonly #programme: CompiledProgramme;
  readonly #payments: readonly Contribution[];
  readonly #fit: Fit | null;
  /** By signature id of the rule; all under 0 where nothing bounds what may stand. Null until a search needs them. */
  #sums: Map<number, Payments> | null = null;
  readonly #isBounded: boolean;
  readonly #isFew: boolean;
  #looks = 0;

  constructor(programme: CompiledProgramme, payments: readonly Contribution[], fit: Fit | null) {
    this.#programme = programme;
    this.#payments = payments;
    this.#fit = fit;
    this.#isFew = payments.length <= fewMax;
    this.#isBounded = payments.length > 0 || (fit?.held.length ?? 0) > 0;
  }

  /** Whether it reaches a bound with gains as of one time and losses as of another, ms. */
  reaches(bound: number, gainsAtMs: number, lossesAtMs: number): boolean {
    if (!Number.isFinite(bound)) return bound < 0;
    if (!this.#isFew) {
      if (this.least(gainsAtMs, lossesAtMs) >= bound) return true;
      if (this.most(gainsAtMs, lossesAtMs) < bound) return false;
    } else if (!this.#programme.capsStanding && this.#looks < looksMax) {
      this.#looks++;
      return this.#whole(this.#oneByOne(gainsAtMs, lossesAtMs)) >= bound;
    }
    return this.#score(({ gains, losses }) => gains.at(gainsAtMs) + losses.at(lossesAtMs)) >= bound;
  }

  /** A number that it is not below, at once. What may stand moves with what does, so bounds of the parts bound the whole. */
  least(gainsAtMs: number, lossesAtMs: number): number {
    return this.#score(
      ({ gains, losses }) => gains.around(gainsAtMs).least + losses.around(lossesAtMs).least,
    );
  }

  /** A number that it is not above. */
  most(gainsAtMs: number, lossesAtMs: number): number {
    return this.#score(({ gains, losses }) => gains.around(gainsAtMs).most + losses.around(lossesAtMs).most);
  }

  #oneByOne(gainsAtMs: number, lossesAtMs: number): number {
    let sum = 0;
    for (const one of this.#payments) sum += valueAt(one, one.earned > 0 ? gainsAtMs : lossesAtMs);
    return sum;
  }

  #score(sumOf: (payments: Payments) => number): number {
    const programme = this.#programme;
    this.#sums ??= this.#summed();
    let behaviour = 0;
    if (programme.capsStanding) {
      const sums = new Map([...this.#sums].map(([rule, payments]) => [rule, sumOf(payments)]));
      behaviour = heldByRuleAndGroup(sums, programme, hold);
    } else for (const payments of this.#sums.values()) behaviour += sumOf(payments);
    return this.#whole(behaviour);
  }

  /** The score of what the behaviour is worth. */
  #whole(behaviour: number): number {
    const programme = this.#programme;
    const fit = this.#fit !== null && programme.fit?.counts ? this.#fit.thousandths : 0;
    const score = behaviour + fit;
    const held = this.#isBounded ? hold(null, score, programme.caps.standing) : score;
    return programme.rounding === null ? held : programme.rounding(held);
  }

  #summed(): Map<number, Payments> {
    const sums = new Map<number, Payments>();
    for (const one of inOrderOfEarning(this.#payments)) {
      const rule = this.#programme.capsStanding ? one.signatureId : 0;
      let payments = sums.get(rule);
      if (payments === undefined) {
        payments = new Payments();
        sums.set(rule, payments);
      }
      (one.earned > 0 ? payments.gains : payments.losses).add(one);
    }
    return sums;
  }
}

/** Mostly they are: then the same array. */
function inOrderOfEarning(payments: readonly Contribution[]): readonly Contribution[] {
  const isOrdered = payments.every(
    ({ earnedAtMs }, index) => index === 0 || (payments[index - 1] as Contribution).earnedAtMs <= earnedAtMs,
  );
  return isOrdered ? payments : payments.toSorted((a, b) => a.earnedAtMs - b.earnedAtMs);
}

function hold(_of: unknown, sum: number, bounds: Bounds | null): number {
  return bounds === null ? sum : heldWithin(sum, bounds);
}
