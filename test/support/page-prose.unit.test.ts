/** The reader of pages: what stands by itself, what counts as a word, what is no prose. */
import { expect, test } from 'vitest';
import { longSentencesOfPage } from './page-prose.ts';

const words = (count: number) => `Word${' word'.repeat(count - 1)}`;

test.each([
  ['a sentence of the longest length', `${words(25)}.`, []],
  ['one word more', `${words(26)}.`, [1]],
  ['a sentence over two lines', `Word\n${'word '.repeat(25)}word.`, [1]],
  ['two sentences on one line', `${words(20)}. ${words(20)}.`, []],
  ['a sentence that ends in a mark', `**${words(20)}.** ${words(20)}.`, []],
  ['two paragraphs', `${words(20)}\n\n${words(20)}`, []],
  ['items of a list', `- ${words(20)}\n- ${words(20)}\n  1. ${words(26)}`, [3]],
  ['a heading above a text', `## ${words(20)}\n${words(20)}`, []],
  ['cells of a table', `| ${words(20)} | ${words(20)} |\n|---|---|\n| word | ${words(26)} |`, [3]],
  ['a quotation', `> ${words(20)}\n> ${words(20)}`, [1]],
  ['a link', `${words(20)} [one two three four five six](https://example.com/a-b)`, [1]],
  ['a link to a long address', `${words(24)} [one](a/b/c#d)`, []],
  ['code as one name', `${words(24)} \`a b c d e f\``, []],
  ['a block of code', `Word:\n\n\`\`\`sh\n${words(40)}\n\`\`\`\n`, []],
  ['a comment', `<!-- ${words(40)} -->`, []],
  ['links in a row', `[${words(20)}](a) · [${words(20)}](b)`, []],
  ['the shape of a body', `| a | object of ${words(40)} |`, []],
])('%s', (_name, page, lines) => {
  expect(longSentencesOfPage(page).map((found) => Number(found.split(':')[0]))).toEqual(lines);
});
