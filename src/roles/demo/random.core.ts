/** Chance by a seed: the same seed draws the same numbers on every machine. Pure. */

/** Draws numbers, each by all that were drawn before it. */
export interface Chance {
  /** At least 0, below 1. */
  fraction(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** True with this probability. */
  isLucky(probability: number): boolean;
  /** One of the given values. */
  one<Value>(values: readonly Value[]): Value;
  /** One of the values, each as often as its weight says. */
  weighted<Value>(values: readonly (readonly [value: Value, weight: number])[]): Value;
}

/** Returns chance for a name, so that one more draw in one place changes no other place. */
export function chanceOf(seed: string): Chance {
  let state = hashOf(seed);
  // Mulberry32: 32 bits of state, good enough for invented people.
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const one = <Value>(values: readonly Value[]) => values[Math.floor(fraction() * values.length)] as Value;
  return {
    fraction,
    whole: (from, to) => from + Math.floor(fraction() * (to - from + 1)),
    isLucky: (probability) => fraction() < probability,
    one,
    weighted: (values) => {
      let left = fraction() * values.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of values) {
        left -= weight;
        if (left < 0) return value;
      }
      return (values.at(-1) as (typeof values)[number])[0];
    },
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
