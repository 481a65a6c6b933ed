/** The rules folder: programmes as files, each with its examples beside it. */

import { existsSync, type FSWatcher, watch } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { normalisedText } from '../../base/text/text.ts';
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
  /** Those without an error. */
  files: RulesFile[];
  /** Why files cannot be activated, with line and column. */
  errors: string[];
  /** What is wrong with examples files: it holds nothing up but the publishing of their own programmes. */
  examplesErrors: string[];
}

/** Reads all programmes of a folder; a folder that is not there has none. Never throws: what cannot be read is an error. */
export async function readRulesFolder(directory: string): Promise<RulesFolder> {
  const folder: RulesFolder = { files: [], errors: [], examplesErrors: [] };
  const names = await readable(namesIn(directory), directory, folder.errors);
  const all = (names ?? []).filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.')).sort();
  const beside = new Set<string>();
  for (const name of all.filter((one) => !isExamples(one))) {
    const file = join(directory, name);
    const examplesName = all.find(
      (one) => one.replace(/\.examples\.ya?ml$/, '') === name.replace(/\.ya?ml$/, ''),
    );
    if (examplesName !== undefined) beside.add(examplesName);
    const text = await readable(readFile(file, 'utf8'), file, folder.errors);
    if (text === null) continue;
    // As it is in the file: so are the lines and columns of its errors.
    const read = readProgramme(file, text);
    if (!read.ok) {
      folder.errors.push(...read.errors.map(errorInWords));
      continue;
    }
    const examples = examplesName === undefined ? null : await named(join(directory, examplesName), folder);
    folder.files.push({ file, text: normalisedText(text), programme: read.programme, examples });
    if (examples === null) continue;
    const given = readExamples(examples.file, examples.text, read.programme.programme);
    if (!given.ok) folder.examplesErrors.push(...given.errors.map(errorInWords));
  }
  for (const name of all)
    if (isExamples(name) && !beside.has(name))
      folder.examplesErrors.push(
        `${join(directory, name)}: no programme beside it; name it as its programme's file, such as my-programme.examples.yaml beside my-programme.yaml`,
      );
  return withoutTwins(folder);
}

/** Neither of two files of one programme is its file. */
function withoutTwins(folder: RulesFolder): RulesFolder {
  const of = (id: string) => folder.files.filter(({ programme }) => programme.programme === id);
  const isTwin = ({ programme: { programme: id } }: RulesFile) => of(id).length > 1;
  const errors = folder.files
    .filter(isTwin)
    .map(
      ({ file, programme: { programme: id } }) =>
        `${file}: ${of(id).length} files are programme "${id}"; rename the programme in one, or remove a file`,
    );
  return {
    ...folder,
    files: folder.files.filter((one) => !isTwin(one)),
    errors: [...folder.errors, ...errors],
  };
}

/**
 * Writes the text of a programme and its examples to its file, or to one named by its id. Readers see the old file or the new
 * one. Returns the files that changed. Throws rather than write over a file with something else.
 */
export async function writeRulesFile(
  directory: string,
  { programme, text, examples }: { programme: string; text: string; examples: string | null },
): Promise<string[]> {
  const { files } = await readRulesFolder(directory);
  const own = files.find((one) => one.programme.programme === programme);
  const file = own?.file ?? join(directory, `${programme}.yaml`);
  if (own === undefined && existsSync(file))
    throw new Error(
      `${file}: is there, and holds programme "${programme}" with an error or not at all; correct or remove it, then write it again`,
    );
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

/** An examples file; null where it cannot be read. */
async function named(file: string, { examplesErrors }: RulesFolder): Promise<NamedText | null> {
  const text = await readable(readFile(file, 'utf8'), file, examplesErrors);
  return text === null ? null : { file, text: normalisedText(text) };
}

/** What was read; null, with an error more, where it cannot be. */
async function readable<Read>(reading: Promise<Read>, path: string, errors: string[]): Promise<Read | null> {
  try {
    return await reading;
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    errors.push(`${path}: cannot be read: ${code}; correct its permissions, or remove it`);
    return null;
  }
}

function isExamples(name: string): boolean {
  return /\.examples\.ya?ml$/.test(name);
}
