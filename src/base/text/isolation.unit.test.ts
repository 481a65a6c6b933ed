/** Isolating by a table: plain text stays as it is, what turns direction goes or is closed in. */
import { expect, test } from 'vitest';
import { isolated } from './isolation.ts';

test.each([
  ['Ada Lovelace', 'Ada Lovelace'],
  ['Zoë 🌶 & <b>', 'Zoë 🌶 & <b>'],
  ['Ada\u202egpj.exe', 'Adagpj.exe'],
  ['\u202dAda\u202c', 'Ada'],
  ['\u2066Ada', 'Ada'],
  ['Ada\u2069\u2069', 'Ada'],
  ['שלום', '\u2068שלום\u2069'],
  ['سلام 24', '\u2068سلام 24\u2069'],
  ['Ada\u200f', '\u2068Ada\u200f\u2069'],
  ['\u202eשלום\u2069', '\u2068שלום\u2069'],
])('%j becomes %j', (text, expected) => expect(isolated(text)).toBe(expected));
