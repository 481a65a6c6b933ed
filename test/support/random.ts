/** Numbers of chance that a seed repeats, for tests and the bench. */

/** Numbers in [0, 1) by Mulberry32: small, fast, and the same everywhere. Each seed repeats itself only after 2^32 numbers. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Choices by chance. */
export interface Chance {
  /** From 0 to below `bound`. */
  below(bound: number): number;
  oneOf<T>(list: readonly T[]): T;
  /** True once in so many times. */
  oneIn(times: number): boolean;
}

export function chanceFrom(seed: number): Chance {
  const random = randomFrom(seed);
  const below = (bound: number) => Math.floor(random() * bound);
  return {
    below,
    oneOf: <T>(list: readonly T[]) => list[below(list.length)] as T,
    oneIn: (times) => below(times) === 0,
  };
}
