/** Baskets of a programme as marketers mistake them. Each with its exact message. */
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
];

describe('baskets of a programme', () => {
  testMistakes(aProgramme, mistakes);
});
