/** Lines that a text above them swallows, or leaves out: an item too far right, a text of several lines, a tag. */
import { type Document, isCollection, isScalar, type LineCounter, type Node, visit } from 'yaml';
import { withoutComment } from './line.ts';

interface Swallowed {
  start: number;
  end: number;
  message: string;
}

interface Text {
  document: Document;
  text: string;
  lines: LineCounter;
}

/** Returns a fault for each item that begins too far right: YAML reads it as a part of the item above. */
export function swallowedItems({ document, text, lines }: Text): Swallowed[] {
  const found: Swallowed[] = [];
  visit(document, {
    Seq: (_key, { items, flow }) => {
      if (flow === true) return;
      for (const item of items) {
        if (!isScalar(item) || item.type !== 'PLAIN' || !item.range) continue;
        const [from, until] = item.range;
        const [, blanks, rest] = /(\n[ \t]*)(- .*)/.exec(text.slice(from, until)) ?? [];
        if (blanks === undefined || rest === undefined) continue;
        const start = text.indexOf(`${blanks}- `, from) + blanks.length;
        const { line, col: meant } = lines.linePos(text.lastIndexOf('-', from - 1));
        const column = lines.linePos(start).col;
        const message = `this line begins in column ${column}, where it continues the text above; begin it in column ${meant}, as the item on line ${line}`;
        found.push({ start, end: start + rest.trimEnd().length, message });
      }
    },
  });
  return found;
}

/** Returns a fault for each tag, such as of a text that begins with an exclamation mark: files of rules have none. */
export function tags({ document, text }: Text): Swallowed[] {
  const found: Swallowed[] = [];
  visit(document, {
    Node: (_key, node: Node) => {
      if (!(isScalar(node) || isCollection(node)) || node.tag === undefined || !node.range) return;
      const start = Math.max(0, text.lastIndexOf('!', node.range[0]));
      const from = text[start - 1] === '!' ? start - 1 : start;
      const [tag = '!'] = /^\S{1,60}/.exec(text.slice(from, from + 60)) ?? [];
      const message = `${JSON.stringify(tag)} is a tag, and these files have none; remove it, or put the text in quotes`;
      found.push({ start: from, end: from + tag.length, message });
    },
  });
  return found;
}

/** Returns the fault of a text of several lines that the word above a line does not announce, or whose lines begin apart; else null. */
export function brokenText({ text, lines }: Pick<Text, 'text' | 'lines'>, number: number): Swallowed | null {
  const lineOf = (one: number) => {
    const start = lines.lineStarts[one - 1] ?? text.length;
    return { start, line: text.slice(start, (lines.lineStarts[one] ?? text.length + 1) - 1) };
  };
  const indentOf = (line: string) => line.length - line.trimStart().length;
  const own = lineOf(number);
  // A tab has a remedy of its own.
  if (/^\s*\t/.test(own.line)) return null;
  const indent = indentOf(own.line);
  let above = number - 1;
  while (above > 0 && (lineOf(above).line.trim() === '' || indentOf(lineOf(above).line) >= indent)) above--;
  const { start, line } = lineOf(above);
  const [head, before = '', word = '', sign = ''] =
    /^(\s*(?:- )?)([A-Za-z]+):\s*([|>]?)[-+\d]*$/.exec(withoutComment(line).trimEnd()) ?? [];
  if (head === undefined || above < 1) return null;
  const begin = start + before.length;
  if (sign === '' && word === 'text')
    return {
      start: begin,
      end: begin + word.length,
      message: '"text" has no value on its line; begin a text of several lines with "text: |"',
    };
  const first = lineOf(above + 1);
  const column = indentOf(first.line);
  if (sign === '' || column <= indent) return null;
  let second = above + 2;
  while (second < number && lineOf(second).line.trim() === '') second++;
  if (second < number)
    return {
      start: own.start + indent,
      end: own.start + own.line.trimEnd().length,
      message: `this line begins in column ${indent + 1}, left of its text; begin it in column ${column + 1}, as line ${above + 1}`,
    };
  return {
    start: first.start + column,
    end: first.start + first.line.trimEnd().length,
    message: `the text begins in column ${column + 1}, further right than line ${number}; begin it in column ${indent + 1}`,
  };
}
