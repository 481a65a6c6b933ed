/** The outline of what no rule recognised, by tables: moments that become one span, two outlines as one, the part on one side of a time. */
import { describe, expect, test } from 'vitest';
import { holdMoment, joinOutlines, outlineFrom, outlineUntil, type Span, spansOf } from './outline.ts';

const grainMs = 10;

/** Spans, each by its first and its last moment. */
const spans = (...times: readonly [fromMs: number, toMs: number][]): Span[] =>
  times.map(([fromMs, toMs]) => ({ fromMs, toMs }));

describe('a moment', () => {
  /** The outline, the moment, and the outline with it; null where it is the same. */
  test.each<[string, Span[], number, Span[] | null]>([
    ['is the first span', [], 5, spans([5, 5])],
    ['long after the last is one of its own', spans([20, 30]), 40, spans([20, 30], [40, 40])],
    ['just after the last lengthens it', spans([20, 30]), 39, spans([20, 39])],
    ['long before the first is one of its own', spans([20, 30]), 10, spans([10, 10], [20, 30])],
    ['just before the first begins it', spans([20, 30]), 11, spans([11, 30])],
    ['in the middle of a span changes nothing', spans([20, 30]), 25, null],
    ['at the beginning of a span changes nothing', spans([20, 30]), 20, null],
    ['at the end of a span changes nothing', spans([20, 30]), 30, null],
    ['in an earlier span changes nothing', spans([20, 30], [60, 70]), 25, null],
    ['at the beginning of the second changes nothing', spans([20, 30], [60, 70]), 60, null],
    [
      'far from both neighbours stands between them',
      spans([20, 30], [60, 70]),
      45,
      spans([20, 30], [45, 45], [60, 70]),
    ],
    ['close to the one before joins it alone', spans([20, 30], [60, 70]), 39, spans([20, 39], [60, 70])],
    ['close to the one after joins it alone', spans([20, 30], [60, 70]), 51, spans([20, 30], [51, 70])],
    ['close to both joins them', spans([20, 30], [45, 50]), 38, spans([20, 50])],
    [
      'joins its neighbours, not those beyond',
      spans([1, 2], [20, 30], [45, 50], [90, 95]),
      38,
      spans([1, 2], [20, 50], [90, 95]),
    ],
  ])('%s', (_name, outline, atMs, after) => {
    const before = structuredClone(outline);
    expect(holdMoment(outline, atMs, grainMs)).toBe(after !== null);
    expect(outline).toEqual(after ?? before);
  });
});

describe('the outline of moments', () => {
  test.each<[string, number[], Span[]]>([
    ['is empty where there are none', [], []],
    ['is one span of one', [5], spans([5, 5])],
    ['begins a span where the grain is over', [5, 15], spans([5, 5], [15, 15])],
    ['goes on until then', [5, 14], spans([5, 14])],
    ['goes on from the last moment', [5, 14, 23, 40, 41], spans([5, 23], [40, 41])],
    ['is that of their times, whatever their order', [100, 14, 23, 5, 101], spans([5, 23], [100, 101])],
  ])('%s', (_name, moments, expected) => {
    const given = Object.freeze([...moments]);
    expect(spansOf(given, grainMs)).toEqual(expected);
  });

  test('is what it is when they are added one by one, in any order', () => {
    const moments = [3, 50, 12, 21, 40, 41, 70, 61, 30, 95];
    const outline: Span[] = [];
    for (const atMs of moments) holdMoment(outline, atMs, grainMs);
    expect(outline).toEqual(spansOf(moments, grainMs));
  });
});

describe('two outlines', () => {
  test.each<[string, Span[], Span[], Span[]]>([
    ['without anything are empty', [], [], []],
    ['of which one is empty are the other', spans([1, 5], [7, 9]), [], spans([1, 5], [7, 9])],
    [
      'apart stand in the order of time',
      spans([7, 9], [30, 31]),
      spans([1, 5], [20, 21]),
      spans([1, 5], [7, 9], [20, 21], [30, 31]),
    ],
    ['that touch are one span', spans([1, 5]), spans([5, 9]), spans([1, 9])],
    ['a millisecond apart are two', spans([1, 5]), spans([6, 9]), spans([1, 5], [6, 9])],
    ['that overlap are one span', spans([1, 6]), spans([4, 9]), spans([1, 9])],
    ['of which one lies within the other are that', spans([1, 9]), spans([3, 4]), spans([1, 9])],
    ['that begin together last as long as the longer', spans([1, 9]), spans([1, 4]), spans([1, 9])],
    ['that end together begin with the earlier', spans([1, 9]), spans([5, 9]), spans([1, 9])],
    [
      'join over several spans',
      spans([1, 4], [6, 8]),
      spans([3, 7], [8, 10], [20, 21]),
      spans([1, 10], [20, 21]),
    ],
  ])('%s', (_name, one, other, expected) => {
    const before = structuredClone([one, other]);
    expect(joinOutlines(one, other)).toEqual(expected);
    expect(joinOutlines(other, one)).toEqual(expected);
    expect([one, other]).toEqual(before);
  });
});

describe('the part of an outline', () => {
  const outline = spans([10, 20], [40, 50], [70, 70]);

  /** A time, what is before it and what is from it on. */
  test.each<[string, number, Span[], Span[]]>([
    ['before the first', 9, [], outline],
    ['at the first moment', 10, [], outline],
    ['a millisecond later', 11, spans([10, 11]), spans([11, 20], [40, 50], [70, 70])],
    ['at the end of a span', 20, spans([10, 20]), spans([20, 20], [40, 50], [70, 70])],
    ['between two spans', 21, spans([10, 20]), spans([40, 50], [70, 70])],
    ['within a span', 45, spans([10, 20], [40, 45]), spans([45, 50], [70, 70])],
    ['at the last moment', 70, spans([10, 20], [40, 50]), spans([70, 70])],
    ['after the last', 71, outline, []],
  ])('on either side of a time %s', (_name, atMs, before, after) => {
    expect(outlineUntil(outline, atMs)).toEqual(before);
    expect(outlineFrom(outline, atMs)).toEqual(after);
  });
});
