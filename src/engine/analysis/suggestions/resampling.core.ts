/** Weights of the Bayesian bootstrap: how much the answer depends on which leads happened to come. Pure, the same for the same seed. */

/** Returns a source of numbers from 0 to 1, 0 excluded: mulberry32 of the seed. */
function drawsOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 1) / 4_294_967_296;
  };
}

/**
 * Returns so many sets of weights, one weight a row, 1 on average. Rows of one group weigh the same: several leads of a person are
 * one piece of evidence. Every row counts a little, so no set lacks an outcome.
 */
export function* resampledWeights(
  groups: readonly number[],
  times: number,
  seed: number,
): Generator<number[], void, void> {
  const draw = drawsOf(seed);
  for (let time = 0; time < times; time++) {
    const ofGroup = new Map<number, number>();
    const raw = groups.map((group) => {
      const known = ofGroup.get(group) ?? -Math.log(draw());
      ofGroup.set(group, known);
      return known;
    });
    const mean = raw.reduce((sum, weight) => sum + weight, 0) / raw.length;
    yield raw.map((weight) => weight / mean);
  }
}

/** Returns the bounds that hold such a share of the values in the middle, as many out on either side. */
export function middleOf(values: readonly number[], share: number): { low: number; high: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const outside = Math.floor(((1 - share) / 2) * sorted.length);
  return { low: sorted[outside] as number, high: sorted[sorted.length - 1 - outside] as number };
}
