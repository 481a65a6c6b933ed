/** Sentences of Markdown pages, for the rule of their length. Pure. */
import { longSentencesOf } from './source-prose.ts';

/** The shape of a body in the reference of the API. */
const noProse = /^\[?(?:object|list) of /;

/** The sentences of a page that are too long, each with its line and the number of its words. */
export function longSentencesOfPage(text: string): string[] {
  return textsOf(text).flatMap(({ line, words }) =>
    plain(words)
      .split(' · ')
      .filter((item) => !noProse.test(item))
      .flatMap(longSentencesOf)
      .map((sentence) => `${line}: ${sentence}`),
  );
}

interface PageText {
  line: number;
  words: string;
}

/** Each text that stands by itself: a paragraph, a heading, an item of a list, a cell of a table. */
function textsOf(page: string): PageText[] {
  const texts: PageText[] = [];
  let isOpen = false;
  for (const [index, row] of withoutBlocks(page).split('\n').entries()) {
    const words = row.replace(/^[\s>]+/, '');
    const item = /^(?:[-*] |\d+\. |#{1,6} )/.exec(words)?.[0];
    const last = texts.at(-1);
    if (isOpen && item === undefined && !/^(?:\||$)/.test(words) && last) last.words += ` ${words}`;
    else {
      const cells = words.startsWith('|') ? words.split(/(?<!\\)\|/) : [words.slice(item?.length ?? 0)];
      texts.push(...cells.map((cell) => ({ line: index + 1, words: cell })));
    }
    isOpen = !/^(?:\||#|$)/.test(words);
  }
  return texts;
}

/** Blocks of code and comments are blanked; their lines stay. */
function withoutBlocks(page: string): string {
  const blank = (block: string) => block.replace(/[^\n]/g, '');
  return page.replace(/^ *(`{3,})[\s\S]*?^ *\1 *$/gm, blank).replace(/<!--[\s\S]*?-->/g, blank);
}

/** Without marks: a link is its words, a span of code is one name. */
function plain(words: string): string {
  return words
    .replace(/`[^`]*`/g, '`code`')
    .replace(/!?\[([^\]]*)\]\([^()\s]*(?:\([^()\s]*\))?[^()]*\)/g, '$1')
    .split(/\s+/)
    .join(' ')
    .trim();
}
