/**
 * A test runner for Stryker that keeps the tests of scoring loaded: a mutant costs its tests alone, no worker and no imports.
 *
 * Stryker's own runner for vitest starts a worker for each mutant, which takes longer than most of these tests. The room is
 * pure, so nothing stays behind between two runs but what a module computes as it loads or remembers; for such mutants the
 * modules are loaded once more. The quickest tests run first, and the first failure ends a run.
 */
import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS, type MutantCoverage } from '@stryker-mutator/api/core';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import type { CollectedTest } from './collected-tests.ts';

/** Part of the usual random cases of each law: thousands of mutants meet all of them. */
const lawRuns = 0.05;
/** A run repeats: every mutant meets the same cases. */
const seed = 20_260_112;

/** The tests beside the room, and the examples: those of the programmes, and those in the reference of the language. */
const files = ['src/engine/scoring/*.{unit,prop}.test.ts', 'test/examples.test.ts', 'test/docs.test.ts'];

/** Files that remember answers from one call to the next, or make what the index of rules remembers: a mutant must not stay there. */
const remembering =
  /\/(?:apart|candidates|event-address|event-name|match|path-glob|value-test|state-codec|bytes)\.ts$/;

/** What the instrumented source reads and counts. */
interface Instrumentation {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

class MutationRunner implements TestRunner {
  readonly #instrumentation: Instrumentation;
  #tests: readonly CollectedTest[] | null = null;
  /** How often the modules were loaded: part of their addresses, so that each time loads them again. */
  #loads = 0;
  /** How long each test took when it last passed, ms, by its id. */
  readonly #tookMs = new Map<string, number>();

  constructor(instrumentation: Instrumentation) {
    this.#instrumentation = instrumentation;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const results: TestResult[] = [];
    for (const test of await this.#loaded()) {
      this.#instrumentation.currentTestId = test.id;
      const result = await resultOf(test);
      this.#tookMs.set(test.id, result.timeSpentMs);
      results.push(result);
    }
    this.#instrumentation.currentTestId = undefined;
    const { mutantCoverage } = this.#instrumentation;
    return {
      status: DryRunStatus.Complete,
      tests: results,
      ...(mutantCoverage && { mutantCoverage: withoutLoading(mutantCoverage) }),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, mutantActivation, reloadEnvironment, testFilter, hitLimit } = options;
    const wanted = testFilter && new Set(testFilter);
    Object.assign(this.#instrumentation, { hitCount: 0, hitLimit });
    if (mutantActivation === 'static') this.#instrumentation.activeMutant = activeMutant.id;
    const isRemembered = remembering.test(activeMutant.fileName);
    if (reloadEnvironment || isRemembered) this.#tests = null;
    let loaded: readonly CollectedTest[];
    try {
      loaded = await this.#loaded();
    } catch (error) {
      return { status: MutantRunStatus.Killed, failureMessage: String(error), killedBy: [], nrOfTests: 0 };
    }
    const tests = loaded
      .filter(({ id }) => wanted?.has(id) ?? true)
      .sort((a, b) => (this.#tookMs.get(a.id) ?? 0) - (this.#tookMs.get(b.id) ?? 0));
    this.#instrumentation.activeMutant = activeMutant.id;
    const results: TestResult[] = [];
    for (const test of tests) {
      const result = await resultOf(test);
      results.push(result);
      if (result.status === TestStatus.Failed) break;
      this.#tookMs.set(test.id, result.timeSpentMs);
    }
    this.#instrumentation.activeMutant = undefined;
    if (isRemembered) this.#tests = null;
    if (hitLimit !== undefined && (this.#instrumentation.hitCount ?? 0) > hitLimit)
      return toMutantRunResult({ status: DryRunStatus.Timeout, reason: 'the mutant ran without an end' });
    return toMutantRunResult({ status: DryRunStatus.Complete, tests: results });
  }

  /** The tests of the sandbox, which is the working folder by then. */
  async #loaded(): Promise<readonly CollectedTest[]> {
    if (this.#tests !== null) return this.#tests;
    if (this.#loads++ === 0) this.#prepare();
    const { collectTests } = await import('./collected-tests.ts');
    const filePaths = globSync(files).sort();
    this.#tests = await collectTests(filePaths.map((filePath) => path.resolve(filePath)));
    return this.#tests;
  }

  #prepare(): void {
    process.env['SCOVILLE_RUNS'] = String(lawRuns);
    fc.configureGlobal({ seed, endOnFailure: true, numRuns: Math.ceil(100 * lawRuns) });
    const standIn = new URL('./collected-tests.ts', import.meta.url).href;
    const sandbox = `${pathToFileURL(process.cwd()).href}/`;
    registerHooks({
      resolve: (specifier, context, next) => {
        if (specifier === 'vitest' && context.parentURL !== standIn)
          return { url: standIn, shortCircuit: true };
        const resolved = next(specifier, context);
        if (!resolved.url.startsWith(sandbox)) return resolved;
        return { ...resolved, url: `${resolved.url}?${this.#loads}` };
      },
    });
  }
}

/**
 * What tests cover as they run counts as theirs alone, though some file covers it as it loads too: Stryker would run all tests
 * for each such mutant. At worst one survives that only the loading would have killed.
 */
function withoutLoading({ static: loading, perTest }: MutantCoverage): MutantCoverage {
  const tested = new Set(Object.values(perTest).flatMap((covered) => Object.keys(covered)));
  const alone = Object.entries(loading).filter(([id]) => !tested.has(id));
  return { static: Object.fromEntries(alone), perTest };
}

async function resultOf({ id, name, file, run }: CollectedTest): Promise<TestResult> {
  const startedMs = performance.now();
  const known = () => ({ id, name, fileName: file, timeSpentMs: performance.now() - startedMs });
  try {
    await run();
    return { ...known(), status: TestStatus.Success };
  } catch (error) {
    const failureMessage = error instanceof Error ? error.message : String(error);
    return { ...known(), status: TestStatus.Failed, failureMessage };
  }
}

function createMutationRunner(): MutationRunner {
  const global = globalThis as unknown as Record<string, Instrumentation | undefined>;
  global[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};
  return new MutationRunner(global[INSTRUMENTER_CONSTANTS.NAMESPACE] as Instrumentation);
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'scoring', createMutationRunner)];
