/** The reader of programme files. */
import { incoherences } from './coherence.ts';
import { programmeDoubts } from './doubts/programme-doubts.ts';
import type { FileError } from './faults/faults.ts';
import { type Programme, programmeSchema } from './programme.ts';
import type { SalesNames } from './sales-names.ts';
import { type FileKind, readYaml } from './yaml-file.ts';

/** `warnings`: rules that never match or contradict each other. They stop nothing. */
export type ProgrammeReading =
  | { ok: true; programme: Programme; warnings: FileError[] }
  | { ok: false; errors: FileError[] };

const kind: FileKind<Programme> = { what: 'the programme', schema: programmeSchema, incoherences };

/**
 * Reads one programme file. Never throws: all errors are returned, in the order of the text. With the names that sales
 * has, one that is none of them is a warning.
 */
export function readProgramme(file: string, text: string, names?: SalesNames): ProgrammeReading {
  const doubts = (programme: Programme) => programmeDoubts(programme, names);
  const reading = readYaml({ ...kind, doubts }, file, text);
  return reading.ok ? { ok: true, programme: reading.value, warnings: reading.warnings } : reading;
}
