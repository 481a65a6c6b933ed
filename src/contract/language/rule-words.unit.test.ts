/** Rules in words: every kind of rule as a marketer reads it, and whatever somebody is just typing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ruleInWords } from './rule-words.ts';

test.each([
  [
    '{ when: { type: page, path: "/pricing/**" }, points: 15, pays: once a visit }',
    'a page view at /pricing/**',
    '15',
    'once a visit',
  ],
  [
    '{ when: { event: File Downloaded, properties: { category: case-study, pages: { atLeast: 3 } } }, points: 10, pays: once, per: asset_id or url }',
    'File Downloaded with category “case-study” and pages at least 3',
    '10',
    'once, per asset_id or url',
  ],
  [
    '{ when: { event: [Product Added, Product Removed] }, unless: { event: Order Completed }, within: 30 minutes, points: 30 }',
    'Product Added or Product Removed, and no Order Completed within 30 minutes',
    '30',
    'once',
  ],
  [
    '{ when: { page: Pricing }, then: { event: Demo Requested }, within: 2 days, points: 20, coolDown: 1 day }',
    'page Pricing, then Demo Requested within 2 days',
    '20',
    'every time, then a pause of 1 day',
  ],
  [
    '{ when: { type: page }, count: in a visit, rungs: [{ from: 2, points: 3 }, { from: 10, points: 5 }], distinct: path }',
    'a page view',
    '3 at 2, 5 at 10',
    'the highest reached in a visit, counting different path',
  ],
  [
    '{ when: { type: page }, count: in 30 days, rungs: [{ from: 3, points: 15 }], distinct: visit }',
    'a page view',
    '15 at 3',
    'the highest reached in 30 days, counting visits',
  ],
  [
    '{ when: { event: Order Completed }, points: { property: revenue, times: 0.1, atMost: 50 }, pays: every 3rd time }',
    'Order Completed',
    'revenue × 0.1, 0 to 50',
    'every 3rd time',
  ],
  [
    '{ when: { event: Order Completed }, points: { property: revenue, atMost: 50, otherwise: 5 }, pays: once }',
    'Order Completed',
    'revenue × 1, 0 to 50, 5 without it',
    'once',
  ],
  [
    '{ when: { any: [{ campaign: spring }, { utm: { source: { startsWith: news } } }], not: { url: "x.example/**" } }, points: 1, pays: once }',
    'an event (an event from campaign “spring” or an event from source beginning with “news”) not (an event at x.example/**)',
    '1',
    'once',
  ],
  [
    '{ when: any event, within: 30 days, points: -20 }',
    'any event, and not again within 30 days',
    '-20',
    'once',
  ],
  [
    '{ when: any event, within: 30 days, repeatsEvery: 7 days, points: -20 }',
    'any event, and not again within 30 days',
    '-20',
    'once, and again every 7 days',
  ],
  [
    '{ when: { type: page }, count: in a visit, apart: 1 second, rungs: [{ from: 2, points: 3 }] }',
    'a page view',
    '3 at 2',
    'the highest reached in a visit, of one page apart by 1 second',
  ],
  [
    '{ when: { event: Product Added }, within: 30 minutes, basket: net content, points: { basket: value, times: 0.1, atMost: 50 } }',
    'Product Added, and not again within 30 minutes',
    'the value of the basket × 0.1, 0 to 50',
    'once',
  ],
])('%s', (text, when, points, pays) => {
  expect(ruleInWords(parse(text))).toMatchObject({ when, points, pays });
});

test('bounds of a rule: the people it is for, its caps, how it fades', () => {
  const rule = parse(
    '{ when: any event, who: { traits: { country: [DE, AT] }, freeMail: false }, cap: { day: 20, ever: { atLeast: -5, atMost: 60 } }, decay: { halfLife: 30 days }, group: mails, during: [trial, setup] }',
  );
  expect(ruleInWords(rule).bounds).toEqual([
    'only where country “DE” or “AT” and the address is not of a public mail provider',
    'only during trial or setup',
    'day: at most 20',
    'ever: at least -5, at most 60',
    'halves every 30 days',
    'shares the caps of mails',
  ]);
});

test('a basket of other words than those of Segment', () => {
  const basket = '{ removed: { event: Taken Out }, product: article, quantity: pieces, name: title }';
  expect(ruleInWords(parse(`{ when: { event: Put In }, basket: ${basket} }`)).bounds).toEqual([
    'only while something is left in the basket: taken out by Taken Out, identified by article, named by title, pieces in pieces',
  ]);
  expect(ruleInWords(parse('{ when: { event: Put In }, basket: net content }')).bounds).toEqual([
    'only while something is left in the basket',
  ]);
});

test('a decay in steps', () => {
  expect(ruleInWords(parse('{ when: any event, decay: { steps: 4, every: 7 days } }')).bounds).toEqual([
    'fades in 4 steps, one every 7 days',
  ]);
});

test('what is half typed, or of another shape, has words too', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (when, points) => {
      const words = ruleInWords({ when, points });
      expect(typeof words.when).toBe('string');
      ruleInWords(when);
    }),
  );
});
