/** Documents as HTML: all words are text, and what a PDF cannot show is known before. */
import { expect, test } from 'vitest';
import { type DocumentContent, htmlOf, isPrintable, paragraphsOf } from './document.core.ts';

const content = (more: Partial<DocumentContent> = {}): DocumentContent => ({
  ...{ title: 'Invoice', paragraphs: [['To: Ada', 'Due: €120.50']], items: null, language: 'en-GB' },
  ...more,
});

test('words of others are text, never markup', () => {
  const html = htmlOf(
    content({
      title: '<script>alert(1)</script>',
      paragraphs: [['<img src=x onerror=alert(1)>', '"quoted" & more']],
      items: [{ product: '<b>Product A</b>', quantity: '2', unitPrice: '€1.00', amount: '€2.00' }],
    }),
  );
  expect(html).not.toMatch(/<script|<img|<b>/);
  expect(html).toContain('&lt;b&gt;Product A&lt;/b&gt;');
});

test('an empty line ends a paragraph; lines within it stay', () => {
  expect(paragraphsOf('a\nb\n\nc\n \n\n\nd')).toEqual([['a', 'b'], ['c'], ['d']]);
});

test.each([
  ['Łódź, Αθήνα, София, façade – “quoted” €1,234.50 1 × 2…', true],
  ['NGN\u00a0120.50', true],
  ['東京', false],
  ['שלום', false],
  ['hot 🌶', false],
])('the font of PDFs shows %j: %s', (text, is) => {
  expect(isPrintable(content({ paragraphs: [[text]] }))).toBe(is);
});
