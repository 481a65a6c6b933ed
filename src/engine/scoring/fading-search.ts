/** The search for the moment at which a fading score may leave its bounds: stretches that stay within are skipped whole. */
import { limits } from '../../base/kernel/kernel.ts';

/** Payments that a search may add up, each as often as it is; more where halving down to a millisecond needs them. */
const addedUpMax = 160_000;

/**
 * How often a search over so many payments may add them all up. It always gets down to a millisecond: each halving adds up for both
 * halves, and for gains and losses apart.
 */
export function sumsMax(payments: number, stretchMs: number): number {
  const halvings = Math.ceil(Math.log2(Math.max(2, stretchMs)));
  return Math.max(Math.ceil(addedUpMax / payments), 4 * (halvings + 1));
}

/**
 * The beginning of the first stretch in [from, to] over which the score is not shown to stay; null where there is none. The stretch
 * has `apartMs` at most, or more where the tries are over or `isSpent`.
 */
export function firstUnclear(
  stays: (fromMs: number, toMs: number) => boolean,
  fromMs: number,
  toMs: number,
  apartMs: number,
  isSpent: () => boolean = () => false,
): number | null {
  let tries = 0;
  const search = (startMs: number, endMs: number): number | null => {
    tries++;
    if (stays(startMs, endMs)) return null;
    if (endMs - startMs <= apartMs || tries > limits.fadeTriesMax || isSpent()) return startMs;
    const middleMs = Math.floor((startMs + endMs) / 2);
    return search(startMs, middleMs) ?? search(middleMs, endMs);
  };
  return search(fromMs, toMs);
}
