/** The JavaScript of a first visit, as the build made it: the page of work is in it, every other page comes on demand. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { repository } from '../support/source-text.ts';

/** Of JavaScript by gzip, as the issue of the console promises. */
const bytesMax = 250_000;
/** Of the first view, and of any other page with it: a browser that is far away waits for each. */
const firstScriptsMax = 3;
const pageScriptsMax = 12;
const built = path.join(repository, 'dist/web');

/** The scripts that the page names. */
const entriesOf = (folder: string) =>
  [
    ...readFileSync(path.join(folder, 'index.html'), 'utf8').matchAll(
      /<script[^>]* src="\/assets\/([^"]+)"/g,
    ),
  ].map(([, name = '']) => name);

/** Every script that comes with these by static imports, these too. */
function loadedWith(folder: string, names: readonly string[]): Set<string> {
  const loaded = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (loaded.has(name)) continue;
    loaded.add(name);
    const text = readFileSync(path.join(folder, 'assets', name), 'utf8');
    for (const [, next = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g))
      waiting.push(next);
  }
  return loaded;
}

const bytesOf = (folder: string, names: Iterable<string>) =>
  [...names].reduce((sum, name) => sum + gzipSync(readFileSync(path.join(folder, 'assets', name))).length, 0);

test('static imports are followed, each script once, and those on demand are not', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'scoville-first-load-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    path.join(folder, 'index.html'),
    '<script type="module" crossorigin src="/assets/a.js" nonce="n"></script>',
  );
  const assets = {
    'a.js': 'import{x}from"./b.js";import"./c.js";import("./d.js")',
    'b.js': 'import"./c.js"',
    'c.js': '',
    'd.js': '',
  };
  writeAssets(folder, assets);
  expect([...loadedWith(folder, entriesOf(folder))].sort()).toEqual(['a.js', 'b.js', 'c.js']);
});

function writeAssets(folder: string, assets: Record<string, string>): void {
  const directory = path.join(folder, 'assets');
  mkdirSync(directory);
  for (const [name, text] of Object.entries(assets)) writeFileSync(path.join(directory, name), text);
}

test.runIf(existsSync(built))('the first view is within 250 kB: the log-in and the work of a rep', () => {
  const entries = entriesOf(built);
  expect(entries).toHaveLength(1);
  const loaded = loadedWith(built, entries);
  expect(loaded.size).toBeLessThanOrEqual(firstScriptsMax);
  const bytes = bytesOf(built, loaded);
  process.stdout.write(`first load: ${bytes} bytes of JavaScript by gzip in ${loaded.size} files\n`);
  // A build whose imports were not understood would look small.
  expect(bytes).toBeGreaterThan(150_000);
  expect(bytes).toBeLessThanOrEqual(bytesMax);
});

test.runIf(existsSync(built))(
  'every other page asks for a handful of scripts, the first ones among them',
  () => {
    const pages = readdirSync(path.join(built, 'assets')).filter((name) =>
      /-(?:page|part)-[^.]+\.js$/.test(name),
    );
    expect(pages.length).toBeGreaterThan(20);
    const counts = pages.map((name) => loadedWith(built, [...entriesOf(built), name]).size);
    expect(Math.max(...counts)).toBeGreaterThan(3);
    expect(Math.max(...counts)).toBeLessThanOrEqual(pageScriptsMax);
  },
);
