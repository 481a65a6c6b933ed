/** Phone numbers, by tables: what can be called, at the bounds of length, and what nobody has. */
import { expect, test } from 'vitest';
import { phoneNumberIn } from './phone-number.ts';

test.each<[unknown, string | null]>([
  [' +44 20 7946 0018 ', '+44 20 7946 0018'],
  ['(030) 901820-17', '(030) 901820-17'],
  ['tel:+49-30-901820', 'tel:+49-30-901820'],
  ['٠٣٠١٢٣٤٥٦', '٠٣٠١٢٣٤٥٦'],
  [4915112345678, '4915112345678'],
  ['12345', '12345'],
  ['1234', null],
  ['1'.padEnd(25, '23'), '1'.padEnd(25, '23')],
  ['1'.padEnd(26, '23'), null],
  ['000000', null],
  ['+00 000-000', null],
  ['9999999999', null],
  ['', null],
  ['n/a', null],
  ['call me', null],
  ['undefined', null],
  [null, null],
  [undefined, null],
  [false, null],
  [2 ** 60, null],
  [{ number: '12345' }, null],
])('%j: %j', (value, expected) => expect(phoneNumberIn(value)).toBe(expected));
