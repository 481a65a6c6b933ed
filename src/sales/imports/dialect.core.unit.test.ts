/** Delimiters, found from the first rows. */
import { expect, test } from 'vitest';
import { delimiterOf, saidDelimiter } from './dialect.core.ts';

test.each([
  ['a,b,c\n1,2,3\n', ','],
  ['a;b;c\n1;2;3\n', ';'],
  ['a\tb\tc\n1\t2\t3\n', '\t'],
  ['a|b|c\n1|2|3\n', '|'],
  ['Name;Preis\r\nTisch;12,50\r\nStuhl;9,90\r\n', ';'],
  ['Name, Vorname;E-Mail\r\nMüller, Jörg;a@b.example\r\n', ';'],
  ['name,note\n"a;b;c","x\n;;;;"\nd,e\n', ','],
  ['email\na@b.example\n', ','],
  ['name,notes\nada,"a;b"\n', ','],
  ['sep=;\r\na,b\r\n1,2\r\n', ';'],
  ['"sep=\t"\na\tb\n', '\t'],
  ['\n\na;b\n1;2\n', ';'],
  ['', ','],
])('of %j is %j', (text, delimiter) => expect(delimiterOf(text)).toBe(delimiter));

test('the line that says a delimiter is no header', () => {
  expect(saidDelimiter('sep=,\r\nname')).toEqual({ length: 7, delimiter: ',' });
  expect(saidDelimiter('separator,name\n')).toBeNull();
});
