/**
 * A vitest reporter that ends the run with the slowest files, a mark on those over their budget, and then one plain line:
 * `N passed, N failed`, and `, N skipped` when any were. The budget is a report: a slow machine fails no run.
 */
import path from 'node:path';
import type { TestModule } from 'vitest/node';

/** Counts of one run. A file that could not even be loaded counts as one failure. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const slowestShown = 15;
const fileBudgetMs = 20_000;

/** Adds up the outcomes of every test in the files of a run. */
function countsOf(modules: readonly TestModule[], unhandledErrors: number): Counts {
  const counts: Counts = { passed: 0, failed: unhandledErrors, skipped: 0 };
  for (const module of modules) {
    let failedTests = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed++;
      else if (state === 'failed') failedTests++;
      else counts.skipped++;
    }
    counts.failed += failedTests;
    if (module.state() === 'failed' && failedTests === 0) counts.failed++;
  }
  return counts;
}

/** How long a file took, ms: loading it, its hooks and its tests. */
function tookMs(module: TestModule): number {
  const { collectDuration, duration } = module.diagnostic();
  return collectDuration + duration;
}

/** The slowest files as lines of a table: seconds, a mark over the budget, the file. */
function slowestFiles(modules: readonly TestModule[]): string[] {
  const slowest = modules
    .map((module) => ({ file: path.relative(process.cwd(), module.moduleId), ms: tookMs(module) }))
    .sort((one, other) => other.ms - one.ms)
    .slice(0, slowestShown);
  const isOver = ({ ms }: { ms: number }) => ms > fileBudgetMs;
  return [
    `The slowest files (budget ${fileBudgetMs / 1_000} s each, ${slowest.filter(isOver).length} over it):`,
    ...slowest.map(
      (one) => `${(one.ms / 1_000).toFixed(1).padStart(7)} s ${isOver(one) ? '!' : ' '} ${one.file}`,
    ),
  ];
}

export default class PlainSummaryReporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const { passed, failed, skipped } = countsOf(modules, unhandledErrors.length);
    const summary = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    const lines = [...slowestFiles(modules), '', summary];
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  }
}
