/** Comparisons of two runs: judgements, warnings, and the printed report. */
import { expect, test } from 'vitest';
import { measuredPart, resultLike } from '../test/support/bench-results.ts';
import { comparisonOf } from './comparison.core.ts';
import { comparisonReport } from './comparison-report.core.ts';
import type { Result } from './results.core.ts';

const ofPart = (...values: Parameters<typeof measuredPart>) =>
  resultLike({ parts: [{ id: 'first', seconds: 1, ...measuredPart(...values) }] });

/** The judgement on each figure. */
function judgements(before: Result, after: Result): Record<string, string> {
  return Object.fromEntries(
    comparisonOf(before, after).changes.map(({ after: figure, judgement }) => [figure.id, judgement]),
  );
}

const before = ofPart([99, 100, 101], [200, 200, 200], [10, 10, 11]);

test.each([
  ['faster beyond the noise', [119, 120, 121], [10, 10, 11], 'better', 'same'],
  ['slower beyond the noise', [79, 80, 81], [10, 10, 11], 'worse', 'same'],
  ['within what repetitions show', [90, 110, 120], [10, 10, 11], 'same', 'same'],
  ['within the drift between two runs', [101, 101, 101], [10, 10, 10], 'same', 'same'],
  ['less waiting is better', [99, 100, 101], [5, 5, 5], 'same', 'better'],
  ['more waiting is worse', [99, 100, 101], [20, 20, 20], 'same', 'worse'],
  ['two repetitions say nothing', [150, 150], [1, 1], 'not judged', 'not judged'],
])('%s', (_what, ours, waitsMs, rate, wait) => {
  const after = ofPart(
    ours,
    ours.map(() => 200),
    waitsMs,
  );
  expect(judgements(before, after)).toEqual({
    ratio: rate,
    ours: rate,
    theirs: rate === 'not judged' ? rate : 'same',
    wait,
  });
});

test('a loss after none is worse, however few', () => {
  const [none, one] = [ofPart([1, 1, 1], [1, 1, 1], [0, 0, 0]), ofPart([1, 1, 1], [1, 1, 1], [1, 1, 1])];
  expect(judgements(none, one)).toMatchObject({ wait: 'worse' });
  expect(judgements(one, none)).toMatchObject({ wait: 'better' });
});

test('a part that measured another thing is not judged, and the report says why', () => {
  const after = structuredClone(ofPart([200, 200, 200], [200, 200, 200], [10, 10, 11]));
  Object.assign(after.parts[0]?.configuration ?? {}, { connections: 8 });
  Object.assign(after.machine, { cores: 16 });
  Object.assign(after.versions, { redis: '8.0.0' });
  const comparison = comparisonOf(before, after);
  expect(new Set(comparison.changes.map(({ judgement }) => judgement))).toEqual(new Set(['not judged']));
  expect(comparison.warnings).toEqual([
    'machine: cores was 2, is 16',
    'versions: redis was 1.2.3, is 8.0.0',
    'first: connections was 64, is 8; its figures are not judged',
  ]);
});

test('the report counts our figures, lists what moved with the worst first, and keeps references apart', () => {
  const after = ofPart([49, 50, 51], [400, 400, 400], [5, 5, 5]);
  const report = comparisonReport(before, after, comparisonOf(before, after));
  expect(report).toContain('2 worse, 1 better, 0 the same within the noise, 0 not judged.');
  const lines = report.split('\n').filter((line) => /^\| (?:worse|better)/.test(line));
  expect(lines.map((line) => line.replaceAll(/\s+/g, ' '))).toEqual([
    '| worse | first | our side ÷ their side | 0.50 × | 0.13 × | 0.25 × | ± 0.01 | higher is better |',
    '| worse | first | our side | 100 events/s | 50 events/s | 0.50 × | ± 2 | higher is better |',
    '| better | first | waiting | 10 ms | 5 ms | 0.50 × | ± 1 | lower is better |',
    '| better | first | their side | 200 events/s | 400 events/s | 2 × | ± 8 | higher is better |',
  ]);
  expect(report.indexOf('other side of ratios')).toBeLessThan(report.indexOf('| their side'));
});

test('figures of one run only are named', () => {
  const after = structuredClone(before);
  after.parts[0]?.figures.pop();
  expect(comparisonOf(before, after)).toMatchObject({ onlyBefore: ['first wait'], onlyAfter: [] });
  expect(comparisonReport(before, after, comparisonOf(before, after))).toContain('Only before: first wait.');
});
