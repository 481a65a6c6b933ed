/** Cells as values: commas, groups, orders of days, words of many languages; and what is refused with which words. */
import { describe, expect, test } from 'vitest';
import { type CellType, cellValueOf } from './cells.core.ts';

const usual = { decimal: '.', dates: 'ymd' } as const;
const german = { decimal: ',', dates: 'dmy' } as const;
const american = { decimal: '.', dates: 'mdy' } as const;
type Rules = typeof usual | typeof german | typeof american;

describe('a value', () => {
  test.each<[CellType, string, Rules, unknown]>([
    ['moment', '2026-02-28', usual, '2026-02-28'],
    ['moment', '20.11.2026', german, '2026-11-20'],
    ['moment', '11/20/2026', american, '2026-11-20'],
    ['moment', '2026-11-20T09:00:00+01:00', german, '2026-11-20T08:00:00.000Z'],
    ['moment', '2026-11-20T00:00:00Z', usual, '2026-11-20T00:00:00.000Z'],
    ['quotation number', 'x'.repeat(100), usual, 'x'.repeat(100)],
    ['money', '1234.5', usual, '1234.50'],
    ['money', '1,234.50', usual, '1234.50'],
    ['money', '1.234,5', german, '1234.50'],
    ['money', '12,5', german, '12.50'],
    ['money', "1'234.50", usual, '1234.50'],
    ['money', '1 234,50', german, '1234.50'],
    ['money', '1\u202f234,50', german, '1234.50'],
    ['money', '+7', usual, '7.00'],
    ['money', '007', usual, '7.00'],
    ['money', '0', usual, '0.00'],
    ['money', '12.500', usual, '12.50'],
    ['money', '1000000000000', usual, '1000000000000.00'],
    ['count', '3', usual, 3],
    ['day', '2026-12-01', usual, '2026-12-01'],
    ['day', '2026/2/3', usual, '2026-02-03'],
    ['day', '2026-12-01T00:00:00Z', usual, '2026-12-01'],
    ['day', '01.12.2026', german, '2026-12-01'],
    ['day', '1/12/2026', german, '2026-12-01'],
    ['day', '12/1/2026', american, '2026-12-01'],
    ['day', '2026-12-01', american, '2026-12-01'],
    ['day', '29.2.2028', german, '2028-02-29'],
    ['flag', 'Ja', usual, true],
    ['flag', 'WAHR', usual, true],
    ['flag', 'x', usual, true],
    ['flag', 'no', usual, false],
    ['flag', '0', usual, false],
    ['country', 'Deutschland', usual, 'DE'],
    ['country', 'gb', usual, 'GB'],
    ['language', 'de-AT', usual, 'de'],
    ['languages', 'de; en-GB', usual, ['de', 'en']],
    ['email', ' Ada@Example.COM ', usual, 'ada@example.com'],
    ['email', 'mailto:ada@example.com', usual, 'ada@example.com'],
    ['email', 'ada@mu\u0308nchen.example', usual, 'ada@xn--mnchen-3ya.example'],
    ['domain', 'https://www.Example.com/about', usual, 'example.com'],
    ['domain', '@example.com', usual, 'example.com'],
    ['currency', 'eur', usual, 'EUR'],
    ['kind of person', 'Customer', usual, 'customer'],
    ['phone', "'+49 30 1234", usual, '+49 30 1234'],
    ['text', "'=SUM(A1)", usual, '=SUM(A1)'],
    ['text', '  Ada  ', usual, 'Ada'],
    ['said', '  Ada  ', usual, 'Ada'],
    ['text', 'N/A', usual, 'N/A'],
    ['text', 'two\nlines', usual, 'two\nlines'],
    ['time zone', 'Europe/Berlin', usual, 'Europe/Berlin'],
  ])('of %s %j', (type, text, rules, value) => expect(cellValueOf(text, type, rules)).toEqual({ value }));

  test.each<[CellType, string]>([
    ['text', ''],
    ['text', '   '],
    ['email', 'n/a'],
    ['email', '-'],
    ['phone', 'none'],
    ['said', 'N/A'],
    ['said', '[object Object]'],
    ['said', 'undefined'],
  ])('is none of %s %j', (type, text) => expect(cellValueOf(text, type, usual)).toBeNull());
});

describe('an error', () => {
  test.each<[CellType, string, Rules, RegExp]>([
    ['money', '12,5', usual, /with a decimal point/],
    ['money', '1.5', german, /with a decimal comma/],
    ['money', '1,23,456', usual, /expected a number/],
    ['money', '12.50 €', usual, /without a currency/],
    ['money', '-1', usual, /from 0/],
    ['money', '1.234', usual, /two decimals/],
    ['money', '1000000000000.01', usual, /from 0 to/],
    ['money', 'NaN', usual, /expected a number/],
    ['day', '01.12.2026', usual, /state "dates"/],
    ['day', '13/12/2026', american, /the month first/],
    ['day', '30.02.2026', german, /the day first/],
    ['day', '1.2.26', german, /the day first/],
    ['day', '2026-12-01T10:00:00Z', usual, /expected a day/],
    ['moment', '20 Nov', usual, /expected a day such as "2026-12-01".*or a moment with its zone/],
    ['moment', '2026-11-20T10:00', usual, /a moment with its zone/],
    ['moment', '2026-02-30', usual, /expected a day/],
    ['moment', '2026-02-30T10:00:00Z', usual, /expected a day/],
    ['moment', '2026-11-20T24:00:00Z', usual, /expected a day/],
    ['moment', '20.11.2026', usual, /state "dates"/],
    ['moment', '30.02.2026', german, /the day first/],
    ['quotation number', 'x'.repeat(101), usual, /at most 100 characters/],
    ['flag', 'maybe', usual, /"yes" or "no"/],
    ['email', 'ada', usual, /an e-mail address/],
    ['country', 'Atlantis', usual, /a country/],
    ['currency', '€', usual, /such as "EUR"/],
    ['domain', 'no domain', usual, /such as "example.com"/],
    ['kind of person', 'friend', usual, /"prospect", "contact", "customer"/],
    ['count', '1.5', usual, /whole number/],
    ['text', 'x'.repeat(501), usual, /at most 500/],
    ['text', 'x'.repeat(10_001), usual, /at most 10000/],
    ['text', 'a\0b', usual, /cannot be stored/],
    ['time zone', 'Mars', usual, /a time zone/],
  ])('of %s %j', (type, text, rules, error) =>
    expect(cellValueOf(text, type, rules)).toEqual({ error: expect.stringMatching(error) }),
  );
});

describe('a separator that nobody has stated', () => {
  const found = { ...german, isDecimalFound: true };
  test.each<[CellType, string]>([
    ['money', '1.500'],
    ['money', '1,500'],
    ['number', '-12.500'],
    ['number', '999,000'],
    ['count', '1.500'],
  ])('%s %j is refused: it may be a thousandfold', (type, text) => {
    expect(cellValueOf(text, type, found)).toEqual({ error: expect.stringContaining('state "decimal"') });
    expect(cellValueOf(text, type, { ...found, isDecimalFound: false })).not.toEqual({
      error: expect.stringContaining('state "decimal"'),
    });
  });
  test.each([
    ['1,50', '1.50'],
    ['1500', '1500.00'],
    ['1.500,00', '1500.00'],
    ['1.234.567', '1234567.00'],
    ['0,500', '0.50'],
  ])('%j says itself what it is', (text, value) => {
    expect(cellValueOf(text, 'money', found)).toEqual({ value });
  });
});
