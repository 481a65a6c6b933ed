/**
 * Sums of points that fade: exact to the thousandth at any time, and two numbers around each at the cost of a glance.
 *
 * What stands of each payment is rounded by itself, so an exact sum looks at every payment that still stands. Before that,
 * the sum without rounding is known at once, and rounding moves it by half a thousandth a payment at most.
 */
import type { Bounds } from './caps.ts';
import { halfToThe } from './half-power.ts';
import { firstAfter } from './sorted-times.ts';

/** The sum of what fades in one way. Payments are added in the order of their times; amounts in thousandths, times in ms. */
export interface SumOfOneFade {
  add(earned: number, earnedAtMs: number): void;
  at(atMs: number): number;
  /** Two numbers with `at` between them. */
  around(atMs: number): Bounds;
}

/** What never fades. */
export class SteadySum implements SumOfOneFade {
  #sum = 0;

  add(earned: number): void {
    this.#sum += earned;
  }

  at(): number {
    return this.#sum;
  }

  around(): Bounds {
    return { least: this.#sum, most: this.#sum };
  }
}

/** What stands whole for a time, and then not at all. */
export class ExpiringSum implements SumOfOneFade {
  readonly #expiresMs: number;
  readonly #timesMs: number[] = [];
  /** The sum before each payment; and of all, last. */
  readonly #before: number[] = [0];

  constructor(expiresMs: number) {
    this.#expiresMs = expiresMs;
  }

  add(earned: number, earnedAtMs: number): void {
    this.#timesMs.push(earnedAtMs);
    this.#before.push((this.#before.at(-1) ?? 0) + earned);
  }

