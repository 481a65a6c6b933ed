/** The keys of the console: single ones, pairs, and those that belong to a field. */
import { describe, expect, test } from 'vitest';
import {
  isForThePage,
  isHeldEnter,
  type KeyBinding,
  KeyReader,
  onceWithinMs,
  secondKeyWithinMs,
} from './key-reader.ts';

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
  ['a letter that is held', { repeat: true }, false],
  ['Enter that is held', { key: 'Enter', repeat: true }, false],
  ['j that is held', { key: 'j', repeat: true }, true],
  ['an arrow that is held', { key: 'ArrowRight', repeat: true }, true],
  [
    'a letter on a choice of a form',
    { isInForm: true, target: { tagName: 'INPUT', isContentEditable: false, type: 'radio' } },
    false,
  ],
  [
    'a letter on a button of a form',
    { key: 'o', isInForm: true, target: { tagName: 'BUTTON', isContentEditable: false } },
    false,
  ],
  ['Escape in a form', { key: 'Escape', isInForm: true }, true],
])('%s is the page’s, or not', (_what, given, is) => {
  const plain = { key: 'c', ctrlKey: false, metaKey: false, altKey: false, isComposing: false };
  const alone = { ...plain, repeat: false, isInForm: false, target: null };
  expect(isForThePage({ ...alone, ...given })).toBe(is);
});

test.each([
  ['BUTTON', true, true],
  ['BUTTON', false, false],
  ['INPUT', true, true],
  ['TEXTAREA', true, false],
])('Enter on a %s, held: %s', (tagName, repeat, isHeld) => {
  const target = { tagName, isContentEditable: false };
  expect(isHeldEnter({ key: 'Enter', repeat, target })).toBe(isHeld);
  expect(isHeldEnter({ key: 'Tab', repeat, target })).toBe(false);
});

test('a held Enter writes lines in an editor, and presses nothing without a focus', () => {
  expect(
    isHeldEnter({ key: 'Enter', repeat: true, target: { tagName: 'DIV', isContentEditable: true } }),
  ).toBe(false);
  expect(isHeldEnter({ key: 'Enter', repeat: true, target: null })).toBe(true);
});

test.each([
  ['just below', onceWithinMs - 1, 1],
  ['at', onceWithinMs, 1],
  ['just above', onceWithinMs + 1, 2],
])('a key that acts once, pressed again %s the bound', (_where, afterMs, acts) => {
  const reader = new KeyReader();
  const bound = [{ keys: 'e', label: '', run: () => {}, isOnce: true }];
  expect([0, afterMs].filter((atMs) => reader.read('e', 1_000 + atMs, bound) !== null)).toHaveLength(acts);
});

test('a key that acts once acts again after another key, and others are free', () => {
  const reader = new KeyReader();
  const once = { keys: 'e', label: '', run: () => {}, isOnce: true };
  const bound = [once, { keys: 'j', label: '', run: () => {} }];
  const read = (...keys: string[]) => keys.map((key) => reader.read(key, 1_000, bound) !== null);
  expect(read('e', 'j', 'e', 'e', 'e')).toEqual([true, true, true, false, false]);
  expect(read('j', 'j')).toEqual([true, true]);
});
