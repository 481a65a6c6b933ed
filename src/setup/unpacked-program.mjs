/** A program of Debian unpacked below the checkout, with the libraries that the machine lacks. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture } from './child-processes.mjs';
import { libraryPackages, unpackPackages } from './debian-packages.mjs';

/**
 * Unpacks packages into `.tools/<name>`: made whole in a scratch folder, then renamed. The script `.tools/<name>/<program>` sets the path of
 * their libraries. Returns whether the program is there and `works`.
 * @param {{ tools: string, name: string, packages: string[], librariesOf: string, program: string, works: (program: string) => boolean }} options
 *   `librariesOf`: the package whose dependencies bring libraries; `program`: its path in the packages, such as `usr/bin/redis-server`
 */
export async function unpackProgram({ tools, name, packages, librariesOf, program, works }) {
  const work = path.join(tools, `${name}.new-${process.pid}`);
  const target = path.join(work, 'root');
  const script = path.join(target, path.basename(program));
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    if (!(await unpackPackages({ packages, target, work }))) return false;
    if (capture('ldd', [path.join(target, program)]).stdout.includes('not found')) {
      const libraries = libraryPackages(librariesOf, work);
      if (libraries.length > 0 && !(await unpackPackages({ packages: libraries, target, work })))
        return false;
    }
    writeFileSync(script, wrapperScript(target, program));
    chmodSync(script, 0o755);
    if (!works(script)) return false;
    const folder = path.join(tools, name);
    rmSync(folder, { recursive: true, force: true });
    renameSync(target, folder);
    return true;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} target @param {string} program */
function wrapperScript(target, program) {
  const folders = [path.join('usr', 'lib'), 'lib'].flatMap((parent) => {
    const folder = path.join(target, parent);
    if (!existsSync(folder)) return [];
    const triplets = readdirSync(folder).filter((name) => name.includes('-linux-'));
    return [parent, ...triplets.map((name) => path.join(parent, name))];
  });
  const libraries = folders.map((folder) => `$here/${folder}`).join(':');
  return [
    '#!/bin/sh',
    '# Starts the program unpacked here, with the libraries unpacked beside it.',
    'here=$(cd "$(dirname "$0")" && pwd)',
    `export LD_LIBRARY_PATH="${libraries}"`,
    `exec "$here/${program}" "$@"`,
    '',
  ].join('\n');
}
