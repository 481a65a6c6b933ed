/** Baskets, counts and conditions as of the event, as marketers mistake them. Each with its exact message. */
import { describe } from 'vitest';
import { aProgramme, type Mistake, testMistakes } from '../../../../test/support/mistakes.ts';

const mistakes: Mistake[] = [
  ['a basket', 'within: 30 minutes', 'within: 30 minutes\n    basket: net content', []],
  [
    'a basket of other words',
    'within: 30 minutes',
    'within: 30 minutes\n    basket: contents',
    [
      '17:13: rules[2].basket: "contents" is not allowed; expected "net content", or what differs from it, such as { product: article_id }; did you mean "net content"?',
    ],
  ],
  [
    'a basket of a misspelt word',
    'within: 30 minutes',
    'within: 30 minutes\n    basket: { prodct: sku }',
    ['17:15: rules[2].basket.prodct: unknown word "prodct"; did you mean "product"?'],
  ],
  [
    'the worth of a basket that is not counted',
    'points: 30',
    'points: { basket: value, atMost: 50 }',
    [
      '17:15: rules[2].points.basket: the points are those of a basket, and the rule has none; add "basket: net content"',
    ],
  ],
  [
    'a basket in a rule that waits for nothing',
    'pays: once a day',
    'pays: once a day\n    basket: net content',
    ['12:5: rules[1].basket: "basket" cannot stand in a rule that pays for each match; remove it'],
  ],
  [
    'a basket of everything',
    'within: 30 minutes',
    'within: 30 minutes\n    basket: { removed: {} }',
    [
      '17:24: rules[2].basket.removed: matches every event; write "any event" if intended, or give it "type", "event", "path" or "properties"',
    ],
  ],
  ['a count of rolling months', 'in a visit', 'in the last 2 months', []],
  [
    'more months than four years',
    'once a day',
    'once in 49 months',
    [
      '11:11: rules[1].pays: "once in 49 months" is not allowed; expected "every time", "every 3rd time", "once", "once a visit", "once a day", "once a week", "once a month", "once a quarter" or "once in 7 days"',
    ],
  ],
  [
    'a pause of months',
    'points: 5',
    'points: 5\n    coolDown: 2 months',
    [
      '11:15: rules[1].coolDown: "2 months" is not allowed, because months differ in length; expected a number above 0 and a unit (seconds, minutes, hours, days or weeks; four years at most), such as "30 minutes"; did you mean "60 days"?',
    ],
  ],
  [
    'a count over months',
    'in a visit',
    'over the last 2 months',
    [
      '21:12: rules[3].count: "over the last 2 months" is not allowed; expected "in a visit", "in a day", "in a week", "in a month", "in a quarter", "in 7 days", "in the last 7 days" or "ever"; did you mean "in the last 2 months"?',
    ],
  ],
  ['pages apart', 'count: in a visit', 'count: in a visit\n    apart: 1 second', []],
  [
    'pages apart by key',
    'count: in a visit',
    'count: in a visit\n    apart: 1 second\n    distinct: path',
    [
      '22:5: rules[3].apart: "apart" cannot stand beside "distinct", because it counts pages by themselves; remove one of them',
    ],
  ],
  [
    'pages apart in a rule that counts nothing',
    'pays: once a day',
    'pays: once a day\n    apart: 1 second',
    ['12:5: rules[1].apart: "apart" cannot stand in a rule that pays for each match; remove it'],
  ],
  [
    'a person as of the event',
    'points: 5',
    'points: 5\n    who: { traits: { stage: Nurture }, asOf: event }',
    [],
  ],
  [
    'a person as of some other time',
    'points: 5',
    'points: 5\n    who: { traits: { stage: Nurture }, asOf: now }',
    ['11:46: rules[1].who.asOf: "now" is not allowed; expected "event"'],
  ],
  [
    'an address as of the event',
    'points: 5',
    'points: 5\n    who: { not: { freeMail: true }, asOf: event }',
    [
      '11:19: rules[1].who.not.freeMail: "freeMail" cannot be asked as of an event, because only traits, "leadStatus" and "customer" are known so; write one of these, or ask what is known now without "asOf"',
    ],
  ],
  [
    'frozen people by their address',
    'rules:',
    'freeze: { who: { any: [{ identity: known }] } }\nrules:',
    [
      '6:26: freeze.who.any[1].identity: "identity" cannot be asked as of an event, because only traits, "leadStatus" and "customer" are known so; write one of these, or ask what is known now without "asOf"',
    ],
  ],
  [
    'a phase that freezes and is none',
    'rules:',
    'freeze: { phases: trail }\nrules:',
    ['6:19: freeze.phases: "trail" is no phase; expected one to be there'],
  ],
];

describe('baskets of a programme', () => {
  testMistakes(aProgramme, mistakes);
});
