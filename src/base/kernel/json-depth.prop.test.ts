/** Depth: text and value agree with a recursive count for any JSON, and neither is exhausted by a depth no stack holds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { depthOf, isDeeperThan, textIsDeeperThan } from './json-depth.ts';

const counted = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(counted)) : 0;

describe('depth', () => {
  test('is the same by value and by text, whatever the JSON and its strings', () => {
    const tricky = fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', 'a', '\n') });
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 6 },
        fc.oneof(tricky, fc.integer(), fc.constant(null)),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(tricky, tie('json'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(json, fc.integer({ min: 0, max: 8 }), (value, levels) => {
        const depth = counted(value);
        expect(depthOf(value)).toBe(depth);
        expect(isDeeperThan(value, levels)).toBe(depth > levels);
        expect(textIsDeeperThan(JSON.stringify(value), levels)).toBe(depth > levels);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(['[', '{"a":'])('of %s is judged beyond any stack', (opening) => {
    const depth = 200_000;
    const text = `${opening.repeat(depth)}1${(opening === '[' ? ']' : '}').repeat(depth)}`;
    const value: unknown = JSON.parse(text);
    expect(() => JSON.stringify(value)).toThrow(RangeError);
    expect(depthOf(value)).toBe(depth);
    for (const [levels, isDeeper] of [
      [depth - 1, true],
      [depth, false],
    ] as const)
      expect(textIsDeeperThan(text, levels)).toBe(isDeeper);
    expect(isDeeperThan(value, 64)).toBe(true);
  });

  test('of text that is no JSON is judged without end or exception', () => {
    for (const text of ['[', '"', '"\\', '"\\"', ']]]][[', '['.repeat(500_000), '"'.repeat(500_001)])
      expect(typeof textIsDeeperThan(text, 2)).toBe('boolean');
  });
});
