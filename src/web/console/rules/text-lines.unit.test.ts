/** Which lines of two texts differ, as the page marks them. */
import { expect, test } from 'vitest';
import { changedLines, corrected } from './text-lines.ts';

test.each([
  ['the same', 'a\nb', 'a\nb', []],
  ['one changed', 'a\nb\nc', 'a\nx\nc', [1]],
  ['one more', 'a\nb\nc', 'a\nc', [1]],
  ['one less', 'a\nc', 'a\nb\nc', []],
  ['one that is there twice', 'a\nb\nb\nc', 'a\nb\nc', [2]],
  ['one that was moved', 'a\nb\nc\nd', 'b\na\nd\nc', []],
  ['all of it', 'a', 'b', [0]],
])('%s', (_, text, other, expected) => {
  expect([...changedLines(text, other)]).toEqual(expected);
});

test.each([
  ['a word', { line: 2, column: 3, length: 6, instead: 'points' }, 'a:\n  points: 5\n'],
  ['a whole line', { line: 2, column: 1, length: 11, instead: '' }, 'a:\n\n'],
  ['at the end of a line', { line: 2, column: 12, length: 1, instead: '0' }, 'a:\n  pionts: 50\n'],
  ['a line that is gone', { line: 9, column: 1, length: 1, instead: 'x' }, 'a:\n  pionts: 5\n'],
])('a correction of %s', (_, note, expected) => {
  expect(corrected('a:\n  pionts: 5\n', note)).toBe(expected);
});
