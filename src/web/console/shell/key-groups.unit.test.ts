/** The groups of the sheet of keys. */
import { expect, test } from 'vitest';
import type { KeyBinding } from '../keys/key-reader.ts';
import { inGroups } from './key-groups.ts';

const key = (keys: string, isEverywhere = false): KeyBinding => ({
  ...{ keys, label: `does ${keys}`, run: () => undefined },
  ...(isEverywhere && { isEverywhere }),
});

test('keys of the page go first, in the order in which they were bound', () => {
  const groups = inGroups([key('g n'), key('?', true), key('c'), key('l'), key('g t')]);
  expect(groups.map(({ title, rows }) => [title, rows.map(({ keys }) => keys)])).toEqual([
    ['On this page', ['c', 'l']],
    ['Everywhere', ['Ctrl K', '?']],
    ['Go to', ['g n', 'g t']],
  ]);
});

test('a group without keys is left out; a closed sheet has none', () => {
  expect(inGroups([key('?', true)]).map(({ title }) => title)).toEqual(['Everywhere']);
  expect(inGroups([])).toEqual([]);
});
