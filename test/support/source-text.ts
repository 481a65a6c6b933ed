/** The source text of the repository, as the tests of its structure read it: files, their rooms, their imports. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Folders of `src/` that hold rooms and are none themselves. */
const wings = ['base', 'contract', 'engine', 'sales'];

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  filePath: string;
  /** `kernel` room: `base/kernel`; null for a file outside every room. */
  room: string | null;
  isTest: boolean;
  text: string;
  /** The text with comments blanked. */
  code: string;
  lines: number;
}

/** An import of a file of ours: where it leads, and the names it takes. */
export interface Import {
  target: string;
  room: string | null;
}

/** What is made beside the source, as .gitignore has it. */
const isMade = (filePath: string) =>
  /^(?:\.git|data|dist|\.tools|coverage)$|(?:^|\/)node_modules$|\.log$|^bench\/results\/.*-quick.*\.json$/.test(
    filePath,
  );

/** Returns every file below a folder of the repository, without what is made. */
export function filesBelow(folder = ''): string[] {
  return readdirSync(path.join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const filePath = path.posix.join(folder, entry.name);
    if (isMade(filePath)) return [];
    return entry.isDirectory() ? filesBelow(filePath) : [filePath];
  });
}

/** By git; null where there is none, as on a bare machine, or where the folder is no clone. */
export function filesOfClone(): string[] | null {
  const asked = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const { status, stdout } = spawnSync('git', asked, { cwd: repository, encoding: 'utf8' });
  return status === 0 ? stdout.split('\n') : null;
}

/** Every file of the next commit: tracked and new ones, without ignored ones, so that a rule is broken before it is committed. */
export const filePaths = (filesOfClone() ?? filesBelow()).filter(
  (filePath) => filePath !== '' && existsSync(path.join(repository, filePath)),
);

export const files = filePaths
  .filter((filePath) => /^(?:src|test|bench|examples)\/.*\.(?:ts|tsx|mjs|js)$/.test(filePath))
  .map(readSource);

/** The product: everything under `src/` but tests. */
export const sources = files.filter((file) => file.filePath.startsWith('src/') && !file.isTest);

export function textOf(filePath: string): string {
  return readFileSync(path.join(repository, filePath), 'utf8');
}

function readSource(filePath: string): SourceFile {
  const text = textOf(filePath);
  const code = text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
  const isTest = /\.test\.tsx?$/.test(filePath);
  return { filePath, room: roomOf(filePath), isTest, text, code, lines: text.split('\n').length - 1 };
}

/** The room a path of `src/` lies in: its first folder, or its first two inside a wing; the door of a wing is a room of that name. */
export function roomOf(filePath: string): string | null {
  const [top, first, second, ...rest] = filePath.split('/');
  if (top !== 'src' || first === undefined || second === undefined) return null;
  return wings.includes(first) && rest.length > 0 ? `${first}/${second}` : first;
}

/** The file by which a room is entered: it bears the room's name. */
export function doorOf(room: string): string {
  return `src/${room}/${path.posix.basename(room)}.ts`;
}

/** Every relative import of a file, resolved. */
export function importsOf(file: SourceFile): Import[] {
  const found = file.code.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, specifier = '']) => {
    const target = path.posix.join(path.posix.dirname(file.filePath), specifier);
    return { target, room: roomOf(target) };
  });
}

/** Lists what is wrong with all files, each with its place; an empty list passes. */
export function errorsOf(of: readonly SourceFile[], judge: (file: SourceFile) => string[]): string[] {
  return of.flatMap((file) => judge(file).map((error) => `${file.filePath}: ${error}`));
}
