/** Baskets and conditions as of the event, as marketers mistake them. Each with its exact message. */
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
      '11:19: rules[1].who.not.freeMail: "freeMail" cannot be asked as of an event, because only traits are known so; write a trait, or ask what is known now without "asOf"',
    ],
  ],
  [
    'frozen people by their address',
    'rules:',
    'freeze: { who: { any: [{ identity: known }] } }\nrules:',
    [
      '6:26: freeze.who.any[1].identity: "identity" cannot be asked as of an event, because only traits are known so; write a trait, or ask what is known now without "asOf"',
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
