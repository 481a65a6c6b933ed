/** Laws of result files, comparisons and the page made from them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryFigure, arbitraryResult, resultLike } from '../test/support/bench-results.ts';
import { runs } from '../test/support/law-runs.ts';
import { comparisonOf, type Judgement } from './comparison.core.ts';
import { benchmarksPage, type PartTexts } from './docs.core.ts';
import { type Figure, figureOf, readResult, writtenResult } from './results.core.ts';

const resultOf = (figure: Figure) =>
  resultLike({ parts: [{ id: 'first', seconds: 1, configuration: {}, figures: [figure] }] });
const judgementOf = (before: Figure, after: Figure) =>
  comparisonOf(resultOf(before), resultOf(after)).changes[0]?.judgement;
const scaled = (figure: Figure, by: number) =>
  figureOf({ ...figure, repetitions: figure.repetitions.map((value) => value * by) });
const mirrored: Record<Judgement, Judgement> = {
  better: 'worse',
  worse: 'better',
  same: 'same',
  'not judged': 'not judged',
};
/** Two figures of one kind. */
const pair = fc
  .tuple(arbitraryFigure, arbitraryFigure)
  .map(([before, after]) => [before, { ...after, better: before.better }] as const);

test('what is written is read back', () => {
  fc.assert(
    fc.property(arbitraryResult, (result) => {
      expect(readResult('a.json', writtenResult(result))).toEqual(result);
    }),
    runs(200),
  );
});

test('a typed median is always found', () => {
  fc.assert(
    fc.property(arbitraryFigure, fc.double({ noNaN: true, noDefaultInfinity: true }), (figure, typed) => {
      fc.pre(typed !== figure.median);
      const text = writtenResult(resultOf({ ...figure, median: typed }));
      expect(() => readResult('a.json', text)).toThrow('median is');
    }),
    runs(200),
  );
});

test('no run is better or worse than itself', () => {
  fc.assert(
    fc.property(arbitraryFigure, (figure) => {
      expect(judgementOf(figure, figure)).toBe(figure.repetitions.length < 3 ? 'not judged' : 'same');
    }),
    runs(200),
  );
});

test('exchanging the runs mirrors the judgement; so does what counts as better', () => {
  fc.assert(
    fc.property(pair, ([before, after]) => {
      const judgement = judgementOf(before, after);
      const mirror = mirrored[judgement ?? 'same'];
      expect(judgementOf(after, before)).toBe(mirror);
      const better = before.better === 'higher' ? 'lower' : 'higher';
      expect(judgementOf({ ...before, better }, { ...after, better })).toBe(mirror);
    }),
    runs(300),
  );
});

test('the unit does not matter: both runs scaled give the same judgement', () => {
  fc.assert(
    fc.property(pair, fc.constantFrom(0.25, 2, 1_024), ([before, after], by) => {
      expect(judgementOf(scaled(before, by), scaled(after, by))).toBe(judgementOf(before, after));
    }),
    runs(300),
  );
});

const texts: PartTexts[] = [
  { id: 'first', title: 'First', shows: 'One.', method: 'Two.', reading: 'Three.', mainFigures: ['figure'] },
];

test('the page does not depend on the order of the files', () => {
  const distinct = fc.uniqueArray(arbitraryResult, { selector: ({ startedAt }) => startedAt, maxLength: 12 });
  fc.assert(
    fc.property(distinct, (results) => {
      expect(benchmarksPage(results.toReversed(), texts)).toBe(benchmarksPage(results, texts));
    }),
    runs(100),
  );
});

test('quick runs never change the page', () => {
  fc.assert(
    fc.property(fc.array(arbitraryResult, { maxLength: 8 }), (results) => {
      const slow = results.filter(({ isQuick }) => !isQuick);
      expect(benchmarksPage(results, texts)).toBe(benchmarksPage(slow, texts));
    }),
    runs(100),
  );
});
