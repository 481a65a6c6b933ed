/** The reader of programme files. */
import { incoherences } from './coherence.ts';
import { programmeDoubts } from './doubts/programme-doubts.ts';
import type { FileError } from './faults/faults.ts';
import { type Programme, programmeSchema } from './programme.ts';
import { type FileKind, readYaml } from './yaml-file.ts';

/** `warnings`: rules that never match or contradict each other. They stop nothing. */
export type ProgrammeReading =
  | { ok: true; programme: Programme; warnings: FileError[] }
  | { ok: false; errors: FileError[] };

const kind: FileKind<Programme> = { what: 'the programme', schema: programmeSchema, incoherences };

/**
 * Reads one programme file. Never throws: all errors are returned, in the order of the text. With the names of all pipelines
 * (`process/pipeline`), one that is none of them is a warning.
 */
export function readProgramme(file: string, text: string, pipelines?: ReadonlySet<string>): ProgrammeReading {
  const doubts = (programme: Programme) => programmeDoubts(programme, pipelines);
  const reading = readYaml({ ...kind, doubts }, file, text);
  return reading.ok ? { ok: true, programme: reading.value, warnings: reading.warnings } : reading;
}
