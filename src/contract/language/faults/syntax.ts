/** What is wrong with a text that is no YAML: the first cause alone, in words of quotes, colons and indentation. */
import {
  type Document,
  isAlias,
  isCollection,
  isScalar,
  type LineCounter,
  type Node,
  visit,
  type YAMLParseError,
} from 'yaml';
import { indentFault } from './indentation.ts';
import { withoutComment } from './line.ts';
import { withoutPasted } from './pasted.ts';
import { brokenText, swallowedItems, tags } from './swallowed.ts';
import { quote } from './terms.ts';

/** A stretch of the text, and what is wrong with it. */
export interface SyntaxFault {
  start: number;
  end?: number;
  message: string;
}

/** A composed text: all that the explanation of an error needs. */
export interface Composed {
  document: Document;
  text: string;
  lines: LineCounter;
}

/** Returns the faults of a text that is no YAML; none where it is. Repeated words and lost aliases are listed one by one. */
export function syntaxFaults(composed: Composed): SyntaxFault[] {
  const { document } = composed;
  const [first] = [...document.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first !== undefined)
    return [
      document.errors.some(({ code }) => code === 'TAB_AS_INDENT')
        ? tabs(composed)
        : causeOf(first, composed),
    ];
  return [
    ...repeatedWords(composed),
    ...aliasesToNothing(document),
    ...tags(composed),
    ...swallowedItems(composed),
  ].sort((a, b) => a.start - b.start);
}

/** One fault for all lines that a tab indents. */
function tabs({ document, text, lines }: Composed): SyntaxFault {
  const found = document.errors.filter(({ code }) => code === 'TAB_AS_INDENT').map(({ pos }) => pos[0]);
  const start = found.reduce((least, offset) => Math.min(least, offset));
  const indented = new Set(
    text.split('\n').flatMap((line, index) => (/^ *\t/.test(line) ? [index + 1] : [])),
  );
  for (const offset of found) indented.add(lines.linePos(offset).line);
  const others = indented.size - 1;
  const more = others > 0 ? ` and ${others} more` : '';
  const tab = text.indexOf('\t', lines.lineStarts[lines.linePos(start).line - 1] ?? start);
  return {
    start: tab < 0 ? start : tab,
    message: `a tab indents this line${more}; replace each tab by two spaces`,
  };
}

function causeOf(error: YAMLParseError, composed: Composed): SyntaxFault {
  const broken = brokenText(composed, composed.lines.linePos(error.pos[0]).line);
  const cause = broken ?? causeByCode(error, composed);
  return (cause.message === unreadable ? unclosed(error.pos[0], false, composed) : null) ?? cause;
}

function causeByCode(error: YAMLParseError, composed: Composed): SyntaxFault {
  const [start, end] = error.pos;
  switch (error.code) {
    case 'MULTIPLE_DOCS':
      return {
        start,
        message: 'the file holds more than one document; keep one, without a line "---" after it',
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'KEY_OVER_1024_CHARS':
      return ofKey(error, composed);
    case 'BLOCK_IN_FLOW':
      return inBraces(start, end, composed);
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return open(error, composed) ?? missing(error, composed);
    case 'UNEXPECTED_TOKEN':
      return unexpected(start, composed);
    case 'BAD_SCALAR_START':
      return reserved(start, composed);
    case 'BAD_DQ_ESCAPE':
      return {
        start,
        end,
        message: `"${composed.text.slice(start, end)}" means nothing in double quotes; use single quotes, or write the backslash twice`,
      };
    default:
      return { start, end, message: unreadable };
  }
}

const unreadable =
  'this cannot be read; check the quotes, colons, commas and indentation of this line and the one above';

const lineAt = ({ text, lines }: Composed, offset: number) => {
  const { line } = lines.linePos(offset);
  const start = lines.lineStarts[line - 1] ?? 0;
  const end = text.indexOf('\n', start);
  return { line, start, text: text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '') };
};

/** A word before a colon that cannot be one: a colon in a text, a missing space, or a line indented too far. */
function ofKey({ pos: [start] }: YAMLParseError, composed: Composed): SyntaxFault {
  const line = lineAt(composed, start);
  const glued = /^\s*(-)(?=[^\s-])/.exec(line.text);
  if (glued)
    return {
      start: line.start + line.text.indexOf('-'),
      message: 'a dash that begins an item needs a space after it: "- "',
    };
  const missing = colonMissing(line);
  if (missing !== null) return missing;
  const value = valueIn(line.text);
  if (value !== null && /:(?:\s|$)/.test(value))
    return colonIn(line.start + line.text.length - value.length, value);
  // A comment ends a word without its colon: the parser sees that on the next line.
  const above = lineAt(composed, Math.max(0, line.start - 1));
  const ended = withoutComment(above.text) === above.text ? null : colonMissing(above);
  return indentFault(composed, line.line) ?? ended ?? { start, message: unreadable };
}

