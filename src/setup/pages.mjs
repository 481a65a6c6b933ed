/** Builds the web pages into dist/web when they are missing or older than their sources. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runStep, SetupError } from './child-processes.mjs';

/**
 * Runs Vite's build unless `dist/web/.hash` names the sources as they are.
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv, say: (line: string) => void }} options
 */
export async function ensurePages({ root, node, env, say }) {
  const config = path.join(root, 'src', 'web', 'vite.config.ts');
  if (!existsSync(config)) return;
  const target = path.join(root, 'dist', 'web');
  const mark = path.join(target, '.hash');
  const hash = sourceHash(root);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  say('Building the web pages…');
  const code = await runStep(
    node,
    [
      path.join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--config',
      config,
      '--outDir',
      target,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
    { cwd: root, env: { ...env, NODE_ENV: 'production' } },
  );
  if (code !== 0)
    throw new SetupError(`The web pages could not be built (vite ended with code ${code}; see above).`);
  writeFileSync(mark, hash);
}

/** Before Node 20.12 it has another name. @param {{ parentPath?: string, path?: string }} entry */
const folderOf = ({ parentPath, path: before }) => parentPath ?? before ?? '';

/** SHA-256 over the names and texts of src/web, of the pure rooms and the client it uses, and over the lock file. @param {string} root */
function sourceHash(root) {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')));
  const files = ['src/web', 'src/base/text', 'src/contract/api', 'clients/typescript']
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(folderOf(entry), entry.name))
    .sort();
  for (const file of files) hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}
