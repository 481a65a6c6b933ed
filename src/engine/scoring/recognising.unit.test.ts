/** Which events a rule recognises, by tables: kinds, names, paths, addresses, campaigns, values. */
import { describe, expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import {
  eventOf,
  expectRows,
  type Given,
  page,
  type Row,
  recogniser,
  track,
} from '../../../test/support/recognising.ts';
import type { Json } from '../../contract/language/language.ts';
import { addressWithFragment } from './event-address.ts';
import { recognise } from './recognise.ts';

describe('kinds of events', () => {
  const whens = [
    'any event',
    '{ type: page }',
    '{ type: [page, screen] }',
    '{ event: Product Added }',
    '{ event: [Product Added, Other] }',
    '{ page: Pricing }',
    '{ page: [Pricing, Home], type: screen }',
    '{ all: [{ event: Other }] }',
    '{ all: [{ path: /x }, { type: identify }] }',
    '{ any: [{ event: Other }, { type: identify }] }',
    '{ any: [{ event: Other }, { path: /x }] }',
    '{ not: { type: page } }',
    '{ type: track, not: { event: Other } }',
    // Beside a path the index cannot lead by the kind: the test of the event decides alone.
    '{ any: [{ page: Pricing }, { path: /x }] }',
  ];
  test('each rule recognises its own', () => {
    expectRows(whens, [
      ['a tracked event', track('product_added'), [0, 3, 4, 11, 12]],
      ['another', track('Other'), [0, 4, 7, 9, 10, 11]],
      ['one that nothing names', track('Nothing'), [0, 11, 12]],
      ['one without a name', track(''), [0, 11, 12]],
      ['a page', page('/'), [0, 1, 2]],
      ['a named page', page('/', 'PRICING'), [0, 1, 2, 5, 13]],
      ['a page named as a tracked event', page('/', 'Product Added'), [0, 1, 2]],
      ['a screen', { type: 'screen', name: 'pricing' }, [0, 2, 5, 6, 11, 13]],
      ['a screen by another name', { type: 'screen', name: 'home' }, [0, 2, 6, 11]],
      ['a tracked event named as a page', track('Pricing'), [0, 11, 12]],
      ['an identification', { type: 'identify' }, [0, 9, 11]],
      ['one with a path', { type: 'identify', path: '/x' }, [0, 8, 9, 10, 11, 13]],
      ['a page with that path', page('/x'), [0, 1, 2, 10, 13]],
      ['a page named as the other tracked event', page('/', 'Other'), [0, 1, 2]],
    ]);
  });
});

describe('paths', () => {
  const whens = [
    '{ path: /area/1/** }',
    '{ path: /area/2/** }',
    '{ path: ["/area/1/a", "/other"] }',
    '{ path: /** }',
    '{ path: /*/1 }',
    '{ type: page, path: /area/* }',
    '{ path: /area/1/**, properties: { a: x } }',
    '{ properties: { a: x } }',
    '{ type: page }',
  ];
  test('by the path, and by a property beside it', () => {
    const rows: [string, string, number[]][] = [
      ['the first', '/area/1/a', [0, 2, 3, 8]],
      ['the first without more', '/area/1', [0, 3, 4, 5, 8]],
      ['the second', '/AREA/2/x/', [1, 3, 8]],
      ['another', '/other', [2, 3, 8]],
      ['a segment alone', '/area/3', [3, 5, 8]],
      ['none', '', [8]],
      ['the root', '/', [3, 8]],
    ];
    expectRows(
      whens,
      rows.flatMap(([name, path, expected]): Row[] => [
        [name, page(path), expected],
        [`${name}, another value`, { ...page(path), properties: { a: 'y' } }, expected],
        [
          `${name}, the value`,
          { ...page(path), properties: { a: 'X' } },
          [...expected, ...(expected.includes(0) ? [6] : []), 7].sort((a, b) => a - b),
        ],
      ]),
    );
  });
});

describe('addresses', () => {
  const whens = [
    '{ url: www.example.com/products/** }',
    '{ url: ["https://a.example/x", "b.example/*"] }',
    '{ url: "**" }',
    '{ url: "c.example/to/http://d.example" }',
    '{ url: "HTTP://e.example" }',
    '{ url: "https://f.example/app#/pricing/*" }',
  ];
  const url = (value: string): Given => ({ ...page('/'), properties: { url: value } });
  test('are compared without scheme and query', () => {
    expectRows(whens, [
      [
        'a scheme, a query and a fragment do not matter',
        url('https://www.example.com/products/a?x=1#y'),
        [0, 2],
      ],
      ['nor does a fragment alone', url('http://www.example.com/products#/other'), [0, 2]],
      ['a scheme of any kind', url('app+v1.2-x://www.example.com/products'), [0, 2]],
      ['but for a glob that has one', url('https://f.example/app?x=1#/Pricing/eu?plan=2#more'), [2, 5]],
      ['another fragment', url('https://f.example/app#/prices/eu'), [2]],
      ['no fragment', url('https://f.example/app'), [2]],
      ['an empty fragment', url('https://f.example/app#'), [2]],
      ['a fragment of no address', url('#/pricing/eu'), []],
      ['case does not', url('HTTPS://WWW.EXAMPLE.COM/Products'), [0, 2]],
      ['of several, any', url('a.example/x'), [1, 2]],
      ['of several, the other', url('https://b.example/y'), [1, 2]],
      ['another host', url('https://example.com/products'), [2]],
      [
        'the context says it too',
        { ...page('/'), context: { page: { url: 'https://b.example/y' } } },
        [1, 2],
      ],
      [
        'the property before the context',
        { ...url('https://b.example/y'), context: { page: { url: 'https://a.example/z' } } },
        [1, 2],
      ],
      [
        'an empty property is none',
        { ...url(''), context: { page: { url: 'https://b.example/y' } } },
        [1, 2],
      ],
      ['what is no text is none', { ...page('/'), properties: { url: 5 }, context: { page: [] } }, []],
      ['no address', page('/'), []],
      ['a scheme is left out in front alone', url('https://c.example/to/http://d.example'), [2, 3]],
      ['an address within an address is part of it', url('https://c.example/to/d.example'), [2]],
      ['a scheme of a rule does not matter', url('e.example'), [2, 4]],
    ]);
  });
});

describe('campaigns', () => {
  const whens = [
    '{ campaign: spring }',
    '{ utm: { campaign: spring } }',
    '{ utm: { source: news, medium: mail } }',
    '{ utm: { term: t, content: c } }',
    '{ utm: { source: { present: false } } }',
  ];
  const context = (campaign: Json): Given => ({ ...page('/'), context: { campaign } });
  test('are looked for in one place after the other', () => {
    expectRows(whens, [
      ['by its name in the context', context({ name: 'Spring', source: 'news', medium: 'mail' }), [0, 1, 2]],
      ['by the word itself', context({ campaign: 'spring' }), [0, 1, 4]],
      ['the name before the word', context({ name: 'spring', campaign: 'autumn' }), [0, 1, 4]],
      ['term and content', context({ term: 't', content: 'c' }), [3, 4]],
      ['one of two is not both', context({ source: 'news', medium: 'web', term: 't' }), []],
      [
        'by properties',
        { ...page('/'), properties: { utm_campaign: 'spring', utm_source: 'news', utm_medium: 'mail' } },
        [0, 1, 2],
      ],
      [
        'by the address',
        {
          ...page('/'),
          properties: { url: 'https://a.example/?utm_campaign=spring&utm_source=x#utm_source=y' },
        },
        [0, 1],
      ],
      ['by the query', { ...page('/'), properties: { search: '?utm_source=news&utm_medium=mail' } }, [2]],
      [
        'by the query of the context',
        { ...page('/'), context: { page: { search: 'utm_source=news&utm_medium=mail' } } },
        [2],
      ],
      [
        'the query before the address',
        { ...page('/'), properties: { search: '?a=b', url: '/?utm_campaign=spring' } },
        [4],
      ],
      [
        'the context before properties',
        { ...page('/'), context: { campaign: { name: 'spring' } }, properties: { utm_campaign: 'autumn' } },
        [0, 1, 4],
      ],
      [
        'properties before the address',
        { ...page('/'), properties: { utm_campaign: 'spring', url: '/?utm_campaign=autumn' } },
        [0, 1, 4],
      ],
      ['an empty one is none', context({ name: '', source: '' }), [4]],
      ['what is no text is none', context({ name: 7 }), [4]],
      ['what is no object is none', context(['spring']), [4]],
      [
        'an address without a query',
        { ...page('/'), properties: { url: 'https://a.example/utm_campaign=spring' } },
        [4],
      ],
      [
        'an address without the mark of a query',
        { ...page('/'), properties: { url: 'https://a.example/&utm_campaign=spring' } },
        [4],
      ],
      [
        'an address that is a query alone',
        { ...page('/'), properties: { url: '?utm_campaign=spring' } },
        [0, 1, 4],
      ],
    ]);
  });
});

describe('values', () => {
  const cases: [test: string, holds: Json[], not: Json[]][] = [
    ['big', ['big', ' BIG ', ['small', 'Big']], ['bigger', 5, true, null, [], { a: 1 }]],
    ['[1, true, "x y"]', [1, '1', true, ' X Y', [2, 1]], [2, 'true', false, '']],
    ['{ is: 5 }', [5, '5', ' 5 '], [5.1, '5.0']],
    ['{ is: [5, 6] }', [5, 6], [7]],
    ['{ not: [a, b] }', ['c', 5, null, [], ['c']], ['a', 'B', ['c', 'a']]],
    ['{ atLeast: 5 }', [5, '5', 6, [1, 9]], [4.9, '', ' ', 'x', true, null, 'Infinity']],
    ['{ above: 5 }', [5.1, '6'], [5, 4]],
    ['{ atMost: 5 }', [5, -1, ' 4 '], [5.1, '', ' ', 'five']],
    ['{ below: 5 }', [4.9], [5, 6]],
    ['{ between: [5, 7] }', [5, 6, 7], [4.9, 7.1]],
    ['{ atLeast: 5, below: 7 }', [5, 6, [1, 6]], [4, 7, [4, 7]]],
    ['{ contains: [Big, huge] }', ['a bigger one', 'HUGE'], ['small', true, null]],
    ['{ startsWith: bi }', ['Big', ' big'], ['abi', '']],
    ['{ endsWith: [g, h] }', ['big', 'highH '], ['bigger']],
    ['{ present: true }', ['a', 0, false, ['a'], {}], [null, '', '  ', []]],
    ['{ present: false }', [null, '', ' ', []], ['a', 0, ['a'], {}]],
    ['{ present: true, not: a }', ['b'], ['a', null]],
  ];

  test('of properties and of traits', () => {
    const whens = cases.flatMap(([wanted]) => [
      `{ properties: { v: ${wanted} } }`,
      `{ traits: { v: ${wanted} } }`,
    ]);
    const recognised = recogniser(whens);
    cases.forEach(([wanted, holds, not], index) => {
      for (const value of [...holds, ...not]) {
        const isHeld = holds.includes(value);
        const byProperty = recognised({ properties: { v: value } });
        const byTrait = recognised({ traits: { v: value } });
        const got = [byProperty.includes(2 * index), byTrait.includes(2 * index + 1)];
        expect([wanted, value, ...got]).toEqual([wanted, value, isHeld, isHeld]);
      }
    });
  });

  test('named by a path', () => {
    const rows: [string, NonNullable<Given['properties']>, number[]][] = [
      ['inside', { a: { b: { c: 'x' } } }, [0]],
      ['a name with a dot before what is inside', { 'a.b.c': 'x', a: { b: { c: 'y' } } }, [0]],
      ['not inside a list', { a: [{ b: { c: 'x' } }] }, []],
      ['not inside nothing', { a: null }, []],
      ['not inside a text', { a: 'x' }, []],
      ['not what a text has of its own', { t: 'x' }, []],
      ['nothing of an object’s own kind', { a: {} }, []],
      ['two tests', { p: 'x', q: 'y' }, [2]],
      ['one of two', { p: 'x' }, []],
    ];
    expectRows(
      [
        '{ properties: { a.b.c: x } }',
        '{ properties: { a.constructor.name: { present: true } } }',
        '{ properties: { p: x, q: y } }',
        '{ properties: { t.length: 1 } }',
      ],
      rows.map(([name, properties, expected]): Row => [name, { properties }, expected]),
    );
  });
});

describe('fragments', () => {
  test.each([
    ['https://f.example/app?x=1#/pricing?plan=2#more', 'f.example/app#/pricing'],
    ['https://f.example/app#', 'f.example/app'],
    ['https://f.example/app', 'f.example/app'],
    ['#/pricing', ''],
    ['', ''],
  ])('of %j is %j', (url, expected) => {
    expect(addressWithFragment(eventOf({ type: 'page', properties: { url } }))).toBe(expected);
  });

  test.each([
    ['https://f.example/app#/a', 1],
    ['https://f.example/app#/b', 1],
    ['https://f.example/app#/c', 0],
    ['https://f.example/x/', 0],
    ['https://f.example/x/#c', 0],
  ])('of %s meet so many of several globs: %d', (url, count) => {
    const globs = '["https://f.example/app#/a", "https://f.example/app#/b", "https://f.example/x/*"]';
    const programmes = programmesOf(
      `rules: [{ id: r, label: r, when: { url: ${globs} }, points: 1, pays: every time }]`,
    );
    expect(recognise(programmes, eventOf({ type: 'page', properties: { url } })).matches).toHaveLength(count);
  });
});

describe('numbers and keys', () => {
  test.each<[Json | undefined, number | null]>([
    [5, 5],
    ['5.5', 5.5],
    ['x', null],
    [undefined, null],
  ])('a worth by %j is by %j', (n, number) => {
    const programmes = programmesOf(
      'rules: [{ id: r, label: r, when: { event: A }, points: { property: n, atMost: 9 }, pays: every time }]',
    );
    const given = n === undefined ? {} : { n };
    expect(recognise(programmes, eventOf(track('a', given))).matches).toMatchObject([{ key: 0, number }]);
  });

  test('a sequence is worth what its second says', () => {
    const programmes = programmesOf(
      'rules: [{ id: r, label: r, when: { event: A }, then: { event: B }, within: 1 day, points: { property: n, atMost: 9 } }]',
    );
    expect(recognise(programmes, eventOf(track('a', { n: 5 }))).matches).toMatchObject([{ number: null }]);
    expect(recognise(programmes, eventOf(track('b', { n: 5 }))).matches).toMatchObject([{ number: 5 }]);
  });

  test('a number and a truth are keys, a list and an object are none', () => {
    const programmes = programmesOf(
      'rules: [{ id: r, label: r, when: { event: A }, points: 1, pays: once, per: k }]',
    );
    const key = (k: Json) => recognise(programmes, eventOf(track('a', { k }))).matches[0]?.key;
    expect([key(5) === key('5'), key(true) === key('true'), key(5) === key(6)]).toEqual([true, true, false]);
    expect([key([1]), key({ a: 1 }), key(''), key(null)]).toEqual([0, 0, 0, 0]);
  });
});
