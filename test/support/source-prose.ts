/** Sentences of comments, for the rule of their length. */
import { parseSync } from 'vite';
import type { SourceFile } from './source-text.ts';

/** Words of one sentence at the most. */
export const sentenceWordsMax = 25;

/** What begins a part that is no prose: rows of a table or a list, the arguments of a script, an example, a layout of bytes. */
const noProse = /^(?:\||- |\d+\. | {3,}|KEYS\b|ARGV\b|Layout\b)/;

/** The sentences of a file's comments that are too long, each with the number of its words. */
export function longSentences({ filePath, text }: SourceFile): string[] {
  return blocksOf(filePath, text).flatMap(paragraphsOf).flatMap(longSentencesOf);
}

/** The sentences of a text on one line that are too long, each with the number of its words. */
export function longSentencesOf(line: string): string[] {
  return line
    .split(/(?<=[.!?:]["')*]*)\s+(?=[A-Z`"(…*@])/)
    .map((sentence) => ({ sentence, words: sentence.split(' ').filter((word) => /\w/.test(word)).length }))
    .filter(({ words }) => words > sentenceWordsMax)
    .map(({ sentence, words }) => `${words} words: ${sentence}`);
}

/** The texts of the comments; lines of `//` one below another are one. */
function blocksOf(filePath: string, text: string): string[] {
  const blocks: string[] = [];
  let endBefore = 0;
  for (const { type, value, start, end } of parseSync(filePath, text).comments) {
    const isNext = type === 'Line' && /^\n[ \t]*$/.test(text.slice(endBefore, start));
    if (isNext) blocks.push(`${blocks.pop()}\n${value.slice(1)}`);
    else blocks.push(type === 'Line' ? value.slice(1) : value.replace(/^[ \t]*\*+ ?/gm, ''));
    endBefore = end;
  }
  return blocks;
}

/** Paragraphs on one line each, without the parts that are no prose. */
function paragraphsOf(block: string): string[] {
  return block
    .split(/\n\s*\n/)
    .filter((paragraph) => !noProse.test(paragraph.replace(/^\n/, '')))
    .map((paragraph) => paragraph.split(/\s+/).join(' ').trim());
}
