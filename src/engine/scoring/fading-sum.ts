/** The sum of payments that fade in any ways, exact at any time, and two numbers around it at once. */
import type { Bounds } from './caps.ts';
import type { Contribution } from './contribution.ts';
import type { Fade } from './fade.ts';
import type { SumOfOneFade } from './fade-sums.ts';

/** Payments that fade in any ways, added in the order of their times. Amounts in thousandths, times in ms. */
export class FadingSum {
  readonly #byFade = new Map<Fade, SumOfOneFade>();
  /** The same one after the other: they are asked again and again. */
  readonly #sums: SumOfOneFade[] = [];
  /** The fade of the last payment and its sum: mostly the next one fades alike. */
  #lastFade: Fade | null = null;
  #lastSum: SumOfOneFade | null = null;

  add({ earned, earnedAtMs, fade }: Pick<Contribution, 'earned' | 'earnedAtMs' | 'fade'>): void {
    const sum = fade === this.#lastFade && this.#lastSum !== null ? this.#lastSum : this.#sumOf(fade);
    sum.add(earned, earnedAtMs);
  }

  #sumOf(fade: Fade): SumOfOneFade {
    let sum = this.#byFade.get(fade);
    if (sum === undefined) {
      sum = fade.newSum();
      this.#byFade.set(fade, sum);
      this.#sums.push(sum);
    }
    this.#lastFade = fade;
    this.#lastSum = sum;
    return sum;
  }

  at(atMs: number): number {
    let sum = 0;
    for (const one of this.#sums) sum += one.at(atMs);
    return sum;
  }

  /** Two numbers with `at` between them, at once. */
  around(atMs: number): Bounds {
    let least = 0;
    let most = 0;
    for (const one of this.#sums) {
      const around = one.around(atMs);
      least += around.least;
      most += around.most;
    }
    return { least, most };
  }

  isAbove(bound: number, atMs: number): boolean {
    const { least, most } = this.around(atMs);
    if (least > bound) return true;
    return most > bound && this.at(atMs) > bound;
  }
}
