/** The words of mails and documents: sums with their currency, numbers and days as the language writes them. */
import { expect, test } from 'vitest';
import { flowOf } from '../../../test/support/sales-processes.ts';
import type { RecordRow } from '../store/store.ts';
import { shownSum, shownValue, shownWord } from './record-words.core.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const flow = flowOf('company-xyz', 'order');
const row = {
  ...{ id: 'or_1', stage: 'Customer invoice', amount: '1234.50', currency: 'NGN', owner: null },
  fields: { cost: '120.50', 'available-in-days': 1_500, 'invoiced-on': '2026-12-01', 'order-slip': true },
} as unknown as RecordRow;
const atMs = Date.parse('2026-11-30T23:30:00Z');
const word = (name: string, language = 'en-GB') =>
  plain(
    shownWord(
      {
        flow: { ...flow, process: { ...flow.process, language } },
        ...{ row, person: { name: 'Ada', email: null, company: null }, name: 'Product A', atMs },
      },
      name,
    ),
  );

test.each([
  ['fields.cost', 'en-GB', 'NGN 120.50'],
  ['fields.cost', 'de', '120,50 NGN'],
  ['record.amount', 'en-GB', 'NGN 1,234.50'],
  ['fields.available-in-days', 'en-GB', '1,500'],
  ['fields.invoiced-on', 'en-GB', '1 December 2026'],
  ['fields.invoiced-on', 'de', '1. Dezember 2026'],
  ['fields.order-slip', 'en-GB', 'yes'],
  // The day in Lagos, an hour ahead.
  ['today', 'en-GB', '1 December 2026'],
  ['record.id', 'en-GB', 'or_1'],
  ['person.email', 'en-GB', ''],
  ['fields.courier-slip', 'en-GB', ''],
])('{{%s}} in %s is %j', (name, language, shown) => {
  expect(word(name, language)).toBe(shown);
});

test('a sum keeps every digit, and zero and thousands are written out', () => {
  expect(shownSum('999999999999.99', 'EUR', 'en-GB')).toBe('€999,999,999,999.99');
  expect(shownSum(0, 'EUR', 'en-GB')).toBe('€0.00');
  expect(shownSum(1_000, undefined, 'en-GB')).toBe('1,000.00');
  expect(shownSum(5, 'JPY', 'en-GB')).toMatch(/5$/);
});

test('a text of a field is shown as it is', () => {
  expect(shownValue('paid 120.5', undefined, 'EUR', 'en-GB')).toBe('paid 120.5');
  expect(shownValue('paid', { label: 'x', type: 'text' }, 'EUR', 'en-GB')).toBe('paid');
});
