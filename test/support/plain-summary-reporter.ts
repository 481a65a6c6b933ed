/** A vitest reporter that ends the run with one plain line: `N passed, N failed`, and `, N skipped` when any were. */
import type { TestModule } from 'vitest/node';

/** Counts of one run. A file that could not even be loaded counts as one failure. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

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

export default class PlainSummaryReporter {
  private summary = '';

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const { passed, failed, skipped } = countsOf(modules, unhandledErrors.length);
    this.summary = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    process.once('exit', () => process.stdout.write(`${this.summary}\n`));
  }
}