/** The fault of a line with a word that no colon and space follows. */
function colonMissing(line: { start: number; text: string }): SyntaxFault | null {
  const withoutSpace = /^(\s*(?:- )*)([A-Za-z][\w-]*)(:|=|\s*=\s*|\s+)(\S.*)$/.exec(
    withoutComment(line.text),
  );
  if (withoutSpace && !/:(?:\s|$)/.test(withoutComment(line.text))) {
    const [, indent = '', word = '', , rest = ''] = withoutSpace;
    const begin = line.start + indent.length;
    return {
      start: begin,
      end: begin + word.length,
      message: `a colon and a space are missing after "${word}"; write ${quote(`${word}: ${rest.trim()}`)}`,
    };
  }
  return null;
}

/** What follows the first colon and its blanks, after a word of plain signs; null where the line has no such word or value. */
function valueIn(line: string): string | null {
  const colon = line.indexOf(':');
  const word = line.slice(0, Math.max(0, colon)).trim();
  const after = line.slice(colon + 1);
  const value = after.trimStart();
  const isWord = /^["']?[\w .-]+["']?$/.test(word) && value !== '' && value !== after;
  return isWord ? value : null;
}

/** A text that holds a colon and a space, which begin a value. */
function colonIn(start: number, given: string): SyntaxFault {
  const text = withoutComment(given).trimEnd();
  const end = start + text.length;
  const closed = /^(["'])(.*?)\1\s*(?=\S)/.exec(text);
  if (closed) return afterQuote(start + closed[0].length, composedQuote(closed[1]));
  const plain = withoutPasted(text);
  if (plain !== null)
    return {
      start,
      end,
      message: `${plain.why} and do not hold its colon; use straight quotes: ${asText(plain.text)}`,
    };
  return {
    start,
    end,
    message: `the text holds a colon and a space; put it in quotes: ${asText(text)}`,
  };
}

/** A text in double quotes, whole unless nobody would read it. */
const asText = (text: string) => (text.length > wholeMax ? quote(text) : JSON.stringify(text));

/** Longest text that a message repeats whole, in characters: as long as a label may be. */
const wholeMax = 200;

const composedQuote = (sign = '"') => (sign === '"' ? 'double' : 'single');

function afterQuote(start: number, kind: string): SyntaxFault {
  return {
    start,
    message: `text follows the closing ${kind} quote; put all of it within the quotes, or use the other kind of quotes around it`,
  };
}

/** Two colons between commas: a text that holds one, or a comma that is missing. */
function inBraces(start: number, end: number, { text }: Composed): SyntaxFault {
  const part = text.slice(start, end).trim();
  const inner = part.search(/:\s/);
  const before = part.slice(0, inner);
  const word = /\s([a-z][A-Za-z]*)$/.exec(before);
  if (word)
    return {
      start: start + before.length - (word[1] ?? '').length,
      message: `a comma is missing before "${word[1]}"`,
    };
  if (inner < 0) return { start, message: unreadable };
  return colonIn(start, part);
}

/** A quote or bracket that is never closed, at the place where it opens. */
function open({ pos: [at], message }: YAMLParseError, composed: Composed): SyntaxFault | null {
  const isQuote = /quote/.test(message);
  const isFlow = /[Ff]low/.test(message) && !/Missing ,/.test(message);
  return isQuote || isFlow ? unclosed(at, isQuote, composed) : null;
}

/** The last quote or bracket before an offset that has no end on the lines before it. */
function unclosed(at: number, isQuote: boolean, { document, text }: Composed): SyntaxFault | null {
  let start = -1;
  visit(document, {
    Node: (_key, node) => {
      const from = node.range?.[0] ?? -1;
      const fits = isQuote
        ? isScalar(node) && /["']/.test(text[from] ?? '')
        : isCollection(node) && /[[{]/.test(text[from] ?? '');
      const until = node.range?.[1] ?? 0;
      if (fits && from < at && from > start && !isClosed(text, from, until)) start = from;
    },
  });
  if (start < 0 && !isQuote) start = openOnLines(text, at);
  if (start < 0) return null;
  const sign = text[start] ?? '';
  const end = { '{': '}', '[': ']' }[sign] ?? sign;
  return {
    start,
    message: `${sign === '"' ? "'\"'" : `"${sign}"`} is never closed; add ${end === '"' ? "'\"'" : `"${end}"`} where it ends`,
  };
}

/** The offset of the last bracket before another that its own line does not close; -1 for none on the lines near. */
function openOnLines(text: string, at: number): number {
  let end = text.indexOf('\n', at);
  if (end < 0) end = text.length;
  for (let count = 0; count < linesNear && end > 0; count++) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    const open: number[] = [];
    for (const { 0: sign, index } of line.matchAll(/"[^"]*"|'[^']*'|[[\]{}]|#[^\n]*/g)) {
      if (sign === '{' || sign === '[') open.push(start + index);
      else if (sign === '}' || sign === ']') open.pop();
    }
    const [first] = open;
    if (first !== undefined) return first;
    end = start - 1;
  }
  return -1;
}

/** Lines above an error in which its bracket is looked for. */
const linesNear = 4;

function isClosed(text: string, from: number, until: number): boolean {
  const sign = text[from] ?? '';
  const end = { '{': '}', '[': ']' }[sign] ?? sign;
  return until - from > 1 && text.slice(from, until).trimEnd().endsWith(end);
}

function missing(error: YAMLParseError, composed: Composed): SyntaxFault {
  const [start] = error.pos;
  if (/Missing ,/.test(error.message)) return { start, message: 'a comma is missing between two items' };
  const { line, text, start: from } = lineAt(composed, start);
  if (text.startsWith('%')) return reserved(from, composed);
  return indentFault(composed, line) ?? ofKey(error, composed);
}

function unexpected(start: number, composed: Composed): SyntaxFault {
  const { text } = composed;
  const sign = text[start] ?? '';
  if (/[}\]]/.test(sign)) return { start, message: `"${sign}" closes nothing; remove it` };
  const line = lineAt(composed, start);
  const before = line.text.slice(0, start - line.start);
  if (/:\s+[|>]\s*$/.test(before)) {
    const block = before.trimEnd().at(-1);
    return {
      start: line.start + before.trimEnd().length - 1,
      message: `"${block}" begins a text of several lines; write a comparison as { above: 5 }, and put a text with "${block}" in quotes`,
    };
  }
  if (/'[^']*'\s*$/.test(before))
    return { start, message: 'an apostrophe ends a text in single quotes; put the text in double quotes' };
  if (/"\s*$/.test(before)) return afterQuote(start, 'double');
  if (/[}\]]\s*$/.test(before))
    return { start, message: 'text follows the closing bracket; remove it, or put all of it in quotes' };
  return indentFault(composed, line.line) ?? { start, message: unreadable };
}

function reserved(start: number, composed: Composed): SyntaxFault {
  const line = lineAt(composed, start);
  const rest = withoutComment(line.text.slice(start - line.start)).trimEnd();
  return {
    start,
    end: start + rest.length,
    message: `a text cannot begin with "${composed.text[start] ?? ''}" without quotes; write ${asText(rest)}`,
  };
}

/** A fault for each word that its group has already. */
function repeatedWords({ document, lines }: Composed): SyntaxFault[] {
  const faults: SyntaxFault[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Map<unknown, number>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const start = key.range?.[0] ?? 0;
        const before = seen.get(key.value);
        if (before === undefined) seen.set(key.value, start);
        else
          faults.push({
            start,
            end: key.range?.[1] ?? start + 1,
            message: `${quote(String(key.value))} is here twice, first on line ${lines.linePos(before).line}; remove one of them, or begin a new item with "- "`,
          });
      }
    },
  });
  return faults;
}

/** A fault for each alias that follows no anchor of its name, as of a path that begins with `*` and has no quotes. */
function aliasesToNothing(document: Document): SyntaxFault[] {
  const faults: SyntaxFault[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Node: (_key, node: Node) => {
      if (!isAlias(node)) {
        if ('anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
      } else if (!anchors.has(node.source)) {
        const [start = 0, end = start + 1] = node.range ?? [];
        faults.push({
          start,
          end,
          message: `a text cannot begin with "*" without quotes; write ${asText(`*${node.source}`)}`,
        });
      }
    },
  });
  return faults;
}
