/** The score as it fades, within what may stand, with gains as of one time and losses as of another. */
import { type Bounds, held } from './caps.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Contribution } from './contribution.ts';
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

/** The score of an evaluation at later times, while nothing but the clock changes it. */
export class FadingScore {
  readonly #programme: CompiledProgramme;
  readonly #fit: Fit | null;
  /** By signature id of the rule; all under 0 where nothing bounds what may stand. */
  readonly #payments = new Map<number, Payments>();
  readonly #isBounded: boolean;
  readonly #isFew: boolean;

  constructor(programme: CompiledProgramme, payments: readonly Contribution[], fit: Fit | null) {
    this.#programme = programme;
    this.#fit = fit;
    this.#isFew = payments.length <= fewMax;
    this.#isBounded = payments.length > 0 || (fit?.held.length ?? 0) > 0;
    for (const one of [...payments].sort((a, b) => a.earnedAtMs - b.earnedAtMs)) {
      const { gains, losses } = this.#of(programme.capsStanding ? one.signatureId : 0);
      (one.earned > 0 ? gains : losses).add(one);
    }
  }

  /** Whether it reaches a bound with gains as of one time and losses as of another, ms. */
  reaches(bound: number, gainsAtMs: number, lossesAtMs: number): boolean {
    if (!this.#isFew) {
      if (this.least(gainsAtMs, lossesAtMs) >= bound) return true;
      if (this.most(gainsAtMs, lossesAtMs) < bound) return false;
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

  #score(sumOf: (payments: Payments) => number): number {
    const programme = this.#programme;
    const hold = (_of: unknown, sum: number, bounds: Bounds | null) =>
      bounds === null ? sum : held(sum, bounds);
    let score = 0;
    if (programme.capsStanding) {
      const sums = new Map([...this.#payments].map(([rule, payments]) => [rule, sumOf(payments)]));
      score = heldByRuleAndGroup(sums, programme, hold);
    } else for (const payments of this.#payments.values()) score += sumOf(payments);
    if (this.#fit !== null && programme.fit?.counts) score += this.#fit.thousandths;
    return this.#isBounded ? hold(null, score, programme.caps.standing) : score;
  }

  #of(rule: number): Payments {
    let payments = this.#payments.get(rule);
    if (payments === undefined) {
      payments = new Payments();
      this.#payments.set(rule, payments);
    }
    return payments;
  }
}
