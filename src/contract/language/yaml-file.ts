/** Files that people write: from YAML to a checked value, or every error with file, line, column and remedy. */
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isScalar,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  visit,
  YAMLParseError,
} from 'yaml';
import type { z } from 'zod';
import { isDeeperThan, limits } from '../../base/kernel/kernel.ts';
import type { Incoherence } from './coherence.ts';
import { inWords, narrowed, valueAt } from './issues.ts';

/** One error in a file. Lines and columns count from 1. */
export interface FileError {
  file: string;
  line: number;
  column: number;
  message: string;
}

export type Reading<Value> = { ok: true; value: Value } | { ok: false; errors: FileError[] };

/** The kind of a file: its name in errors, its shape, and the errors across valid values. */
export interface FileKind<Value> {
  /** `the programme`. */
  what: string;
  schema: z.ZodType<Value>;
  incoherences(value: Value): Incoherence[];
}

/** Longest text read: a thousand full rules are a third of it. */
const textLengthMax = 1_000_000;

/** Reads one file. Never throws: all errors are returned, in the order of the text. */
export function readYaml<Value>(kind: FileKind<Value>, file: string, text: string): Reading<Value> {
  const whole = (message: string): Reading<Value> => ({
    ok: false,
    errors: [{ file, line: 1, column: 1, message: `${kind.what}: ${message}` }],
  });
  if (text.length > textLengthMax)
    return whole(`${text.length} characters are too many; expected at most ${textLengthMax}`);
  const lines = new LineCounter();
  const tokens = tokensOf(text, lines);
  return tokens === null ? whole(tooDeep) : readTokens(kind, { file, text, lines, tokens }, whole);
}

const tooDeep = `values nest over ${limits.jsonDepthMax} levels deep; make the text flatter`;

/**
 * The tokens of a text, one for each document in it. Null for a text that nests so far over the limit that composing it could
 * exhaust the stack. The parser of tokens keeps a stack of its own, some of it not levels, and stops where that grows too long.
 */
function tokensOf(text: string, lines: LineCounter): CST.Token[] | null {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const stackMax = 2 * limits.jsonDepthMax;
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > stackMax) return null;
  }
  tokens.push(...parser.end());
  return tokens;
}

/** The first document of a text, with an error in it where the text holds another one. */
function composed(text: string, tokens: readonly CST.Token[]): Document {
  const composer = new Composer({
    prettyErrors: false,
    logLevel: 'error',
    // The library compares every key with every other: minutes for a long text. We look them up instead.
    uniqueKeys: false,
  });
  let first: Document | null = null;
  for (const document of composer.compose(tokens, true, text.length)) {
    if (first !== null) {
      const [start, end] = document.range;
      first.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', severalDocuments));
      break;
    }
    first = document;
  }
  // Asked to, it composes one of any text.
  return first as unknown as Document;
}

const severalDocuments = 'the file holds more than one document; keep one, without a line "---" after it';

interface Tokens {
  file: string;
  text: string;
  lines: LineCounter;
  tokens: readonly CST.Token[];
}

function readTokens<Value>(
  kind: FileKind<Value>,
  { file, text, lines, tokens }: Tokens,
  whole: (message: string) => Reading<Value>,
): Reading<Value> {
  const document = composed(text, tokens);
  const syntaxErrors = [...document.errors, ...repeatedKeys(document), ...aliasesToNothing(document)];
  const at = (offset: number) => {
    const position = lines.linePos(offset);
    return { file, line: Math.max(1, position.line), column: Math.max(1, position.col) };
  };
  if (syntaxErrors.length > 0) {
    syntaxErrors.sort((a, b) => a.pos[0] - b.pos[0]);
    return {
      ok: false,
      errors: syntaxErrors.map((error) => ({
        ...at(error.pos[0]),
        message: `not valid YAML: ${error.message}`,
      })),
    };
  }

  let value: unknown;
  try {
    // Aliases are bounded so that a few lines cannot unfold to gigabytes.
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return { ok: false, errors: [{ ...at(0), message: `not valid YAML: ${String(error)}` }] };
  }
  // Aliases nest without being written so, even within themselves.
  if (isDeeperThan(value, limits.jsonDepthMax)) return whole(tooDeep);
  const errors: FileError[] = [];
  const report = (path: readonly PropertyKey[], message: string) => {
    errors.push({ ...at(offsetOf(document, path)), message: `${pathInWords(path, kind.what)}: ${message}` });
  };

  const parsed = kind.schema.safeParse(value);
  if (parsed.success) {
    for (const error of kind.incoherences(parsed.data)) report(error.path, error.message);
    if (errors.length === 0) return { ok: true, value: parsed.data };
  } else {
    for (const issue of parsed.error.issues)
      for (const one of narrowed(value, issue)) report(one.path, inWords(one, valueAt(value, one.path)));
  }
  return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** Errors of values in a text that can be read, at their lines: names that only the store knows. */
export function errorsAt(
  file: string,
  text: string,
  found: readonly { path: readonly PropertyKey[]; message: string }[],
): FileError[] {
  const lines = new LineCounter();
  const tokens = tokensOf(text, lines);
  if (tokens === null) return [];
  const document = composed(text, tokens);
  const errors = found.map(({ path, message }) => {
    const { line, col } = lines.linePos(offsetOf(document, path));
    const at = { line: Math.max(1, line), column: Math.max(1, col) };
    return { file, ...at, message: `${pathInWords(path, file)}: ${message}` };
  });
  return errors.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** An error for each key that its mapping has already. */
function repeatedKeys(document: Document): YAMLParseError[] {
  const errors: YAMLParseError[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const start = key.range?.[0] ?? 0;
        if (seen.has(key.value))
          errors.push(new YAMLParseError([start, start + 1], 'DUPLICATE_KEY', 'Map keys must be unique'));
        seen.add(key.value);
      }
    },
  });
  return errors;
}

/** An error for each alias that follows no anchor of its name, as of a path that begins with `*` and has no quotes. */
function aliasesToNothing(document: Document): YAMLParseError[] {
  const errors: YAMLParseError[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Node: (_key, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.add(node.anchor);
      } else if (!anchors.has(node.source)) {
        const [start = 0, end = start + 1] = node.range ?? [];
        const message = `no anchor "&${node.source}" comes before "*${node.source}"; quote a text that begins with "*"`;
        errors.push(new YAMLParseError([start, end], 'BAD_ALIAS', message));
      }
    },
  });
  return errors;
}

/** `file:line:column: message`, the form editors can jump to. */
export function errorInWords(error: FileError): string {
  return `${error.file}:${error.line}:${error.column}: ${error.message}`;
}

/** Returns the offset of a path in the text; for a missing value, the offset of its parent. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const range = (node as Node | null | undefined)?.range;
    if (range) return range[0];
  }
  return 0;
}

function pathInWords(path: readonly PropertyKey[], whole: string): string {
  if (path.length === 0) return whole;
  return path
    .map((step) => (typeof step === 'number' ? `[${step + 1}]` : String(step)))
    .join('.')
    .replaceAll('.[', '[');
}
