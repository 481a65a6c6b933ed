/** How the tests run: which files are of which kind, what each kind may take, and which kinds run side by side. */
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { settleForm } from './support/test-form.ts';
import { ofWholeForm } from './support/whole-form.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const secondMs = 1_000;
const form = settleForm(process.argv);
const isLong = form === 'long';

/** Rooms without I/O, whose coverage is counted. */
const pureRooms = [
  'base/kernel',
  'base/text',
  'base/network',
  'base/time',
  'contract/language',
  'contract/api',
  'engine/scoring',
];

/** The files of the kinds named, next to the code or under test/. */
const filesOf = (...kinds: string[]) =>
  kinds.flatMap((kind) => ['src', 'test', 'bench'].map((folder) => `${folder}/**/*.${kind}.test.ts`));

/** Tests of a file that run side by side mostly wait: for a limit, or for a store. */
const sideBySide = { maxConcurrency: 12 };

/** Of other kinds with a long form: plans over a million leads, every page of the console loaded and looked at in each look, all runs of laws. */
const longForms = ['test/**/lists.int.test.ts', 'test/e2e/console-pages.e2e.test.ts', ...filesOf('prop')];

/** One folder for the data of every server of the run, removed at its end; and the cache of compiled code. */
const testRun = fileURLToPath(new URL('./support/test-run.ts', import.meta.url));

/** Random laws find the same on every machine. */
const lawSeed = fileURLToPath(new URL('./support/law-seed.ts', import.meta.url));

/** Long after it would have ended on the slowest machine, a test hangs. No test is judged by its time. */
const hangingMs = 240 * secondMs;

/**
 * Two projects: pure code, and what runs on live stores, programs and browsers. Four files run side by side on two cores, since tests wait
 * a lot. Vitest starts the projects by name and the largest file of each first, so no long story waits for the end of the run.
 * The files of a project share what their worker has loaded and started: each worker loads the source once, not once a file, and starts
 * one PostgreSQL and one browser for the files that leave them alone.
 */
export default defineConfig({
  test: {
    root: repository,
    environment: 'node',
    globalSetup: [testRun],
    setupFiles: [lawSeed],
    maxWorkers: 4,
    // Most of what tests make is dead at once: with room for it the collector runs less often.
    execArgv: ['--min-semi-space-size=32', '--max-semi-space-size=64'],
    // Node runs the source itself, as the product is run, and keeps its compiled code; nothing is replaced by a mock.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    reporters: ['default', fileURLToPath(new URL('./support/plain-summary-reporter.ts', import.meta.url))],
    passWithNoTests: false,
    exclude: [...configDefaults.exclude, ...(form === 'short' ? Object.keys(ofWholeForm) : [])],
    // A page under load shows late what it shows: it is looked at until then, for as long as `until` looks.
    expect: { poll: { timeout: 20 * secondMs, interval: 50 } },
    // By `npm run quality` alone.
    coverage: {
      provider: 'v8',
      include: [...pureRooms.map((room) => `src/${room}/**/*.ts`), 'src/**/*.core.ts', 'bench/**/*.core.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['json-summary', 'html'],
      reportOnFailure: true,
      reportsDirectory: fileURLToPath(new URL('../.tools/quality/coverage', import.meta.url)),
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: [
            ...filesOf('unit', 'prop', 'examples'),
            'test/house.test.ts',
            'test/tidy.test.ts',
            'test/docs.test.ts',
            'test/reference-pages.test.ts',
            'test/examples.test.ts',
          ],
          isolate: false,
          testTimeout: hangingMs,
        },
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: isLong ? [...filesOf('fault', 'long'), ...longForms] : filesOf('int', 'fault', 'e2e'),
          isolate: false,
          ...sideBySide,
          testTimeout: isLong ? 3_600 * secondMs : hangingMs,
          hookTimeout: hangingMs / 2,
        },
      },
    ],
  },
});
