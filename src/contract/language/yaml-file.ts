/** Files that people write: from YAML to a checked value, or every error with file, line, column and remedy. */
import { Composer, type CST, type Document, Lexer, LineCounter, Parser, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { isDeeperThan, limits } from '../../base/kernel/kernel.ts';
import type { Incoherence } from './coherence.ts';
import { errorAt, type FileError, firstOf, located, valueFindings } from './faults/faults.ts';
import type { Finding } from './faults/findings.ts';
import { Positions } from './faults/positions.ts';
import { type Composed, syntaxFaults } from './faults/syntax.ts';

/** `warnings`: what is legal and hardly meant. They stop nothing. */
export type Reading<Value> =
  | { ok: true; value: Value; warnings: FileError[] }
  | { ok: false; errors: FileError[] };

/** The kind of a file: its name in errors, its shape, and the errors across valid values. */
export interface FileKind<Value> {
  /** `the programme`. */
  what: string;
  schema: z.ZodType<Value>;
  /** The most items that any of its lists may have; 1,000 where it says nothing else. */
  itemsMax?: number;
  incoherences(value: Value): Incoherence[];
  /** What is legal and hardly meant; absent where nothing is doubted. */
  doubts?(value: Value): Incoherence[];
}

/** Longest text read: a thousand full rules are a third of it. */
const textLengthMax = 1_000_000;

/** Reads one file. Never throws: all errors are returned, in the order of the text. */
export function readYaml<Value>(kind: FileKind<Value>, file: string, text: string): Reading<Value> {
  try {
    return readText(kind, file, text);
  } catch {
    // One file that we fail to explain must not stop the program or the other files.
    return { ok: false, errors: [unexplained(file, kind.what)] };
  }
}

function unexplained(file: string, what: string): FileError {
  const message = `${what}: this file cannot be explained, because a check of it failed; undo what changed last, and report the fault with the file`;
  return errorAt(file, { line: 1, column: 1, length: 1 }, message);
}

function readText<Value>(kind: FileKind<Value>, file: string, given: string): Reading<Value> {
  const text = given.replace(/^\ufeff/, '');
  const whole = (message: string): Reading<Value> => ({
    ok: false,
    errors: [errorAt(file, { line: 1, column: 1, length: 1 }, `${kind.what}: ${message}`)],
  });
  if (text.length > textLengthMax)
    return whole(`${text.length} characters are too many; expected at most ${textLengthMax}`);
  if (/[\0\ufffd]/.test(text)) return whole('the file is not text in UTF-8; save it in that encoding');
  const composed = composedText(text);
  return composed === null ? whole(tooDeep) : readComposed(kind, file, composed, whole);
}

/** Items of a list, where a kind of file says nothing else. */
const usualItemsMax = 1_000;

/**
 * Returns a finding of each list that is too long. Its items are not looked at: a fault of each of a hundred thousand takes
 * minutes, and nobody reads them.
 */
function tooLong(value: unknown, itemsMax: number): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<unknown>();
  const parts: { part: unknown; path: PropertyKey[] }[] = [{ part: value, path: [] }];
  for (let next = parts.pop(); next !== undefined; next = parts.pop()) {
    const { part, path } = next;
    if (typeof part !== 'object' || part === null || seen.has(part)) continue;
    seen.add(part);
    if (Array.isArray(part) && part.length > itemsMax) {
      const message = `has ${part.length} items; expected at most ${itemsMax}`;
      found.push({ path, at: 'value', message });
      continue;
    }
    for (const [word, inner] of Object.entries(part)) {
      const step = Array.isArray(part) ? Number(word) : word;
      if (typeof inner === 'object') parts.push({ part: inner, path: [...path, step] });
    }
  }
  return found;
}

const tooDeep = `values nest over ${limits.jsonDepthMax} levels deep; make the text flatter`;

/** The first document of a text with its lines; null for one that nests too deep to be composed. */
function composedText(text: string): Composed | null {
  const lines = new LineCounter();
  const tokens = tokensOf(text, lines);
  return tokens && { document: documentOf(text, tokens), text, lines };
}

/**
 * The tokens of a text, one for each document in it. Null for a text that nests so far over the limit that composing it could
 * exhaust the stack. The parser of tokens keeps a stack of its own, some of it not levels, and stops where that grows too long.
 */
