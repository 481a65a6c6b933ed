/** Cells of spreadsheets: no text runs as a formula, and every text comes back as it was. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardedCell, unguardedCell } from './spreadsheet-cell.ts';

describe('a cell', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ["'=1+1", "''=1+1"],
    ['+49 30 1234', "'+49 30 1234"],
    ['＝1+1', "'＝1+1"],
    ['\n=1', "'\n=1"],
    ['-12.50', '-12.50'],
    ["'s-Hertogenbosch", "'s-Hertogenbosch"],
    ['', ''],
  ])('of %j is %j', (text, cell) => {
    expect(guardedCell(text)).toBe(cell);
    expect(unguardedCell(cell)).toBe(text);
  });

  test('never begins as a formula, and gives its text back', () => {
    const text = fc.string({ unit: fc.constantFrom(..."=+-@\t\r\n'＝a1 .") });
    fc.assert(
      fc.property(text, (one) => {
        const cell = guardedCell(one);
        expect(/^[=@\t\r\n＝＋－＠]/.test(cell)).toBe(false);
        expect(unguardedCell(cell)).toBe(one);
      }),
    );
  });
});
