/** Query strings: what stays of them, and where. */
import { describe, expect, test } from 'vitest';
import { keptParametersIn, redactedAddresses, redactedProperties } from './query-redaction.core.ts';

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
    ['https://shop.example/a#utm_source=x&id_token=1', 'https://shop.example/a#utm_source=x'],
    ['https://shop.example/#/cart?email=1&plan=pro', 'https://shop.example/#/cart?plan=pro'],
    ['https://shop.example/#email=1?token=2', 'https://shop.example/'],
    ['https://shop.example/a?utm_source=x;email=1&token=2', 'https://shop.example/a?utm_source=x'],
    ['https://shop.example/a?email=1;utm_source=x', 'https://shop.example/a?utm_source=x'],
  ])('%s', (given, expected) => expect(urlOf(given)).toBe(expected));
});

describe('under any name, at any depth', () => {
  test.each([
    ['https://shop.example/a?email=1&utm_source=x', 'https://shop.example/a?utm_source=x'],
    ['HTTP://shop.example/a?email=1', 'HTTP://shop.example/a'],
    [' https://shop.example/a?email=1', ' https://shop.example/a'],
    ['//shop.example/a?email=1', '//shop.example/a'],
    ['shop-app://open/order?token=1', 'shop-app://open/order'],
    ['www.shop.example/a?email=1', 'www.shop.example/a'],
    ['shop.example:8080?email=1', 'shop.example:8080'],
    ['/reset?token=1', '/reset'],
    ['/reset#token=1', '/reset'],
    ['?email=1&plan=pro', '?plan=pro'],
  ])('%j is an address', (text, expected) => {
    for (const name of ['tab_url', 'link_target', '$current_url', 'canonical'])
      expect(redactedAddresses({ [name]: text, n: [{ deep: [text] }] }, kept)).toEqual({
        ...{ [name]: expected, n: [{ deep: [expected] }] },
      });
  });

  test.each([
    'Really? #1 = best',
    '3.5/5 (really?)',
    'What is 1+1=?',
    'ada@shop.example?',
    '? #',
    'a?t=1',
    '/ or ?',
  ])('%j is none', (text) => expect(redactedAddresses({ title: text }, kept)).toEqual({ title: text }));
});

test('a search is a query where it has values, and else stays', () => {
  for (const [search, expected] of [
    ['red shoes', 'red shoes'],
    ['what?', 'what?'],
    ['email=ada@x.example&plan=pro', 'plan=pro'],
    ['email=ada@x.example', ''],
    ['?token=1&utm_medium=mail', '?utm_medium=mail'],
  ] as const)
    expect(redactedAddresses({ search }, kept)).toEqual({ search: expected });
});

test('a context is redacted in all its parts', () => {
  const context = {
    page: { url: 'https://a.example/?t=1', tab_url: 'https://a.example/?t=2', search: 't=1', title: 'a?t=1' },
    referrer: 'https://c.example/?t=3',
    campaign: { name: 'a?t=1' },
  };
  expect(redactedAddresses(context, kept)).toEqual({
    page: { url: 'https://a.example/', tab_url: 'https://a.example/', search: '', title: 'a?t=1' },
    referrer: 'https://c.example/',
    campaign: { name: 'a?t=1' },
  });
});

describe('a link of a mail', () => {
  const linkOf = (link_url: string, link_id?: string | null) =>
    redactedProperties({ link_url, ...(link_id !== undefined && { link_id }) }, kept);

  test('stays another one than its neighbour, though both lose what distinguishes them', () => {
    const [one, other, again] = ['a', 'b', 'a'].map((offer) =>
      linkOf(`https://shop.example/?offer=${offer}`),
    );
    expect(one).toEqual({
      link_url: 'https://shop.example/',
      link_id: expect.stringMatching(/^[\w-]{16,}$/),
    });
    expect(again).toEqual(one);
    expect(other?.['link_id']).not.toBe(one?.['link_id']);
    expect(linkOf('https://shop.example/?offer=a', null)).toEqual(one);
    expect(linkOf('https://shop.example/?offer=a', '')).toEqual(one);
  });

  test('keeps its own id, and its address where nothing of it goes', () => {
    expect(linkOf('https://shop.example/?offer=a', '7')).toEqual({
      link_url: 'https://shop.example/',
      link_id: '7',
    });
    const plain = { link_url: 'https://shop.example/?plan=pro' };
    expect(redactedProperties(plain, kept)).toBe(plain);
    const whole = { link_url: 'https://shop.example/?offer=a' };
    expect(redactedProperties(whole, 'all')).toBe(whole);
  });
});

test('what needs no change is the same object', () => {
  const properties = { url: 'https://shop.example/?utm_source=news', price: 3 };
  expect(redactedAddresses(properties, kept)).toBe(properties);
  const secret = { url: 'https://shop.example/?t=1' };
  expect(redactedAddresses(secret, keptParametersIn('*'))).toBe(secret);
});
