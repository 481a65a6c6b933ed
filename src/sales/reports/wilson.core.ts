/** Confidence interval of a share in a sample. Pure. */

/** The 97.5 % point of the normal distribution. */
const z = 1.959964;

/**
 * Returns the 95 % interval of a share of `hits` in `tries` (Wilson 1927): sound for small samples, and never outside
 * 0 and 1. Null of an empty sample.
 */
export function wilsonInterval(hits: number, tries: number): { low: number; high: number } | null {
  if (tries === 0) return null;
  const seen = hits / tries;
  const centre = seen + z ** 2 / (2 * tries);
  const margin = z * Math.sqrt((seen * (1 - seen)) / tries + z ** 2 / (4 * tries ** 2));
  const scale = 1 + z ** 2 / tries;
  const rounded = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000;
  return { low: rounded((centre - margin) / scale), high: rounded((centre + margin) / scale) };
}
