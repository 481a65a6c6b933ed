/** The rules folder: programmes as files, each with its examples beside it. */
import { type FSWatcher, watch } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  errorInWords,
  type Programme,
  readExamples,
  readProgramme,
} from '../../contract/language/language.ts';

/** A text, and the file it is from as errors name it. */
export interface NamedText {
  file: string;
  text: string;
}

export interface RulesFile extends NamedText {
  programme: Programme;
  /** The file `<name>.examples.yaml` beside `<name>.yaml`; null where there is none. */
  examples: NamedText | null;
}

export interface RulesFolder {
  files: RulesFile[];
  /** Why files cannot be activated, with line and column. */
  errors: string[];
  /** What is wrong with examples files: it holds nothing up but the publishing of their own programmes. */
  examplesErrors: string[];
}

/** Reads all programmes of a folder; a folder that is not there has none. */
export async function readRulesFolder(directory: string): Promise<RulesFolder> {
  const all = (await namesIn(directory))
    .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
    .sort();
  const folder: RulesFolder = { files: [], errors: [], examplesErrors: [] };
  const beside = new Set<string>();
  for (const name of all.filter((one) => !isExamples(one))) {
    const file = join(directory, name);
    const text = await readFile(file, 'utf8');
    const read = readProgramme(file, text);
    const examplesName = all.find(
      (one) => one.replace(/\.examples\.ya?ml$/, '') === name.replace(/\.ya?ml$/, ''),
    );
    if (examplesName !== undefined) beside.add(examplesName);
    if (!read.ok) {
      folder.errors.push(...read.errors.map(errorInWords));
      continue;
    }
    const examples = examplesName === undefined ? null : await named(join(directory, examplesName));
    folder.files.push({ file, text, programme: read.programme, examples });
    if (examples === null) continue;
    const given = readExamples(examples.file, examples.text, read.programme.programme);
    if (!given.ok) folder.examplesErrors.push(...given.errors.map(errorInWords));
  }
  for (const name of all)
    if (isExamples(name) && !beside.has(name))
      folder.examplesErrors.push(
        `${join(directory, name)}: no programme beside it; name it as its programme's file, such as my-programme.examples.yaml beside my-programme.yaml`,
      );
  const seen = new Set<string>();
  for (const { programme } of folder.files) {
    if (seen.has(programme.programme))
      folder.errors.push(`${directory}: two files are programme "${programme.programme}"; rename one`);
    seen.add(programme.programme);
  }
  return folder;
}

/**
 * Writes the text of a programme and its examples to its file, or to one named by its id. Readers see the old file or the new
 * one. Returns the files that changed.
 */
export async function writeRulesFile(
  directory: string,
  { programme, text, examples }: { programme: string; text: string; examples: string | null },
): Promise<string[]> {
  const { files } = await readRulesFolder(directory);
  const own = files.find((one) => one.programme.programme === programme);
  const file = own?.file ?? join(directory, `${programme}.yaml`);
  const written: string[] = [];
  const write = async (target: string, content: string, before: string | null) => {
    if (content === before) return;
    const unfinished = target.replace(/([^/\\]+)$/, '.$1.new');
    await writeFile(unfinished, content);
    await rename(unfinished, target);
    written.push(target);
  };
  const examplesFile = own?.examples?.file ?? file.replace(/\.ya?ml$/, '.examples.yaml');
  if (examples !== null) await write(examplesFile, examples, own?.examples?.text ?? null);
  await write(file, text, own?.text ?? null);
  return written;
}

/** How long a folder must be quiet before it is read: editors write a file in several steps. */
const quietMs = 100;

/** Calls back when files of a folder have changed; null where it cannot be watched. */
export function watchRulesFolder(directory: string, onChange: () => void): FSWatcher | null {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher;
  try {
    watcher = watch(directory, () => {
      clearTimeout(timer);
      timer = setTimeout(onChange, quietMs);
    });
  } catch {
    return null;
  }
  // A removed folder ends the watch; the active programmes stay.
  watcher.on('error', () => watcher.close());
  watcher.on('close', () => clearTimeout(timer));
  return watcher;
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

async function named(file: string): Promise<NamedText> {
  return { file, text: await readFile(file, 'utf8') };
}

function isExamples(name: string): boolean {
  return /\.examples\.ya?ml$/.test(name);
}
