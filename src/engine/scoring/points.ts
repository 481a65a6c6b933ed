/**
 * Points are counted in whole thousandths, so that sums are exact and do not depend on their order. Contributions add up to the
 * score to the last digit, and a bound is met exactly or not at all.
 */

const perPoint = 1_000;

/** Points to whole thousandths, to the nearest; halves go away from zero. */
export function toThousandths(points: number): number {
  return Math.sign(points) * Math.round(Math.abs(points) * perPoint) + 0;
}

/** Whole thousandths as points. */
export function toPoints(thousandths: number): number {
  return thousandths / perPoint;
}
