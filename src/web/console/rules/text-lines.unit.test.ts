/** Which lines of two texts differ, as the page marks them. */
import { expect, test } from 'vitest';
import { changedLines } from './text-lines.ts';

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