function tokensOf(text: string, lines: LineCounter): CST.Token[] | null {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const stackMax = 2 * limits.jsonDepthMax;
  const tokens: CST.Token[] = [];
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') errors++;
    }
    if (parser.stack.length > stackMax) return null;
    // What follows so many changes nothing about the first.
    if (errors >= syntaxErrorsMax) break;
  }
  tokens.push(...parser.end());
  return tokens;
}

/** Errors of one text that are kept: each takes a trace of the stack, and the first alone is explained. */
export const syntaxErrorsMax = 100;

/** Lets a composer keep its first errors alone. The library has no such option, and its warnings are nothing to us. */
function keepFirstErrors(composer: Composer): void {
  const inner = composer as unknown as { onError(...given: unknown[]): void };
  const keep = inner.onError;
  let kept = 0;
  inner.onError = (source, code, message, isWarning) => {
    if (isWarning !== true && kept++ < syntaxErrorsMax) keep(source, code, message);
  };
}

/** The first document of a text, with an error in it where the text holds another one. */
function documentOf(text: string, tokens: readonly CST.Token[]): Document {
  const composer = new Composer({
    prettyErrors: false,
    logLevel: 'error',
    // The library compares every key with every other: minutes for a long text. We look them up instead.
    uniqueKeys: false,
  });
  keepFirstErrors(composer);
  let first: Document | null = null;
  for (const document of composer.compose(tokens, true, text.length)) {
    if (first !== null) {
      const [start, end] = document.range;
      first.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', ''));
      break;
    }
    first = document;
  }
  // Asked to, it composes one of any text.
  return first as unknown as Document;
}

function readComposed<Value>(
  kind: FileKind<Value>,
  file: string,
  composed: Composed,
  whole: (message: string) => Reading<Value>,
): Reading<Value> {
  const { document, text, lines } = composed;
  const positions = new Positions(document, text, lines);
  const faults = syntaxFaults(composed);
  if (faults.length > 0) {
    const found = faults.map(({ start, end, message }) => ({ position: positions.of(start, end), message }));
    const errors = firstOf(file, found, ({ position, message }) =>
      errorAt(file, position, `not valid YAML: ${message}`),
    );
    return { ok: false, errors };
  }
  let value: unknown;
  try {
    // Aliases are bounded so that a few lines cannot unfold to gigabytes.
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    return whole('its aliases ("*name") unfold to too many values; write the values out');
  }
  // Aliases nest without being written so, even within themselves.
  if (isDeeperThan(value, limits.jsonDepthMax)) return whole(tooDeep);
  const long = tooLong(value, kind.itemsMax ?? usualItemsMax);
  if (long.length > 0) return { ok: false, errors: located({ file, what: kind.what }, positions, long) };
  const parsed = kind.schema.safeParse(value);
  const findings = parsed.success
    ? kind.incoherences(parsed.data).map((error): Finding => ({ at: 'value', ...error }))
    : valueFindings(kind, value, text);
  if (parsed.success && findings.length === 0)
    return { ok: true, value: parsed.data, warnings: warningsOf(kind, file, parsed.data, positions) };
  return { ok: false, errors: located({ file, what: kind.what }, positions, findings) };
}

/** Warnings stop nothing: those that we fail to find either. */
function warningsOf<Value>(
  kind: FileKind<Value>,
  file: string,
  value: Value,
  positions: Positions,
): FileError[] {
  try {
    const doubts = (kind.doubts?.(value) ?? []).map((doubt) => ({ ...doubt, at: 'value' as const }));
    return located({ file, what: kind.what }, positions, doubts);
  } catch {
    return [unexplained(file, kind.what)];
  }
}

/** Errors of values in a text that can be read, at their lines: names that only the store knows. */
export function errorsAt(
  file: string,
  text: string,
  found: readonly { path: readonly PropertyKey[]; message: string }[],
): FileError[] {
  const composed = composedText(text);
  if (composed === null) return [];
  const findings = found.map(({ path, message }) => ({ path: [...path], at: 'value' as const, message }));
  const positions = new Positions(composed.document, text, composed.lines);
  return located({ file, what: file }, positions, findings);
}

/** `file:line:column: message`, the form editors can jump to. */
export function errorInWords(error: FileError): string {
  return `${error.file}:${error.line}:${error.column}: ${error.message}`;
}
