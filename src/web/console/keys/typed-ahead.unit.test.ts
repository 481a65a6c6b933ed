/** Keys that are pressed before the search is there: letters are kept in order, and the browser's own keys are left alone. */
import { expect, test } from 'vitest';
import { TypedAhead } from './typed-ahead.ts';

const none = { ctrlKey: false, metaKey: false, altKey: false };
const typed = (...keys: string[]) => {
  const ahead = new TypedAhead();
  for (const key of keys) expect(ahead.take({ ...none, key })).toBe(true);
  return { text: ahead.text, isEntered: ahead.isEntered };
};

test('keeps letters, takes back the last one, and remembers an Enter at the end', () => {
  expect(typed('a', 'd', 'é')).toEqual({ text: 'adé', isEntered: false });
  expect(typed('a', '😀', 'Backspace', 'Backspace', 'Backspace', 'b')).toEqual({
    text: 'b',
    isEntered: false,
  });
  expect(typed('a', 'Shift', 'ArrowDown', 'b')).toEqual({ text: 'ab', isEntered: false });
  expect(typed('a', 'Enter')).toEqual({ text: 'a', isEntered: true });
  expect(typed('a', 'Enter', 'b')).toEqual({ text: 'ab', isEntered: false });
  expect(typed('Enter')).toEqual({ text: '', isEntered: false });
});

test('leaves keys of the browser alone, but for letters that are typed with them', () => {
  const ahead = new TypedAhead();
  expect(ahead.take({ ...none, key: 'Tab' })).toBe(false);
  expect(ahead.take({ ...none, key: 'r', ctrlKey: true })).toBe(false);
  expect(ahead.take({ ...none, key: 'r', metaKey: true })).toBe(false);
  for (const key of ['F1', 'F5', 'F12']) expect(ahead.take({ ...none, key })).toBe(false);
  for (const key of ['ArrowLeft', 'ArrowRight', 'Home'])
    expect(ahead.take({ ...none, key, altKey: true })).toBe(false);
  expect(ahead.take({ ...none, key: 'F' })).toBe(true);
  expect(ahead.take({ ...none, key: 'Backspace' })).toBe(true);
  expect(ahead.take({ ...none, key: '@', ctrlKey: true, altKey: true })).toBe(true);
  expect(ahead.take({ ...none, key: 'ø', altKey: true })).toBe(true);
  expect(ahead.text).toBe('@ø');
});
