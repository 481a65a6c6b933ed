/** Builds the pages, the snippet and the page of the API, then compresses their assets, in one command, into `dist/web`. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';
import { pageNonceMark } from '../contract/api/api.ts';
import { compressed } from './compressed.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const outDir = here('../../dist/web');

/** On a slow machine the bundler would say by the way which of its parts took long. */
const checks = { bundlerTimings: false };

/** The snippet is one file without imports, for pages we know nothing about. */
function snippet(): Plugin {
  return {
    name: 'scoville-snippet',
    apply: 'build',
    async closeBundle() {
      await build({
        configFile: false,
        logLevel: 'warn',
        build: {
          outDir,
          emptyOutDir: false,
          target: 'es2020',
          rolldownOptions: { checks },
          lib: {
            entry: here('snippet/snippet.ts'),
            formats: ['iife'],
            name: 'scovilleSnippet',
            fileName: () => 's.js',
          },
        },
      });
    },
  };
}

/** A build of its own, with a viewer that the console's pages know nothing of. */
function apiPage(): Plugin {
  return {
    name: 'scoville-api-page',
    apply: 'build',
    async closeBundle() {
      await build({
        configFile: false,
        logLevel: 'warn',
        root: here('docs'),
        base: '/docs/',
        build: {
          outDir: `${outDir}/docs`,
          emptyOutDir: true,
          assetsInlineLimit: 0,
          target: 'es2022',
          rolldownOptions: { checks },
          chunkSizeWarningLimit: 2_000,
        },
      });
    },
  };
}

/** What the log-in and the first page import is one script: a browser asks once, and the whole compresses better than its parts. */
const firstView = { name: 'first', tags: ['$initial' as const], priority: 2 };
/** What so many pages or more share is one script too: fields, tables, dialogs. A page then asks for a handful of scripts, not for forty. */
const common = { name: 'common', minShareCount: 6, priority: 1 };

export default defineConfig({
  root: here('console'),
  html: { cspNonce: pageNonceMark },
  plugins: [react(), snippet(), apiPage(), compressed(`${outDir}/assets`, `${outDir}/docs/assets`)],
  build: {
    outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      checks,
      // The door of the contract re-exports every schema. The pages take its catalogues alone: no validator, nothing of Node.
      treeshake: { moduleSideEffects: (id) => !/\/src\/(?:base|contract)\//.test(id) },
      external: /^node:/,
      output: { codeSplitting: { groups: [firstView, common] } },
    },
  },
});
