/** Files as a way in: which texts of the rules folder are new, and which are only old copies. */
import type { Activation } from '../stream/stream.ts';
import { digestOf, type ProgrammeSource, versionOf } from './programme-source.ts';
import type { RulesFile } from './rules-folder.ts';

/** How a rules folder differs from what is active, in words. */
export interface FolderNotices {
  /** Files with a text that is not active, thus was before. */
  old: string[];
  /** Active programmes without a file here. */
  absent: string[];
}

/** Returns the sources with each text of a file that was never active put in; null for none. */
export async function changedByFiles(
  files: readonly RulesFile[],
  sources: readonly ProgrammeSource[],
  activation: Pick<Activation, 'textsThatWere'>,
  nowMs: number,
): Promise<ProgrammeSource[] | null> {
  const active = new Map(sources.map((source) => [source.programme.programme, source]));
  const others = files.filter(({ programme, text }) => active.get(programme.programme)?.text !== text);
  const were = await activation.textsThatWere(others.map(({ text }) => digestOf(text)));
  const fresh = others.filter(({ text }) => !were.has(digestOf(text)));
  for (const { programme, text, examples } of fresh)
    active.set(programme.programme, {
      programme,
      version: versionOf(text),
      text,
      examples: examples?.text ?? null,
      author: 'file',
      note: '',
      notifies: false,
      generation: 0,
      activatedAtMs: nowMs,
    });
  return fresh.length === 0 ? null : [...active.values()];
}

export function noticesOf(files: readonly RulesFile[], sources: readonly ProgrammeSource[]): FolderNotices {
  const sourceOf = (id: string) => sources.find(({ programme }) => programme.programme === id);
  const here = new Set(files.map(({ programme }) => programme.programme));
  return {
    old: files
      .filter(({ programme, text }) => sourceOf(programme.programme)?.text !== text)
      .map(({ file, programme: { programme: id }, text }) => {
        const active = sourceOf(id);
        const stays =
          active === undefined ? 'it stays retired' : `version ${active.version} of the store stays active`;
        return `${file}: its text of programme "${id}" (version ${versionOf(text)}) was active before; ${stays}. "scoville pull" writes what is active to the folder, "scoville rollback ${id} <number>" activates an earlier version, "scoville versions ${id}" lists them`;
      }),
    absent: sources
      .filter(({ programme }) => !here.has(programme.programme))
      .map(
        ({ programme: { programme: id } }) =>
          `programme "${id}" is active, from the store; no file of the rules folder holds it. "scoville pull" writes it there, "scoville retire ${id}" ends it`,
      ),
  };
}
