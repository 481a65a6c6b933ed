/** The page of the benchmarks: what it shows of some results, and that the one in docs/ is made from those in bench/results. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { measuredPart, resultLike } from '../test/support/bench-results.ts';
import { markedIn } from '../test/support/marked-text.ts';
import { benchmarksPage, figuresForReadme, latestFullRun, type PartTexts, runReport } from './docs.core.ts';
import { parts } from './parts.ts';
import { figureOf } from './results.core.ts';
import { pageFile, readmeFile, storedResults } from './store.ts';

const texts: PartTexts[] = ['first', 'second'].map((id) => ({
  id,
  title: `The ${id} part`,
  shows: `What the ${id} shows.`,
  method: `How the ${id} is measured.`,
  reading: `How the ${id} is read.`,
  mainFigures: ['ratio', 'wait'],
}));
const partOf = (id: string, ours: readonly number[] = [90, 100, 110]) => ({
  id,
  seconds: 12,
  ...measuredPart(ours, [200, 200, 200], [5, 6, 7]),
});
const full = resultLike({ parts: [partOf('first'), partOf('second')] });
const dense = (page: string) => page.replaceAll(/ +/g, ' ');

test('docs/benchmarks.md is made from the result files: nobody types a figure', () => {
  expect(readFileSync(pageFile, 'utf8'), 'run: npm run bench -- --docs').toBe(
    benchmarksPage(storedResults(), parts),
  );
});

describe('the figures of the README', () => {
  test('are made from the result files', () => {
    expect(markedIn(readFileSync(readmeFile, 'utf8'), 'figures'), 'run: npm run bench -- --docs').toBe(
      figuresForReadme(storedResults(), parts),
    );
  });

  test('say how to measure while no full run is recorded', () => {
    expect(figuresForReadme([resultLike({ isQuick: true })], texts)).toContain('`npm run bench` measures');
  });

  test('are those of the latest full run, with date, commit and machine', () => {
    const worker = figureOf({
      id: 'worker',
      title: 'one worker',
      unit: 'events/s',
      better: 'higher',
      repetitions: [90_000, 100_000, 110_000],
    });
    const named = ['scoring', 'memory'].map((id) => ({ ...(texts[0] as PartTexts), id }));
    const run = resultLike({ parts: named.map(({ id }) => ({ ...partOf(id), figures: [worker] })) });
    const shown = dense(figuresForReadme([run], named));
    expect(shown).toContain('| **100,000 events/s** | scored by one worker |');
    expect(shown).toContain('2026-11-28, commit `a9b0ea4`, 2 cores (A processor)');
    expect(shown).not.toContain('Redis memory');
  });
});

test('the texts of the parts hold no measured figure', () => {
  for (const { id, shows, method, reading } of parts)
    expect([
      id,
      /\d+(?:\.\d+)? ?(?:ms|µs|s|B|×|%|events\/s)\b|\d\.\d/.test(shows + method + reading),
    ]).toEqual([id, false]);
});

test('every part has its own id and main figures', () => {
  expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
  for (const { mainFigures } of parts) expect(mainFigures.length).toBeGreaterThan(0);
});

describe('the page', () => {
  test('without a full run says so and keeps the texts', () => {
    const page = benchmarksPage([resultLike({ isQuick: true })], texts);
    expect(page).toContain('No full run is recorded yet.');
    expect(page).toContain('### The second part (`second`)');
    expect(page).not.toContain('over time');
  });

  test('shows the latest full run with its date, machine, versions and configuration', () => {
    const page = benchmarksPage([full], texts);
    expect(page).toContain('Measured on 2026-11-28 10:00 UTC in 1.50 minutes, commit `a9b0ea4`.');
    expect(page).toContain(
      '- Machine: 2 cores (A processor), 24 GiB of memory, Linux 6; load average before: 0.25.',
    );
    expect(page).toContain('- Configuration: partitions 16, postgres fsync on.');
    expect(page).toContain('**Configuration.** connections 64. Took 12 s.');
  });

  test('shows a ratio and both its sides on one line, with the aim', () => {
    expect(dense(benchmarksPage([full], texts))).toContain(
      '| our side ÷ their side | **0.50** | 0.45–0.55 | 100 events/s | 200 events/s | ≥ 0.50 | yes |',
    );
  });

  test('shows percentiles as columns of one line', () => {
    const figures = [5, 9].map((value, index) =>
      figureOf({
        id: `p${index}`,
        title: 'accepted → scored',
        column: ['p50', 'p99'][index] ?? '',
        unit: 'ms',
        better: 'lower',
        repetitions: [value, value + 1, value + 2],
        samples: 400,
        ...(index === 1 && { aim: { is: '≤', value: 8 } }),
      }),
    );
    const report = dense(runReport(resultLike({ parts: [{ ...partOf('first'), figures }] }), texts));
    expect(report).toContain('| figure | p50, ms | p99, ms | samples | aim | met |');
    expect(report).toContain('| accepted → scored | 6 (5–7) | 10 (9–11) | 400 | p99 ≤ 8 | **no** |');
  });

  test('shows runs of some parts in the table over time alone', () => {
    const some = resultLike({
      startedAt: '2026-11-29T10:00:00.000Z',
      commit: 'b'.repeat(40),
      parts: [partOf('first', [40, 50, 60])],
    });
    expect(latestFullRun([full, some], texts)).toBe(full);
    const page = dense(benchmarksPage([some, full], texts));
    expect(page).toContain('| | 2026-11-28 `a9b0ea4` | 2026-11-29 `bbbbbbb` |');
    expect(page).toContain('| The first part: our side ÷ their side (×, higher is better) | 0.50 | 0.25 |');
    expect(page).toContain('| The second part: our side ÷ their side (×, higher is better) | 0.50 | |');
  });

  test('marks what was measured with uncommitted changes', () => {
    expect(benchmarksPage([{ ...full, isDirty: true }], texts)).toContain('with uncommitted changes');
  });
});
