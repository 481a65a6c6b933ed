/** Proposals as lines: short, few, in one order. */
import { expect, test } from 'vitest';
import { proposalsInWords } from './proposals-in-words.ts';

test.each<[string, Record<string, unknown>, string[]]>([
  ['none', {}, []],
  [
    'texts and others, by name',
    { title: 'CEO', name: 'Mallory', age: 5 },
    ['age: 5', 'name: Mallory', 'title: CEO'],
  ],
  ['an object', { company: { name: 'X' } }, ['company: {"name":"X"}']],
  ['a long one', { name: 'x'.repeat(200) }, [`name: ${'x'.repeat(73)}…`]],
  ['many', { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, ['a: 1', 'b: 2', 'c: 3', 'd: 4', 'and 2 more']],
  ['just as many as fit', { a: 1, b: 2, c: 3, d: 4, e: 5 }, ['a: 1', 'b: 2', 'c: 3', 'd: 4', 'e: 5']],
])('%s', (_name, proposals, lines) => {
  expect(proposalsInWords(proposals)).toEqual(lines);
});
