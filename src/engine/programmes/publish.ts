/** Publishing a programme: read, rehearsed against its examples, then written to the rules folder in one step. */
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { ApiError } from '../../base/kernel/kernel.ts';
import {
  errorInWords,
  examplesSchema,
  type Programme,
  readProgramme,
} from '../../contract/language/language.ts';
import { compileAlone, differencesOf, rehearse } from '../scoring/scoring.ts';
import { versionOf } from './programme-version.ts';
import type { ProgrammeSource, Programmes } from './programmes.ts';

export interface Draft {
  programme: Programme;
  version: string;
  text: string;
}

/** Reads a draft. Throws `invalid_request` with every error, by line and column. */
function readDraft(text: string): Draft {
  const read = readProgramme('draft.yaml', text);
  if (read.ok) return { programme: read.programme, version: versionOf(text), text };
  throw new ApiError('invalid_request', read.errors.map(errorInWords).join('\n'));
}

/** Reads a draft of one programme. Throws `invalid_request` where the text is of another, or cannot be read. */
export function draftOf(id: string, text: string): Draft {
  const draft = readDraft(text);
  if (draft.programme.programme === id) return draft;
  throw new ApiError(
    'invalid_request',
    `the text is of programme "${draft.programme.programme}", not "${id}"; use its own address, or change "programme"`,
  );
}

/** The active source of a programme; null where there is none. */
export function sourceOf(programmes: Pick<Programmes, 'sources'>, id: string): ProgrammeSource | null {
  return programmes.sources().find(({ programme }) => programme.programme === id) ?? null;
}

/** Rehearses a draft against the example files of its programme; a line for each difference, empty when all are met. */
export async function rehearseDraft(directory: string, draft: Draft, latenessMs: number): Promise<string[]> {
  const differences: string[] = [];
  for (const name of (await readdir(directory)).filter((file) => /\.examples\.ya?ml$/.test(file)).sort()) {
    const given = examplesSchema.safeParse(parse(await readFile(join(directory, name), 'utf8')));
    if (!given.success) {
      differences.push(`${name}: not readable as examples: ${given.error.issues[0]?.message ?? ''}`);
      continue;
    }
    if (given.data.programme !== draft.programme.programme) continue;
    const programmes = compileAlone(draft.programme, draft.version);
    for (const example of given.data.examples)
      for (const difference of differencesOf(example, rehearse(programmes, example, latenessMs)))
        differences.push(`${name}: "${example.example}": ${difference}`);
  }
  return differences;
}

/** Writes a draft where its programme's file lies, or to one named by its id; readers see the old file or the new one. */
export async function writeProgramme(directory: string, draft: Draft): Promise<void> {
  const id = draft.programme.programme;
  const names = (await readdir(directory)).filter(
    (name) => /\.ya?ml$/.test(name) && !name.includes('.examples.'),
  );
  let file = `${id}.yaml`;
  for (const name of names) {
    const read = readProgramme(name, await readFile(join(directory, name), 'utf8'));
    if (read.ok && read.programme.programme === id) file = basename(name);
  }
  const unfinished = join(directory, `.${file}.new`);
  await writeFile(unfinished, draft.text);
  await rename(unfinished, join(directory, file));
}
