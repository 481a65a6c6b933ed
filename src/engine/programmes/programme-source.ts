/** The text of an active programme, with all that travels with it. */
import { createHash } from 'node:crypto';
import { errorInWords, type Programme, readProgramme } from '../../contract/language/language.ts';

/** A programme as it is activated: from a file, over the API, or from the store. */
export interface ProgrammeText {
  programme: Programme;
  /** How scores name it: the first 8 hex characters of the SHA-256 of its text. */
  version: string;
  text: string;
  /** The text of its examples file; null where there is none. */
  examples: string | null;
  /** An e-mail address, or `file` for a file in `RULES_DIR`. */
  author: string;
  note: string;
  /** Whether crossings that only this change makes are notified. */
  notifies: boolean;
}

/** An active programme. */
export interface ProgrammeSource extends ProgrammeText {
  /** The generation that activated it. */
  generation: number;
  activatedAtMs: number;
}

/** The form in Redis and PostgreSQL. */
export type StoredSource = Omit<ProgrammeSource, 'programme'> & { programme: string };

/** The hex SHA-256 of a text. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The first 8 hex characters of the SHA-256 of its text. */
export function versionOf(text: string): string {
  return digestOf(text).slice(0, 8);
}

export function stored(source: ProgrammeSource): StoredSource {
  return { ...source, programme: source.programme.programme };
}

/** Reads what was stored. Throws where this program cannot read a text, as that of a newer release. */
export function sourcesIn(given: readonly StoredSource[]): ProgrammeSource[] {
  return given.map((one) => ({ ...one, programme: programmeIn(one) }));
}

/** Texts read lately: a new generation mostly changes one of many. */
const read = new Map<string, Programme>();
const readMax = 200;

function programmeIn({ programme: id, text }: StoredSource): Programme {
  const known = read.get(text);
  if (known !== undefined) return known;
  const reading = readProgramme(`${id}.yaml`, text);
  if (!reading.ok)
    throw new Error(
      `the active text of programme "${id}" cannot be read; this process needs the release that activated it:\n${reading.errors.map(errorInWords).join('\n')}`,
    );
  if (read.size >= readMax) read.clear();
  read.set(text, reading.programme);
  return reading.programme;
}
