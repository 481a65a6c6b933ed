/** Numbers of chance: a seed repeats them, and they do not run in a circle within one test. */
import { expect, test } from 'vitest';
import { randomFrom } from './random.ts';

const numbers = (seed: number, count: number) => Array.from({ length: count }, randomFrom(seed));

test('a seed repeats its numbers, another seed has others', () => {
  expect(numbers(7, 100)).toEqual(numbers(7, 100));
  expect(numbers(8, 100)).not.toEqual(numbers(7, 100));
});

test.each([1, 777, 999_999])('of seed %i, 40,000 pairs of numbers all differ', (seed) => {
  const drawn = numbers(seed, 40_000);
  const pairs = new Set(drawn.slice(1).map((number, index) => `${drawn[index]} ${number}`));
  expect(pairs.size).toBe(39_999);
});
