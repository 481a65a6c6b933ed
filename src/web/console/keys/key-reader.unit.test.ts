/** The keys of the console: single ones, pairs, and those that belong to a field. */
import { describe, expect, test } from 'vitest';
import { isForThePage, type KeyBinding, KeyReader, secondKeyWithinMs } from './key-reader.ts';

const binding = (keys: string): KeyBinding => ({ keys, label: keys, run: () => undefined });
const bindings = ['c', 'g n', 'g t', 'n', '?'].map(binding);

/** What keys at times do, each in turn. */
const readAll = (pressed: readonly [string, number][], given = bindings) => {
  const reader = new KeyReader();
  return pressed.map(([key, atMs]) => reader.read(key, atMs, given)?.keys ?? null);
};

describe('a reader of keys', () => {
  test.each<[string, readonly [string, number][], (string | null)[]]>([
    ['one key', [['c', 0]], ['c']],
    [
      'two keys',
      [
        ['g', 0],
        ['n', 10],
      ],
      [null, 'g n'],
    ],
    [
      'two keys just in time',
      [
        ['g', 0],
        ['n', secondKeyWithinMs],
      ],
      [null, 'g n'],
    ],
    [
      'two keys too late: the second alone',
      [
        ['g', 0],
        ['n', secondKeyWithinMs + 1],
      ],
      [null, 'n'],
    ],
    [
      'a second key that leads nowhere is a first',
      [
        ['g', 0],
        ['c', 1],
      ],
      [null, 'c'],
    ],
    [
      'a second key that begins two',
      [
        ['g', 0],
        ['g', 1],
        ['t', 2],
      ],
      [null, null, 'g t'],
    ],
    [
      'a pair is over after it',
      [
        ['g', 0],
        ['t', 1],
        ['n', 2],
      ],
      [null, 'g t', 'n'],
    ],
    [
      'a key that is nobody’s',
      [
        ['x', 0],
        ['n', 1],
      ],
      [null, 'n'],
    ],
  ])('%s', (_what, pressed, expected) => {
    expect(readAll(pressed)).toEqual(expected);
  });

  test('of two with the same keys the later one counts: a dialogue goes before its page', () => {
    const [page, dialogue] = [binding('c'), binding('c')];
    expect(new KeyReader().read('c', 0, [page as KeyBinding, dialogue as KeyBinding])).toBe(dialogue);
  });
});

test.each<[string, Partial<Parameters<typeof isForThePage>[0]>, boolean]>([
  ['a letter on the page', {}, true],
  ['a letter on a button', { target: { tagName: 'BUTTON', isContentEditable: false } }, true],
  ['Enter on a button', { key: 'Enter', target: { tagName: 'BUTTON', isContentEditable: false } }, false],
  ['Enter on the page', { key: 'Enter', target: { tagName: 'BODY', isContentEditable: false } }, true],
  ['a letter in a field', { target: { tagName: 'INPUT', isContentEditable: false, type: 'text' } }, false],
  ['a letter in a field without a type', { target: { tagName: 'INPUT', isContentEditable: false } }, false],
  [
    'a letter on a checkbox',
    { target: { tagName: 'INPUT', isContentEditable: false, type: 'checkbox' } },
    true,
  ],
  ['a letter in a text', { target: { tagName: 'TEXTAREA', isContentEditable: false } }, false],
  ['a letter in an editor', { target: { tagName: 'DIV', isContentEditable: true } }, false],
  ['with Ctrl', { ctrlKey: true }, false],
  ['Shift, before a capital', { key: 'Shift' }, false],
  ['a capital', { key: 'V' }, true],
  ['with Meta', { metaKey: true }, false],
  ['with Alt', { altKey: true }, false],
  ['while composing', { isComposing: true }, false],
])('%s is the page’s, or not', (_what, given, is) => {
  const plain = { key: 'c', ctrlKey: false, metaKey: false, altKey: false, isComposing: false, target: null };
  expect(isForThePage({ ...plain, ...given })).toBe(is);
});
