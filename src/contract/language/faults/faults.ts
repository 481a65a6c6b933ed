/** From a text to every fault of it: of its YAML, of its kind, of its words and values. Each has its position and its remedy. */
import type { z } from 'zod';
import { limits } from '../../../base/kernel/kernel.ts';
import './likely-times.ts';
import { explain } from './explain.ts';
import type { Finding } from './findings.ts';
import { wrongKind } from './kind-of-file.ts';
import type { Position, Positions } from './positions.ts';
import { bare } from './schema-parts.ts';
import { quote } from './terms.ts';

/** One error or warning in a file. Lines and columns count from 1. */
export interface FileError {
  file: string;
  line: number;
  column: number;
  message: string;
  /** How many characters of the line it is about. */
  length?: number;
  /** What to write in their place, where that is likely. */
  instead?: string;
}

/** Returns the findings of a value that a schema refuses; the file may be of another kind altogether. */
export function valueFindings(
  { what, schema }: { what: string; schema: z.ZodType },
  value: unknown,
  text: string,
): Finding[] {
  const inner = bare(schema);
  const words = 'shape' in inner ? Object.keys(inner.shape as object) : [];
  const other = wrongKind(what, words, value, text);
  return other === null ? explain(schema, value) : [other];
}

/** Returns findings at their positions in the text, in its order; of very many, the first and how many more. */
export function located(
  { file, what }: { file: string; what: string },
  positions: Positions,
  findings: readonly Finding[],
): FileError[] {
  const positioned = findings.map((finding) => ({ finding, position: positions.at(finding) }));
  return firstOf(file, positioned, ({ finding, position }) => ({
    ...{ file, ...position },
    message: `${pathInWords(finding.path, what)}: ${finding.message}`,
    ...(finding.instead !== undefined && { instead: finding.instead }),
  }));
}

/** Returns errors in the order of the text; beyond the limit the number of the others, at the first of them. */
export function firstOf<Found extends { position: Position }>(
  file: string,
  found: readonly Found[],
  errorOf: (one: Found) => FileError,
): FileError[] {
  const sorted = [...found].sort(
    ({ position: a }, { position: b }) => a.line - b.line || a.column - b.column,
  );
  // Only those that are shown are put into words.
  const shown = sorted.slice(0, limits.fileErrorsMax).map(errorOf);
  const next = sorted[limits.fileErrorsMax];
  if (next === undefined) return shown;
  const more = sorted.length - shown.length;
  const message = `and ${more} more from here on; correct those above first`;
  const { line, column } = next.position;
  return [...shown, { file, line, column, message }];
}

/** Returns an error or a warning as the API shows it, without its file. */
export function noteOf({ line, column, length = 1, message, instead = null }: FileNote) {
  return { line, column, length, message, instead };
}

type FileNote = Omit<FileError, 'instead'> & { instead?: string | null };

/** An error at a position of the text. */
export function errorAt(file: string, position: Position, message: string): FileError {
  return { file, ...position, message };
}

function pathInWords(path: readonly PropertyKey[], whole: string): string {
  if (path.length === 0) return whole;
  return path
    .map((step) => (typeof step === 'number' ? `[${step + 1}]` : plainStep(String(step))))
    .join('.')
    .replaceAll('.[', '[');
}

/** A word of the path; one of other signs in quotes, since anybody may have written it. */
const plainStep = (word: string) => (/^[\p{L}\p{N}$_. -]{1,60}$/u.test(word) ? word : quote(word));
