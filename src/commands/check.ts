/** `scoville check`: rule files found by name, folder or pattern, checked without a server. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { limits } from '../base/kernel/kernel.ts';
import { type FileKindName, fileKindOf, fileKinds, noteOf } from '../contract/language/language.ts';
import { type CheckedFile, checkTexts, type GivenFile } from './check.core.ts';
import { checkInWords } from './check-words.ts';
import { exitCodes } from './exit-codes.ts';
import { MisuseError } from './usage-error.ts';

interface CheckTerminal {
  say(line: string): void;
  readIn(): Promise<string>;
}

interface Options {
  examples?: string | undefined;
  'no-examples': boolean;
  kind?: string | undefined;
  strict: boolean;
  json: boolean;
}

/** The name of the input in messages. */
const input = 'stdin';

/** Checks files and says what it found; returns the exit code. Throws `MisuseError` where nothing can be checked. */
export async function checkFiles(
  { say, readIn }: CheckTerminal,
  given: readonly (string | undefined)[],
  options: Options,
): Promise<number> {
  const named = given.filter((one) => one !== undefined);
  if (named.length === 0)
    throw new MisuseError('a file is missing; name files, folders or patterns, or - for the input');
  const kind = kindIn(options.kind);
  const found = [...new Set(named.flatMap(filesOf))];
  const files = await Promise.all(
    found.map(
      async (file): Promise<GivenFile> => (file === '-' ? { file: input, text: await readIn() } : read(file)),
    ),
  );
  const { all, examplesOf } = withCompanions(files, options);
  const checked = checkTexts(all, {
    kind,
    examplesOf,
    besides: processesBeside(all),
    latenessMs: limits.latenessMs,
  });
  for (const line of options.json ? [inJson(checked)] : checkInWords(checked)) say(line);
  const hasErrors = checked.some(({ errors }) => errors.length > 0);
  const hasWarnings = checked.some(({ warnings }) => warnings.length > 0);
  return hasErrors || (options.strict && hasWarnings) ? exitCodes.refused : exitCodes.done;
}

function kindIn(given: string | undefined): FileKindName | undefined {
  const kind = fileKinds.find((one) => one === given);
  if (given !== undefined && kind === undefined)
    throw new MisuseError(`--kind is "${given}": expected one of ${fileKinds.join(', ')}`);
  return kind;
}

const isRules = (name: string) => /\.ya?ml$/.test(name) && !/(?:^|[/\\])(?:\.|node_modules[/\\])/.test(name);

/** The files that a name, a folder or a pattern stands for. */
function filesOf(named: string): string[] {
  if (named === '-') return [named];
  if (!existsSync(named) && /[*?[{]/.test(named)) {
    const matched = globSync(named)
      .filter((one) => statSync(one).isFile())
      .sort();
    if (matched.length === 0) throw new MisuseError(`"${named}" matches no file`);
    return matched;
  }
  if (!statSync(named).isDirectory()) return [named];
  const inside = globSync('**/*', { cwd: named }).filter(isRules).sort();
  if (inside.length === 0)
    throw new MisuseError(`the folder "${named}" holds no file that ends in .yaml or .yml`);
  return inside.map((one) => path.join(named, one));
}

const read = (file: string): GivenFile => ({ file, text: readFileSync(file, 'utf8') });

/** The files with the examples beside programmes and the programmes beside examples, each once. */
function withCompanions(
  files: readonly GivenFile[],
  options: Options,
): { all: GivenFile[]; examplesOf: Map<string, string> } {
  const all = [...files];
  const examplesOf = new Map<string, string>();
  const pair = (programme: string, examples: string) => {
    for (const file of [programme, examples]) if (!all.some((one) => one.file === file)) all.push(read(file));
    examplesOf.set(programme, examples);
  };
  const isExamples = ({ file, text }: GivenFile) => fileKindOf(file, text) === 'examples';
  for (const one of files) {
    const isProgramme = fileKindOf(one.file, one.text) === 'programme';
    if (isProgramme && options.examples !== undefined) pair(one.file, options.examples);
    else if (isProgramme && !options['no-examples']) {
      const beside = existing(one.file, ['.examples.yaml', '.examples.yml']);
      if (beside !== null) pair(one.file, beside);
    } else if (isExamples(one)) {
      const beside = existing(one.file.replace(/\.examples(?=\.ya?ml$)/, ''), ['.yaml', '.yml']);
      if (beside !== null) pair(beside, one.file);
    }
  }
  return { all, examplesOf };
}

/** The file with one of these endings in place of its own; null where none is there. */
function existing(file: string, endings: readonly string[]): string | null {
  return (
    endings
      .map((ending) => file.replace(/\.ya?ml$/, ending))
      .find((one) => one !== file && existsSync(one)) ??
    (endings.includes(path.extname(file)) && existsSync(file) && !file.includes('.examples.') ? file : null)
  );
}

/** Sales processes in the folder `pipelines` beside programmes or above them: their pipelines may be named. */
function processesBeside(files: readonly GivenFile[]): GivenFile[] {
  const given = new Set(files.map(({ file }) => path.resolve(file)));
  const folders = new Set(
    files
      .filter(({ file, text }) => file !== input && fileKindOf(file, text) === 'programme')
      .flatMap(({ file }) =>
        ['pipelines', '../pipelines'].map((one) => path.resolve(path.dirname(file), one)),
      ),
  );
  return [...folders]
    .flatMap((folder) => globSync('*.{yaml,yml}', { cwd: folder }).map((name) => path.join(folder, name)))
    .filter((file) => !given.has(file))
    .map(read);
}

function inJson(checked: readonly CheckedFile[]): string {
  const files = checked.map(({ file, kind, errors, warnings, examplesRun }) => ({
    ...{ file, kind, examplesRun },
    ...{ errors: errors.map(noteOf), warnings: warnings.map(noteOf) },
  }));
  return JSON.stringify({ files }, null, 2);
}
