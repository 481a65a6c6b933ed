/** The pages of the repository: every link leads somewhere, every page is near the README, and the short pages stay short. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { metricTable } from '../../src/base/telemetry/telemetry.ts';
import { banner } from '../../src/roles/roles.ts';
import { rooms } from '../support/rooms-in-order.ts';
import { filePaths, repository, textOf } from '../support/source-text.ts';
import { anchorsOf, clicksFrom, linksOf } from './links.ts';

const pages = new Map(
  filePaths.filter((filePath) => filePath.endsWith('.md')).map((filePath) => [filePath, textOf(filePath)]),
);
const clicksMax = 2;
const pictureBytesMax = 300_000;
const linesMax = { 'README.md': 150, 'ARCHITECTURE.md': 200 };

describe('links', () => {
  test('are there to be judged', () => {
    expect(pages.size).toBeGreaterThan(30);
    expect([...pages].flatMap(([filePath, text]) => linksOf(filePath, text)).length).toBeGreaterThan(150);
  });

  test.each([...pages])('of %s lead to files and headings that are there', (filePath, text) => {
    const broken = linksOf(filePath, text).flatMap(({ line, written, target, anchor }) => {
      if (!existsSync(path.join(repository, target))) return [`line ${line}: ${written}: no such file`];
      if (anchor === null || anchorsOf(pages.get(target) ?? '').has(anchor)) return [];
      return [`line ${line}: ${written}: no such heading`];
    });
    expect(broken).toEqual([]);
  });

  test(`every page is at most ${clicksMax} clicks from the README`, () => {
    const clicks = clicksFrom('README.md', pages);
    const far = [...pages.keys()].filter(
      (filePath) => (clicks.get(filePath) ?? Number.POSITIVE_INFINITY) > clicksMax,
    );
    expect(far).toEqual([]);
  });
});

test('the pages name metrics that are there', () => {
  const known = new Set(Object.values<{ name: string }>(metricTable).map(({ name }) => name));
  const strange = [...pages]
    .filter(([filePath]) => !/CHANGELOG|renamed|decisions/.test(filePath))
    .flatMap(([filePath, text]) =>
      [...text.matchAll(/`[^`\n]*\b(scoville_[a-z]+_[a-z_]+)/g)].map(([, name]) => `${filePath}: ${name}`),
    )
    .filter((named) => !known.has(named.split(': ')[1] ?? ''));
  expect(strange).toEqual([]);
});

test(`a picture has at most ${pictureBytesMax / 1_000} KB`, () => {
  const pictures = filePaths.filter((filePath) => filePath.startsWith('docs/pictures/'));
  expect(pictures.length).toBeGreaterThan(0);
  const large = pictures.filter((file) => statSync(path.join(repository, file)).size > pictureBytesMax);
  expect(large).toEqual([]);
});

test.each(Object.entries(linesMax))('%s has at most %i lines', (filePath, lines) => {
  expect(textOf(filePath).split('\n').length - 1).toBeLessThanOrEqual(lines);
});

test('the README shows what a start prints', () => {
  const readme = textOf('README.md');
  const shown = (name: string) => new RegExp(`^  ${name} +(\\S+)$`, 'm').exec(readme)?.[1] ?? '';
  const password = /password (\S+)/.exec(readme)?.[1] ?? '';
  const printed = banner({
    baseUrl: 'http://127.0.0.1:4400',
    writeKey: shown('Public key'),
    secretKey: shown('Secret key'),
    apiToken: shown('API token'),
    adminEmail: 'admin@scoville.local',
    adminPassword: password,
    hasShop: true,
    roles: [],
    stores: '',
    dataDir: '',
    programmes: [],
    warnings: [],
  });
  const lines = printed
    .split('\n')
    .filter((line) => /^ {2}(?:Scoville|Console|Shop|Public|Secret|API|Snippet|Try)/.test(line));
  expect(lines).toHaveLength(8);
  for (const line of lines) expect(readme).toContain(line);
});

describe('ARCHITECTURE.md', () => {
  const text = textOf('ARCHITECTURE.md');

  test('names every room, in the order in which they may import', () => {
    const named = [...text.matchAll(/^\| `([a-z/-]+)` \|/gm)].map(([, room]) => room ?? '');
    expect(named.filter((room) => rooms.includes(room))).toEqual(rooms);
  });

  test('names files that are there', () => {
    const named = [...text.matchAll(/`((?:src|test|rules)\/[\w./-]+\.\w+)`/g)].map(
      ([, filePath]) => filePath ?? '',
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((filePath) => !existsSync(path.join(repository, filePath)))).toEqual([]);
  });
});

describe('the checker of links', () => {
  const page =
    '# One `two`\n\n[a](b.md#c) `[no](code.md)` ![p](pictures/p.png) [`x`](d) and `[no](e)` [web](https://e.example)\n\n```\n[no](x.md)\n# No\n```\n\n## Rule: `a`, `b`\n\n## One two\n';

  test('finds relative links outside code', () => {
    expect(linksOf('docs/a.md', page).map(({ target, anchor }) => [target, anchor])).toEqual([
      ['docs/b.md', 'c'],
      ['docs/pictures/p.png', null],
      ['docs/d', null],
    ]);
    expect(linksOf('docs/a.md', '[up](../README.md) [here](#there)').map(({ target }) => target)).toEqual([
      'README.md',
      'docs/a.md',
    ]);
  });

  test('makes the anchors that GitHub makes', () => {
    expect([...anchorsOf(page)]).toEqual(['one-two', 'rule-a-b', 'one-two-1']);
  });

  test('counts clicks', () => {
    const small = new Map([
      ['README.md', '[a](a.md)'],
      ['a.md', '[b](b)'],
      ['b/README.md', '[c](c.md)'],
      ['b/c.md', ''],
      ['alone.md', ''],
    ]);
    expect([...clicksFrom('README.md', small)]).toEqual([
      ['README.md', 0],
      ['a.md', 1],
      ['b/README.md', 2],
      ['b/c.md', 3],
    ]);
  });
});
