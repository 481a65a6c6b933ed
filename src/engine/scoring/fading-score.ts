/** The score as it fades within what may stand: gains as of one time and losses as of another, or over a stretch. */
import { type Bounds, held as heldWithin } from './caps.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, valueAt } from './contribution.ts';
import { type Fade, noFade } from './fade.ts';
import type { SumOfOneFade } from './fade-sums.ts';
import { type Ends, SumOver } from './fading-stretch.ts';
import type { Fit } from './fit.ts';
import { heldByRuleAndGroup } from './standing.ts';

/** Of a payment, what a fading score looks at. */
type Payment = Pick<Contribution, 'signatureId' | 'earned' | 'earnedAtMs' | 'fade'>;

/** The payments of one rule, or of all where it does not matter whose they are: gains and losses, by how they fade. */
class Payments {
  readonly #ways: Way[] = [];
  /** That of the last payment: mostly the next one fades alike. */
  #last: Way | null = null;

  add({ earned, earnedAtMs, fade }: Payment): void {
    const way = this.#last?.fade === fade ? this.#last : this.#wayOf(fade);
    (earned > 0 ? way.gains : way.losses).add(earned, earnedAtMs);
  }

  #wayOf(fade: Fade): Way {
    let way = this.#ways.find((one) => one.fade === fade);
    if (way === undefined) {
      way = { fade, gains: new KnownSum(fade), losses: new KnownSum(fade) };
      this.#ways.push(way);
    }
    this.#last = way;
    return way;
  }

  at(gainsAtMs: number, lossesAtMs: number): number {
    let sum = 0;
    for (const { gains, losses } of this.#ways) sum += gains.at(gainsAtMs) + losses.at(lossesAtMs);
    return sum;
  }

  around(gainsAtMs: number, lossesAtMs: number): Bounds {
    let least = 0;
    let most = 0;
    for (const { gains, losses } of this.#ways) {
      const [ofGains, ofLosses] = [gains.around(gainsAtMs), losses.around(lossesAtMs)];
      least += ofGains.least + ofLosses.least;
      most += ofGains.most + ofLosses.most;
    }
    return { least, most };
  }

  over(fromMs: number, toMs: number, isEarned: boolean): SumOver {
    const sum = new SumOver(isEarned);
    for (const { fade, gains, losses } of this.#ways)
      sum.addWay({ fade, gains: endsOf(gains, fromMs, toMs), losses: endsOf(losses, fromMs, toMs) });
    return sum;
  }
}

/** What fades in one way. */
interface Way {
  fade: Fade;
  gains: KnownSum;
  losses: KnownSum;
}

function endsOf(sum: KnownSum, fromMs: number, toMs: number): Ends {
  return { from: sum.around(fromMs), to: sum.around(toMs) };
}

/** A sum that remembers what it was: a search asks for the same times again and again. */
class KnownSum implements SumOfOneFade {
  readonly #sum: SumOfOneFade;
  readonly #known = new Map<number, number>();
  readonly #knownAround = new Map<number, Bounds>();

  constructor(fade: Fade) {
    this.#sum = fade.newSum();
  }

  add(earned: number, earnedAtMs: number): void {
    this.#sum.add(earned, earnedAtMs);
  }

  at(atMs: number): number {
    let sum = this.#known.get(atMs);
    if (sum === undefined) {
      sum = this.#sum.at(atMs);
      this.#known.set(atMs, sum);
    }
    return sum;
  }

  around(atMs: number): Bounds {
    let around = this.#knownAround.get(atMs);
    if (around === undefined) {
      around = this.#sum.around(atMs);
      this.#knownAround.set(atMs, around);
    }
    return around;
  }
}

/** Payments up to which a glance costs as much as the sum itself. */
const fewMax = 64;
/** Times that few payments are added up one by one: most are asked about once or twice, and sums are for searches. */
const looksMax = 3;

/** The score of an evaluation at later times, while nothing but the clock changes it. */
export class FadingScore {
  readonly #programme: CompiledProgramme;
  readonly #payments: readonly Payment[];
  readonly #fit: Fit | null;
  /** By signature id of the rule; all under 0 where nothing bounds what may stand. Null until a search needs them. */
  #sums: Map<number, Payments> | null = null;
  /** When the last of them was earned, ms: a client's clock may be ahead. */
  #lastEarnedMs = Number.NEGATIVE_INFINITY;
  readonly #isBounded: boolean;
  readonly #isFew: boolean;
  #looks = 0;
  #added = 0;

  constructor(programme: CompiledProgramme, payments: readonly Payment[], fit: Fit | null) {
    this.#programme = programme;
    this.#payments = payments;
    this.#fit = fit;
    this.#isFew = payments.length <= fewMax;
    this.#isBounded = payments.length > 0 || (fit?.held.length ?? 0) > 0;
  }

  /** How often the payments were added up, since a glance did not say which side of a bound they are on. */
  get sums(): number {
    return this.#added;
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
    this.#added++;
    return this.#score((payments) => payments.at(gainsAtMs, lossesAtMs)) >= bound;
  }

  /** A number that it is not below, at once. What may stand moves with what does, so bounds of the parts bound the whole. */
  least(gainsAtMs: number, lossesAtMs: number): number {
    return this.#score((payments) => payments.around(gainsAtMs, lossesAtMs).least);
  }

  /** A number that it is not above. */
  most(gainsAtMs: number, lossesAtMs: number): number {
    return this.#score((payments) => payments.around(gainsAtMs, lossesAtMs).most);
  }

  /** About what it is at a time, at once: most roundings up and down make up for each other. */
  about(atMs: number): number {
    return (this.least(atMs, atMs) + this.most(atMs, atMs)) / 2;
  }

  /** The same between two times, at less cost: what stands alike at both is one payment of its rule that does not fade. */
  between(fromMs: number, toMs: number): FadingScore {
    const changing: Payment[] = [];
    const steady = new Map<number, Payment>();
    for (const one of this.#payments) {
      const { signatureId } = one;
      const stands = valueAt(one, fromMs);
      if (stands !== valueAt(one, toMs)) {
        changing.push(one);
        continue;
      }
      const known = steady.get(signatureId);
      if (known !== undefined) known.earned += stands;
      else steady.set(signatureId, { signatureId, earned: stands, earnedAtMs: fromMs, fade: noFade });
    }
    return new FadingScore(this.#programme, [...steady.values(), ...changing], this.#fit);
  }

  /** Two numbers with the score at every moment of a stretch between them, at once. */
  over(fromMs: number, toMs: number): Bounds {
    this.#sums ??= this.#summed();
    const isEarned = fromMs >= this.#lastEarnedMs;
    const parts = new Map<number, SumOver>();
    for (const [rule, payments] of this.#sums) parts.set(rule, payments.over(fromMs, toMs, isEarned));
    const programme = this.#programme;
    const nothing = () => new SumOver(isEarned);
    const behaviour = programme.capsStanding
      ? heldByRuleAndGroup(parts, programme, nothing, (whole, part, _of, bounds) => whole.with(part, bounds))
      : (parts.get(0) ?? nothing());
    const { least, most } = behaviour.around();
    return { least: this.#whole(least), most: this.#whole(most) };
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
      behaviour = heldByRuleAndGroup(
        sums,
        programme,
        () => 0,
        (whole, part, _of, bounds) => whole + hold(part, bounds),
      );
    } else for (const payments of this.#sums.values()) behaviour += sumOf(payments);
    return this.#whole(behaviour);
  }

  /** The score of what the behaviour is worth. */
  #whole(behaviour: number): number {
    const programme = this.#programme;
    const fit = this.#fit !== null && programme.fit?.counts ? this.#fit.thousandths : 0;
    const score = behaviour + fit;
    const held = this.#isBounded ? hold(score, programme.caps.standing) : score;
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
      payments.add(one);
      this.#lastEarnedMs = one.earnedAtMs;
    }
    return sums;
  }
}

/** Mostly they are: then the same array. */
function inOrderOfEarning(payments: readonly Payment[]): readonly Payment[] {
  const isOrdered = payments.every(
    ({ earnedAtMs }, index) => index === 0 || (payments[index - 1] as Payment).earnedAtMs <= earnedAtMs,
  );
  return isOrdered ? payments : payments.toSorted((a, b) => a.earnedAtMs - b.earnedAtMs);
}

function hold(sum: number, bounds: Bounds | null): number {
  return bounds === null ? sum : heldWithin(sum, bounds);
}
