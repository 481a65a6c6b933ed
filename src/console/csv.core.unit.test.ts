/** CSV cells: what would run as a formula does not, and numbers stay numbers. */
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvOf } from './csv.core.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+49 40 1234', "'+49 40 1234"],
  ['-cmd|calc', "'-cmd|calc"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ['-12.50', '-12.50'],
  ['+7', '+7'],
  ['-1e9', '-1e9'],
  ['1=1', '1=1'],
  ['Müller; "Söhne",\r\nKiel', 'Müller; "Söhne",\r\nKiel'],
  [-3.5, '-3.5'],
  [0, '0'],
  [true, 'true'],
  [null, ''],
  [undefined, ''],
  [{ EUR: '12.00', USD: '-3.50' }, 'EUR 12.00; USD -3.50'],
  [{ '=SUM(A1)': 2 }, "'=SUM(A1) 2"],
  [{}, ''],
])('%j is the cell %j', (value, cell) => {
  const text = csvOf(['one', 'two'], [{ two: value, one: 'x', three: 'left out' }]);
  expect(text).toMatch(/^one,two\r\nx,/);
  expect(text.endsWith('\r\n')).toBe(true);
  expect(parse(text, { record_delimiter: '\r\n' })).toEqual([
    ['one', 'two'],
    ['x', cell],
  ]);
});

test('a cell with any break of lines is quoted: programs take each for the end of a row', () => {
  const text = csvOf(['one'], [{ one: 'a\nb' }, { one: 'a\rb' }]);
  expect(text).toBe('one\r\n"a\nb"\r\n"a\rb"\r\n');
});

test('no rows are a line of names', () => {
  expect(csvOf(['one', 'two'], [])).toBe('one,two\r\n');
});
