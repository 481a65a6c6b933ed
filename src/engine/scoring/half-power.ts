/**
 * Powers of a half, many times as fast as the operator: thousands are worked out for one event of a large profile.
 *
 * They are off by a few of the smallest steps of a double. So a rounding that depends on more than that asks the operator.
 */

/** Places of the table for one halving. */
const stepsPerHalving = 1_024;
const stepLog = -Math.LN2 / stepsPerHalving;
const table = Float64Array.from({ length: stepsPerHalving }, (_, index) => 2 ** (-index / stepsPerHalving));
/** Halvings of which the whole number is looked up; of more, the operator works it out. */
const halvingsMax = 64;
const halved = Float64Array.from({ length: halvingsMax }, (_, halvings) => 2 ** -halvings);

/** A half to the power of so many halvings, which are not negative. */
export function halfToThe(halvings: number): number {
  if (!(halvings < halvingsMax)) return 2 ** -halvings;
  const whole = Math.floor(halvings);
  const steps = (halvings - whole) * stepsPerHalving;
  const index = Math.floor(steps);
  // What is left is so small that the series is exact after four terms.
  const rest = (steps - index) * stepLog;
  const left = 1 + rest * (1 + rest * (1 / 2 + rest * (1 / 6 + rest * (1 / 24))));
  return (halved[whole] as number) * (table[index] as number) * left;
}

/** Amounts above are rounded by the operator alone. */
const amountsMax = 1e8;
/** How near to a half a product must not come for its rounding to be sure. */
const unsure = 1e-6;

/** What stands of an amount, not negative, after so many halvings: rounded as `Math.round(amount * 2 ** -halvings)` is. */
export function halvedRounded(amount: number, halvings: number): number {
  const above = amount * halfToThe(halvings) + 0.5;
  const stands = Math.floor(above);
  const over = above - stands;
  const isSure = over >= unsure && over <= 1 - unsure && amount <= amountsMax;
  return isSure ? stands : Math.round(amount * 2 ** -halvings);
}
