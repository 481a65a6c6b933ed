/** Steps of somebody who is tried, as they are typed and as they are read. */
import { expect, test } from 'vitest';
import { afterInWords, propertiesIn, sinceInWords, stepInWords, unknownToSales } from './tried-steps.ts';

test.each([
  [{ page: '/pricing', properties: { path: '/pricing' } }, 'looks at /pricing'],
  [{ track: 'Video Played', properties: { category: 'demo' } }, 'Video Played (category demo)'],
  [
    { track: 'Cart Viewed', properties: { products: [{ sku: 'a' }, { sku: 'b' }] } },
    'Cart Viewed (2 products)',
  ],
  [{ identify: { country: 'DE' } }, 'says (country DE)'],
  [{ sales: unknownToSales }, 'sales knows: no customer'],
  [
    { sales: { leadStatus: ['Nurture', 'Working'], customer: true } },
    'sales knows: lead Nurture, Working, a customer',
  ],
])('%j', (step, words) => {
  expect(stepInWords(step)).toBe(words);
});

test.each([
  ['category: product-demo, pages: 3, paid: true', { category: 'product-demo', pages: 3, paid: true }],
  ['url = https://x.example/a', { url: 'https://x.example/a' }],
  ['nothing, : x, a:', {}],
  ['', {}],
])('%s', (text, properties) => {
  expect(propertiesIn(text)).toEqual(properties);
});

test.each([
  [undefined, '1 minute'],
  ['30 minutes', '30 minutes'],
  ['258901 seconds', '2 days 23 hours'],
])('after %s', (after, words) => {
  expect(afterInWords(after)).toBe(words);
});

test.each([
  [0, 'at once'],
  [60_000, '1 minute'],
  [93_784_000, '1 day 2 hours'],
])('%i ms', (ms, words) => {
  expect(sinceInWords(ms)).toBe(words);
});
