/** Lines that begin in a column where nothing can begin: the column that is meant, and the line that shows it. */
import type { LineCounter } from 'yaml';
import { withoutComment } from './line.ts';

interface OpenColumn {
  column: number;
  word: string;
  /** The line that shows it. */
  number: number;
}

interface Line {
  number: number;
  /** Offset of its first sign. */
  start: number;
  /** Columns, from 1, in which its dashes and its word begin. */
  columns: { column: number; word: string }[];
  isItem: boolean;
  hasValue: boolean;
}

/** Returns the fault of the first line from a number on that begins in a column of its own; null where none does. */
export function indentFault(
  { text, lines }: { text: string; lines: LineCounter },
  from: number,
): { start: number; end: number; message: string } | null {
  const read = text.split('\n').map((line, index) => lineOf(line, index + 1, lines));
  for (let index = Math.max(1, from - 1); index < Math.min(read.length, from + 2); index++) {
    const line = read[index];
    const fault =
      line &&
      faultOf(
        line,
        read.slice(0, index).filter((one) => one !== null),
      );
    if (fault) return fault;
  }
  return null;
}

function faultOf(line: Line, above: readonly Line[]): { start: number; end: number; message: string } | null {
  const first = line.columns[0];
  const before = above.at(-1);
  if (first === undefined || before === undefined) return null;
  const possible = open(line, above);
  const isBelow = !before.hasValue && first.column > (before.columns.at(-1)?.column ?? 0);
  if (isBelow || possible.length === 0 || possible.some(({ column }) => column === first.column)) return null;
  const meant = possible.reduce((best, one) =>
    Math.abs(one.column - first.column) < Math.abs(best.column - first.column) ? one : best,
  );
  const beside = meant.word === '-' ? 'the item' : `"${meant.word}"`;
  const end = line.start + Math.max(1, first.word.length);
  return {
    start: line.start,
    end,
    message: `this line begins in column ${first.column}, where nothing can begin; begin it in column ${meant.column}, as ${beside} on line ${meant.number}`,
  };
}

/** The columns that are still open above a line: those that no line since began left of. */
function open(line: Line, above: readonly Line[]): OpenColumn[] {
  let least = Number.POSITIVE_INFINITY;
  const columns: OpenColumn[] = [];
  for (const one of above.toReversed()) {
    for (const { column, word } of one.columns)
      if (column < least && (word === '-') === line.isItem)
        columns.push({ column, word, number: one.number });
    least = Math.min(least, one.columns[0]?.column ?? least);
  }
  return columns;
}

function lineOf(text: string, number: number, lines: LineCounter): Line | null {
  const plain = withoutComment(text);
  const [before = '', indent = '', dashes = ''] = /^(\s*)((?:-\s+)*)/.exec(plain) ?? [];
  const rest = plain.slice(before.length).trimEnd();
  if (dashes === '' && rest === '') return null;
  const columns: Line['columns'] = [];
  for (const [offset, sign] of [...dashes].entries())
    if (sign === '-') columns.push({ column: indent.length + offset + 1, word: '-' });
  if (rest !== '') {
    columns.push({ column: indent.length + dashes.length + 1, word: wordOf(rest) });
  }
  return {
    number,
    start: (lines.lineStarts[number - 1] ?? 0) + indent.length,
    columns,
    isItem: dashes !== '',
    hasValue: !rest.endsWith(':') && rest !== '',
  };
}

/** The word before the colon of a line, or all of it where it has none; nothing where it is no plain word. */
function wordOf(rest: string): string {
  const [word = '', quoted, plain = ''] = /^(["']?)([^"':{[]+)["']?/.exec(rest) ?? [];
  const after = rest.slice(word.length).trimStart();
  if (after !== '' && !after.startsWith(':')) return '';
  return quoted === '' ? plain.trimEnd() : plain;
}
