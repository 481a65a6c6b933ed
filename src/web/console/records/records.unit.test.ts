/** Tables as data: what a row is called, where it leads, and what an address says of filters. */
import { describe, expect, test } from 'vitest';
import { cellText } from '../kinds/cell-text.ts';
import { addressOf, kindAt, nameOfRow, recordKinds, valueIn } from '../kinds/record-kinds.ts';
import { searchOfTable, withFilter } from '../parts/table-search.ts';
import { firstRows } from './first-rows.ts';

describe('filters of an address', () => {
  test.each<[string, Record<string, unknown>, object]>([
    ['texts', { q: ' Ada ' }, { q: 'Ada' }],
    ['what a router took for something else', { q: 12, open: true }, { q: '12', open: 'true' }],
    ['nothing', { q: '', open: '  ' }, {}],
    ['what is no filter', { a: null, b: ['x'], c: { d: 1 }, e: undefined }, {}],
    ['200 characters at most', { q: 'x'.repeat(201) }, { q: 'x'.repeat(200) }],
  ])('%s', (_what, search, found) => expect(searchOfTable(search)).toEqual(found));

  test('one is changed, or taken out', () => {
    expect(withFilter({ q: 'Ada' }, 'owner', 'me')).toEqual({ q: 'Ada', owner: 'me' });
    expect(withFilter({ q: 'Ada', owner: 'me' }, 'q', '')).toEqual({ owner: 'me' });
  });
});

test('every table says what makes its first row', () => {
  expect(Object.keys(firstRows).sort()).toEqual(recordKinds.map(({ path }) => path).sort());
});

describe('a row', () => {
  const leads = kindAt('/leads/ld_1');
  const row = { id: 'ld_1', person: { name: null, email: 'ada@shop.example' }, score: 1_234 };

  test('is called by the first of its names that says something', () => {
    expect(nameOfRow(leads, row)).toBe('ada@shop.example');
    expect(nameOfRow(leads, { id: 'ld_2' })).toBe('ld_2');
    expect(valueIn(row, 'person.email.length')).toBeUndefined();
  });

  test('leads to its page, if there is one', () => {
    expect(addressOf(leads, row)).toBe('/leads/ld_1');
    expect(addressOf(kindAt('/quotations'), { id: 'qu_1' })).toBeNull();
    expect(() => kindAt('/nowhere')).toThrow('/nowhere');
  });

  test('shows values in words', () => {
    const text = (as: Parameters<typeof cellText>[0]['as'], value: unknown) =>
      cellText({ field: 'it', label: 'It', ...(as && { as }) }, { id: 'x', it: value, currency: 'EUR' });
    expect([text('yes', true), text('yes', false), text(undefined, null), text('date', 'soon')]).toEqual([
      'yes',
      '',
      '',
      'soon',
    ]);
    expect(text('owner', 'mia@example.com')).toBe('mia@example.com');
    expect(cellText({ field: 'it', label: 'It', as: 'owner' }, { id: 'x', it: 'm' }, () => 'Mia')).toBe(
      'Mia',
    );
    expect(text('number', 1_234)).toBe((1_234).toLocaleString());
    expect(text('amount', '12.50')).toBe(
      (12.5).toLocaleString(undefined, { style: 'currency', currency: 'EUR' }),
    );
    expect(text('date', '2026-12-01')).toBe(
      new Date(2026, 11, 1).toLocaleDateString(undefined, { dateStyle: 'medium' }),
    );
  });
});
