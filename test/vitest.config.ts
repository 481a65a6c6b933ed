/** How the tests run: which files are of which kind, what each kind may take, and who runs beside whom. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const repository = fileURLToPath(new URL('..', import.meta.url));
const secondMs = 1_000;

/** Long forms of the fault tests (`npm run test:faults`) run for many minutes; the short ones must not. */
const longForm = process.env['SCOVILLE_FAULTS'] === 'long';

/** The files of the kinds named, next to the code or under test/. */
const filesOf = (...kinds: string[]) =>
  kinds.flatMap((kind) => [`src/**/*.${kind}.test.ts`, `test/**/*.${kind}.test.ts`]);

/** One folder for the data of every server of the run, removed at its end. */
const testRun = fileURLToPath(new URL('./support/test-run.ts', import.meta.url));

/**
 * One project a kind. Groups run one after another, so that a fault test that keeps both cores busy never starves an
 * integration test of its time; within the first two groups two files run side by side.
 */
export default defineConfig({
  test: {
    root: repository,
    environment: 'node',
    globalSetup: [testRun],
    maxWorkers: 2,
    reporters: ['default', fileURLToPath(new URL('./support/plain-summary-reporter.ts', import.meta.url))],
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: [
            ...filesOf('unit', 'prop', 'examples'),
            'test/tidy.test.ts',
            'test/docs.test.ts',
            'test/examples.test.ts',
          ],
          testTimeout: 60 * secondMs,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'servers',
          include: filesOf('int'),
          testTimeout: 60 * secondMs,
          hookTimeout: 60 * secondMs,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: filesOf('fault'),
          fileParallelism: false,
          testTimeout: (longForm ? 3_600 : 240) * secondMs,
          hookTimeout: 120 * secondMs,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: filesOf('e2e'),
          fileParallelism: false,
          testTimeout: 240 * secondMs,
          hookTimeout: 120 * secondMs,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