  at(atMs: number): number {
    const gone = firstAfter(this.#timesMs, atMs - this.#expiresMs);
    return (this.#before.at(-1) ?? 0) - (this.#before[gone] ?? 0);
  }

  around(atMs: number): Bounds {
    const sum = this.at(atMs);
    return { least: sum, most: sum };
  }
}

/** What shrinks in a straight line to nothing. */
export class LinearSum implements SumOfOneFade {
  readonly #endsMs: number;
  readonly #timesMs: number[] = [];
  readonly #earned: number[] = [];
  /** Before each payment, and of all: the sum of what was earned, of the same times its age at the first, and of amounts. */
  readonly #sums: number[] = [0];
  readonly #moments: number[] = [0];
  #amounts = 0;

  constructor(endsMs: number) {
    this.#endsMs = endsMs;
  }

  add(earned: number, earnedAtMs: number): void {
    this.#timesMs.push(earnedAtMs);
    this.#earned.push(earned);
    this.#sums.push((this.#sums.at(-1) ?? 0) + earned);
    const sinceFirstMs = earnedAtMs - (this.#timesMs[0] ?? 0);
    this.#moments.push((this.#moments.at(-1) ?? 0) + earned * sinceFirstMs);
    this.#amounts += Math.abs(earned);
  }

  at(atMs: number): number {
    const endsMs = this.#endsMs;
    const timesMs = this.#timesMs;
    const amounts = this.#earned;
    let sum = 0;
    for (let index = firstAfter(timesMs, atMs - endsMs); index < timesMs.length; index++) {
      const earned = amounts[index] as number;
      const ageMs = atMs - (timesMs[index] as number);
      if (ageMs <= 0) sum += earned;
      else sum += Math.sign(earned) * Math.round(Math.abs(earned) * (1 - ageMs / endsMs));
    }
    return sum;
  }

  around(atMs: number): Bounds {
    const from = firstAfter(this.#timesMs, atMs - this.#endsMs);
    const to = firstAfter(this.#timesMs, atMs);
    const of = (sums: readonly number[], first: number, last: number) =>
      (sums[last] as number) - (sums[first] as number);
    const firstMs = this.#timesMs[0] ?? atMs;
    const shrunk = (atMs - firstMs) * of(this.#sums, from, to) - of(this.#moments, from, to);
    const sum = of(this.#sums, from, this.#timesMs.length) - shrunk / this.#endsMs;
    const spans = 1 + Math.abs(atMs - firstMs) / this.#endsMs;
    return widened(sum, (to - from) / 2 + this.#amounts * spans * precision);
  }
}

/** Half-lives a scale reaches, so that no number on it grows or shrinks beyond what is exact. */
const scaleHalvings = 64;
/** Amounts above are worked out one by one: a product is not exact enough. */
const scaledMost = 1e8;
/** How near to a half a product must not come for its rounding to be sure. */
const unsure = 1e-6;

/** What halves again and again, and is nothing after a number of halvings. */
export class HalvingSum implements SumOfOneFade {
  readonly #halfLifeMs: number;
  readonly #endsMs: number;
  readonly #timesMs: number[] = [];
  readonly #earned: number[] = [];
  #amounts = 0;
  /** The sum without rounding at the time of the last payment. */
  #last = 0;
  /** Amounts as of one time, from one index on: then a later sum is a product each. */
  #scaled: number[] = [];
  #scaleMs = Number.NEGATIVE_INFINITY;
  #scaledFrom = 0;

  constructor(halfLifeMs: number, endsMs: number) {
    this.#halfLifeMs = halfLifeMs;
    this.#endsMs = endsMs;
  }

  add(earned: number, earnedAtMs: number): void {
    const beforeMs = this.#timesMs.at(-1) ?? earnedAtMs;
    this.#last = this.#last * halfToThe((earnedAtMs - beforeMs) / this.#halfLifeMs) + earned;
    this.#timesMs.push(earnedAtMs);
    this.#earned.push(earned);
    this.#amounts += Math.abs(earned);
  }

  at(atMs: number): number {
    const timesMs = this.#timesMs;
    const amounts = this.#earned;
    const from = firstAfter(timesMs, atMs - this.#endsMs);
    this.#scale(from, atMs);
    const scaled = this.#scaled;
    const scaledFrom = this.#scaledFrom;
    const factor = this.#share(atMs - this.#scaleMs);
    let sum = 0;
    for (let index = from; index < timesMs.length; index++) {
      const earned = amounts[index] as number;
      const ageMs = atMs - (timesMs[index] as number);
      if (ageMs <= 0) {
        sum += earned;
        continue;
      }
      const above = (scaled[index - scaledFrom] as number) * factor + 0.5;
      let stands = Math.floor(above);
      const over = above - stands;
      const isClose = over < unsure || over > 1 - unsure || above > scaledMost;
      if (isClose) stands = Math.round(Math.abs(earned) * this.#share(ageMs));
      sum += earned < 0 ? -stands : stands;
    }
    return sum;
  }

  around(atMs: number): Bounds {
    const lastMs = this.#timesMs.at(-1) ?? atMs;
    if (atMs < lastMs) {
      const sum = this.at(atMs);
      return { least: sum, most: sum };
    }
    const standing = this.#timesMs.length - firstAfter(this.#timesMs, atMs - this.#endsMs);
    const sum = this.#last * halfToThe((atMs - lastMs) / this.#halfLifeMs);
    return widened(sum, standing / 2 + this.#amounts * precision);
  }

  #share(ageMs: number): number {
    return 2 ** (-ageMs / this.#halfLifeMs);
  }

  #scale(from: number, atMs: number): void {
    const isFar = Math.abs(atMs - this.#scaleMs) > scaleHalvings * this.#halfLifeMs;
    if (isFar || from < this.#scaledFrom) {
      this.#scaled = [];
      this.#scaleMs = atMs;
      this.#scaledFrom = from;
    }
    for (let index = this.#scaledFrom + this.#scaled.length; index < this.#timesMs.length; index++) {
      const ageMs = this.#scaleMs - (this.#timesMs[index] as number);
      const share = ageMs < 0 ? this.#share(ageMs) : halfToThe(ageMs / this.#halfLifeMs);
      this.#scaled.push(Math.abs(this.#earned[index] as number) * share);
    }
  }
}

/** What sums of doubles may be off, of the amounts added up; also what is left at the end of all halvings. */
const precision = 2 ** -29;

function widened(sum: number, by: number): Bounds {
  return { least: sum - by, most: sum + by };
}
