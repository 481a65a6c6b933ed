/**
 * The program in one file, for tests that start it: Node reads that in less than half of the processor time of 1,600 modules.
 *
 * The product has no build step: the bench starts its source, and so does the first test of test/e2e/start.e2e.test.ts.
 */
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'rolldown';
import { madeOnceARun } from './once-a-run.ts';

/** What starts the program: arguments to Node and settings of its process. */
export interface ProgramStart {
  args: string[];
  env: Record<string, string>;
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const bundleName = 'main.cjs';

/** The source, as operators start it. */
export const fromSource: ProgramStart = { args: [main], env: {} };

/** The program as one file, made once a run of vitest. Elsewhere, as in the bench, the source. */
export async function programStart(): Promise<ProgramStart> {
  if (process.env['VITEST'] === undefined) return fromSource;
  const folder = await madeOnceARun('program', makeBundle);
  // Each run has a file of its own, so its compiled code belongs to the run too.
  return {
    args: [path.join(folder, bundleName)],
    env: { NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
  };
}

async function makeBundle(folder: string): Promise<void> {
  // Loaded by the one worker that makes it.
  const { build } = await import('rolldown');
  await build({
    input: main,
    platform: 'node',
    plugins: [locations],
    logLevel: 'silent',
    output: {
      // ES modules would load a client of HTTP with every import of node:http.
      format: 'cjs',
      dir: folder,
      entryFileNames: bundleName,
      chunkFileNames: '[name].cjs',
      keepNames: true,
      strict: true,
    },
  });
}

/** Keeps each module at its place: files beside it are found there, and packages that are loaded on demand stay as installed. */
const locations: Plugin = {
  name: 'locations',
  resolveId(source, _importer, { kind }) {
    if (kind !== 'dynamic-import' || source.startsWith('.')) return null;
    return { id: import.meta.resolve(source), external: true };
  },
  transform(code, id) {
    if (!code.includes('import.meta.url')) return null;
    return code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href));
  },
};
