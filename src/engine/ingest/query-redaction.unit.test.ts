/** Query strings: what stays of them, and where. */
import { describe, expect, test } from 'vitest';
import { keptParametersIn, redactedAddresses, redactedContext } from './query-redaction.core.ts';

const kept = keptParametersIn('plan, Q');
const urlOf = (url: string) => redactedAddresses({ url }, kept).url;

describe('an address', () => {
  test.each([
    ['https://shop.example/a?email=ada@x.example&utm_source=news', 'https://shop.example/a?utm_source=news'],
    ['https://shop.example/a?token=1', 'https://shop.example/a'],
    [
      'https://shop.example/a?GCLID=1&plan=pro&q=two%20words',
      'https://shop.example/a?GCLID=1&plan=pro&q=two%20words',
    ],
    ['https://shop.example/a#access_token=1&state=2', 'https://shop.example/a'],
    ['https://shop.example/#/cart?email=ada@x.example', 'https://shop.example/#/cart'],
    ['https://shop.example/a?email=1#prices', 'https://shop.example/a#prices'],
    ['https://shop.example/a?utm_term=a?b&x', 'https://shop.example/a?utm_term=a?b'],
    ['https://shop.example/a', 'https://shop.example/a'],
    ['no address ? at=all', 'no address '],
  ])('%s', (given, expected) => expect(urlOf(given)).toBe(expected));
});

test('a search within a shop stays, a query string does not', () => {
  expect(redactedAddresses({ search: 'red=blue' }, kept)).toEqual({ search: 'red=blue' });
  expect(redactedAddresses({ search: '?token=1&utm_medium=mail' }, kept)).toEqual({
    search: '?utm_medium=mail',
  });
});

test('page and referrer of a context are redacted, and nothing else is', () => {
  const context = {
    page: {
      url: 'https://a.example/?t=1',
      referrer: 'https://b.example/?t=2',
      search: '?t=1',
      title: 'a?t=1',
    },
    referrer: { url: 'https://c.example/?t=3' },
    campaign: { name: 'a?t=1' },
  };
  expect(redactedContext(context, kept)).toEqual({
    page: { url: 'https://a.example/', referrer: 'https://b.example/', search: '', title: 'a?t=1' },
    referrer: { url: 'https://c.example/' },
    campaign: { name: 'a?t=1' },
  });
});

test('what needs no change is the same object', () => {
  const properties = { url: 'https://shop.example/?utm_source=news', price: 3 };
  expect(redactedAddresses(properties, kept)).toBe(properties);
  const secret = { url: 'https://shop.example/?t=1' };
  expect(redactedAddresses(secret, keptParametersIn('*'))).toBe(secret);
});
