/** The sum of points that go in equal steps: exact at any time, at the cost of a look-up for each step. */
import type { Bounds } from './caps.ts';
import type { SumOfOneFade } from './fade-sums.ts';
import { firstAfter } from './sorted-times.ts';

/** The share that is left after so many steps. */
export function shareAfter(step: number, steps: number): number {
  return (steps - step) / steps;
}

/** What loses an equal part of itself at the end of each time, until nothing is left. */
export class SteppingSum implements SumOfOneFade {
  readonly #everyMs: number;
  readonly #timesMs: number[] = [];
  /** For each number of steps gone, what stands of the payments before each; and of all, last. */
  readonly #before: readonly number[][];

  constructor(steps: number, everyMs: number) {
    this.#everyMs = everyMs;
    this.#before = Array.from({ length: steps }, () => [0]);
  }

  add(earned: number, earnedAtMs: number): void {
    this.#timesMs.push(earnedAtMs);
    this.#before.forEach((sums, step) => {
      const stands = Math.round(Math.abs(earned) * shareAfter(step, this.#before.length));
      sums.push((sums.at(-1) ?? 0) + Math.sign(earned) * stands);
    });
  }

  at(atMs: number): number {
    let sum = 0;
    let until = this.#timesMs.length;
    this.#before.forEach((sums, step) => {
      // Those that have lost so many steps were earned after this time.
      const from = firstAfter(this.#timesMs, atMs - (step + 1) * this.#everyMs);
      sum += (sums[until] ?? 0) - (sums[from] ?? 0);
      until = from;
    });
    return sum;
  }

  around(atMs: number): Bounds {
    const sum = this.at(atMs);
    return { least: sum, most: sum };
  }
}
