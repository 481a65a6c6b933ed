/** Warnings of matches and conditions, each with its exact message, at its bound and beside it. */
import { describe } from 'vitest';
import { type Mistake, testWarnings } from '../../../../test/support/mistakes.ts';

const rows: Mistake[] = [
  [
    'an event of a page',
    'when: { type: page, path: /pricing }',
    'when: { type: page, event: Pricing Viewed }',
    [
      '9:32: rules[1].when.event: never matches: "event" names tracked events, which "type" beside it excludes; "page" names a page, and "path" its address, so remove one of them',
    ],
  ],
  [
    'an event and a page',
    'when: { type: page, path: /pricing }',
    'when: { event: Pricing Viewed, page: Pricing }',
    [
      '9:20: rules[1].when.event: never matches: "event" names tracked events, which "page" beside it excludes; "page" names a page, and "path" its address, so remove one of them',
    ],
  ],
  [
    'a page of tracked events',
    'when: { type: page, path: /pricing }',
    'when: { type: track, page: Pricing }',
    [
      '9:32: rules[1].when.page: never matches: "page" names pages and screens, which "type" beside it excludes; "event" names a tracked event, so remove one of them',
    ],
  ],
  [
    'a page of pages and screens',
    'when: { type: page, path: /pricing }',
    'when: { type: [page, screen], page: Pricing }',
    [],
  ],
  [
    'an event of several kinds',
    'when: { type: page, path: /pricing }',
    'when: { type: [page, track], event: Pricing Viewed }',
    [],
  ],
  [
    'a range that falls',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { between: [10, 2] } } }',
    ['9:69: rules[1].when.properties.total.between: never holds: 10 is above 2; write [2, 10]'],
  ],
  [
    'a range of one number',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { between: [10, 10] } } }',
    [],
  ],
  [
    'above 10 and below 5',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { above: 10, below: 5 } } }',
    [
      '9:58: rules[1].when.properties.total: never holds: no number is both "above" 10 and "below" 5; exchange them, or remove one',
    ],
  ],
  [
    'above 10 and below 10',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { above: 10, below: 10 } } }',
    [
      '9:58: rules[1].when.properties.total: never holds: no number is both "above" 10 and "below" 10; exchange them, or remove one',
    ],
  ],
  [
    'from 10 to 10',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { atLeast: 10, atMost: 10 } } }',
    [],
  ],
  [
    'from 10 to below 10',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { atLeast: 10, below: 10 } } }',
    [
      '9:58: rules[1].when.properties.total: never holds: no number is both "atLeast" 10 and "below" 10; exchange them, or remove one',
    ],
  ],
  [
    'from above 10 to 10.5',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { above: 10, atMost: 10.5 } } }',
    [],
  ],
  [
    'a comparison of what is absent',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { present: false, above: 3 } } }',
    [
      '9:58: rules[1].when.properties.total: never holds: what is not present has no value to compare; remove "present: false"',
    ],
  ],
  [
    'absent alone',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { present: false } } }',
    [],
  ],
  [
    'a value that is unwanted too',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { is: EUR, not: [eur, usd] } } }',
    [
      '9:58: rules[1].when.properties.total: never holds: each value of "is" is in "not" too; remove it from one of them',
    ],
  ],
  [
    'one value of two unwanted',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: { is: [EUR, CHF], not: [eur, usd] } } }',
    [],
  ],
  [
    'a comparison as a text',
    'when: { type: page, path: /pricing }',
    'when: { event: Order Completed, properties: { total: ">= 10" } }',
    [
      '9:58: rules[1].when.properties.total: ">= 10" is compared as a text, letter by letter; write { atLeast: 10 }',
    ],
  ],
  [
    'a path with a query',
    'when: { type: page, path: /pricing }',
    'when: { path: "/pricing?plan=pro" }',
    [
      '9:19: rules[1].when.path: never matches: the query of an address is no part of its path; write "/pricing", and match the rest by "properties" or "utm"',
    ],
  ],
  [
    'a path with a fragment',
    'when: { type: page, path: /pricing }',
    'when: { path: ["/pricing", "/#/pricing"] }',
    [
      '9:32: rules[1].when.path[2]: never matches: what follows "#" in an address is no part of its path; write "/", or match it by "url", such as "www.example.com/#/pricing"',
    ],
  ],
  [
    'an address with a fragment',
    'when: { type: page, path: /pricing }',
    'when: { url: "www.example.com/#/pricing" }',
    [],
  ],
  [
    'an address with a query',
    'when: { type: page, path: /pricing }',
    'when: { url: "www.example.com/pricing?plan=*" }',
    [
      '9:18: rules[1].when.url: never matches: the query of an address is no part of its url; write "www.example.com/pricing", and match the rest by "properties" or "utm"',
    ],
  ],
  [
    'a "not" of everything',
    'when: { type: page, path: /pricing }',
    'when: { type: page, not: {} }',
    ['9:30: rules[1].when.not: never matches: "not" without words excludes every event; remove it'],
  ],
  [
    'an "any" of everything',
    'when: { type: page, path: /pricing }',
    'when: { any: [{ type: page }, {}] }',
    ['9:35: rules[1].when.any[2]: matches every event: "any" has an item without words'],
  ],
  [
    'a contradiction deep within',
    'when: { type: page, path: /pricing }',
    'when: { type: page, not: { all: [{ properties: { a: { above: 2, below: 1 } } }] } }',
    [
      '9:57: rules[1].when.not.all[1].properties.a: never holds: no number is both "above" 2 and "below" 1; exchange them, or remove one',
    ],
  ],
  [
    'curly quotes around a label',
    'label: Read the pricing',
    'label: “Read the pricing”',
    ['8:12: rules[1].label: the curly quotes are part of the text; write "Read the pricing"'],
  ],
  [
    'an anonymous address',
    'points: 5',
    'points: 5\n    who: { identity: anonymous, freeMail: true }',
    [
      '11:43: rules[1].who.freeMail: never holds: somebody anonymous has no e-mail address, which "freeMail" asks for; remove one of them',
    ],
  ],
  ['a known address', 'points: 5', 'points: 5\n    who: { identity: known, freeMail: true }', []],
  [
    'nobody',
    'points: 5',
    'points: 5\n    who: { not: {} }',
    ['11:17: rules[1].who.not: never holds: "not" without words excludes everybody; remove it'],
  ],
];

describe('a match or condition', () => testWarnings(rows));
