/** Texts cut in whole characters. */
import { expect, test } from 'vitest';
import { cut } from './text.ts';

test.each([
  ['short', 'Demo', 10, 'Demo'],
  ['as long as it may be', '🎉🎉', 4, '🎉🎉'],
  ['between characters', 'Demo 🎉 Booked', 7, 'Demo 🎉'],
  ['within a character, which is left out', 'Demo 🎉 Booked', 6, 'Demo '],
])('a text that is %s', (_name, text, lengthMax, expected) => {
  expect(cut(text, lengthMax)).toBe(expected);
});
