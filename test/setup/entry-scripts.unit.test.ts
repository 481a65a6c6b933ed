/** What runs before the pinned Node takes over: on every Node that package.json names, with its built-in modules alone. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository, textOf } from '../support/source-text.ts';
import { newDirectory } from '../support/test-run.ts';

const scripts = globSync('src/setup/*.mjs', { cwd: repository });
const { engines } = JSON.parse(textOf('package.json')) as { engines: { node: string } };

test('import Node’s own modules and each other, no TypeScript and no package', () => {
  const strange = scripts.flatMap((file) =>
    [...textOf(file).matchAll(/^import .*from '([^']+)'|import\('([^']+)'\)/gm)]
      .map(([, name = '', later = '']) => name || later)
      .filter((name) => !name.startsWith('node:') && !/^\.\/[\w-]+\.mjs$/.test(name))
      .map((name) => `${file}: ${name}`),
  );
  expect(scripts.length).toBeGreaterThan(8);
  expect(strange).toEqual([]);
});

/** Returns what the compiler says of scripts that may use the language and its library as Node 20 has them: ECMAScript 2023. */
function newerThanNode20(files: readonly string[]): string {
  const project = path.join(newDirectory('scripts'), 'tsconfig.json');
  const compilerOptions = {
    ...{ noEmit: true, allowJs: true, checkJs: true, strict: true, skipLibCheck: true, module: 'nodenext' },
    ...{ target: 'es2023', lib: ['es2023'], types: ['node'] },
    typeRoots: [path.join(repository, 'node_modules', '@types')],
  };
  writeFileSync(project, JSON.stringify({ compilerOptions, files }));
  const program = path.join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
  return spawnSync(process.execPath, [program, '--project', project], { encoding: 'utf8' }).stdout;
}

test('use no language that Node 20 lacks', () => {
  expect(engines.node).toBe('>=20');
  expect(newerThanNode20(scripts.map((file) => path.join(repository, file)))).toBe('');
});

test('would be refused with what came with Node 22', () => {
  const newer = path.join(newDirectory('newer'), 'newer.mjs');
  writeFileSync(
    newer,
    'export const { promise } = Promise.withResolvers();\nexport const s = new Set([1]).union(new Set([2]));\n',
  );
  expect(newerThanNode20([newer])).toMatch(/withResolvers[\s\S]*union/);
});

/** Every other Node of this machine, such as that of the system. */
const others = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .map((directory) => path.join(directory, 'node'))
  .filter((file) => existsSync(file))
  .map((file) => ({
    file,
    version: spawnSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim(),
  }))
  .filter(
    ({ version }, at, all) =>
      Number.parseInt(version, 10) >= 20 && all.findIndex((one) => one.version === version) === at,
  );

describe.each(others)('on Node $version', ({ file }) => {
  test('the command behind npm starts, and names its commands', () => {
    const { status, stderr } = spawnSync(file, ['src/setup/run.mjs', 'fly'], {
      cwd: repository,
      encoding: 'utf8',
    });
    expect(stderr).toContain('Unknown command "fly": one of start, demo, test');
    expect(status).toBe(1);
  });

  test('it finds the pinned Node, which runs the product', () => {
    const text = `import { findNode } from './src/setup/node-runtime.mjs';
      console.log(findNode({ root: '.', say: console.log }).version);`;
    const { stdout } = spawnSync(file, ['--input-type=module', '--eval', text], {
      cwd: repository,
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe(process.versions.node);
  });
});
