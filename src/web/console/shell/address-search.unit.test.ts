/** The filters of an address: written plainly, read as they were written, those of before too. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOfSearch, searchInAddress } from './address-search.ts';

test.each([
  [{ days: '365' }, '?days=365'],
  [{ open: 'true', owner: 'ada@example.com' }, '?open=true&owner=ada%40example.com'],
  [{ q: 'pens & mugs' }, '?q=pens+%26+mugs'],
  [{ q: '"pens"' }, '?q=%22%5C%22pens%5C%22%22'],
  [{ q: '', owner: undefined }, ''],
])('%j is written as %s', (search, written) => {
  expect(addressOfSearch(search)).toBe(written);
});

test.each([
  ['?days=%22365%22', { days: '365' }],
  ['?days=365', { days: '365' }],
  ['?q=%22pens', { q: '"pens' }],
  ['?q=%22a%22b%22', { q: '"a"b"' }],
  ['', {}],
])('%s is read as %j', (written, search) => expect(searchInAddress(written)).toEqual(search));

test('what is written is read again as it was', () => {
  const texts = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: 'binary' }), {
    noNullPrototype: true,
  });
  const quoted = fc.string().map((text) => ({ q: `"${text}"` }));
  fc.assert(
    fc.property(fc.oneof(texts, quoted), (search) => {
      expect(searchInAddress(addressOfSearch(search))).toEqual(search);
    }),
  );
});
