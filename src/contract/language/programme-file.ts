/** The reader of programme files. */
import { incoherences } from './coherence.ts';
import type { FileError } from './faults/faults.ts';
import { type Programme, programmeSchema } from './programme.ts';
import { type FileKind, readYaml } from './yaml-file.ts';

export type ProgrammeReading = { ok: true; programme: Programme } | { ok: false; errors: FileError[] };

const kind: FileKind<Programme> = { what: 'the programme', schema: programmeSchema, incoherences };

/** Reads one programme file. Never throws: all errors are returned, in the order of the text. */
export function readProgramme(file: string, text: string): ProgrammeReading {
  const reading = readYaml(kind, file, text);
  return reading.ok ? { ok: true, programme: reading.value } : reading;
}
