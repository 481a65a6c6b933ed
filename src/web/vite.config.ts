/** Builds the pages and then the snippet, in one command, into `dist/web`. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const outDir = here('../../dist/web');

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

/** The pages use pure code of the kernel; its hashing is left out of the build, and says so should it ever be called. */
function withoutHashing(): Plugin {
  const id = '\0no-hashing';
  return {
    name: 'scoville-without-hashing',
    enforce: 'pre',
    resolveId: (source) => (source === 'node:crypto' ? id : null),
    load: (loaded) =>
      loaded === id ? `export const hash = () => { throw new Error('pages do not hash'); };` : null,
  };
}

export default defineConfig({
  root: here('console'),
  plugins: [withoutHashing(), react(), snippet()],
  build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022', chunkSizeWarningLimit: 900 },
});
