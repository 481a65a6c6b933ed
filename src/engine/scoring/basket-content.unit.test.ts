/** What a basket holds and which events it depends on, by tables: changes of one instant, statements, names, prices, limits. */
import { describe, expect, test } from 'vitest';
import { eventOf } from '../../../test/support/recognising.ts';
import { keyHashOf, limits } from '../../base/kernel/kernel.ts';
import type { JsonObject } from '../../contract/language/language.ts';
import { type BasketChange, type BasketLine, basketReader } from './basket-change.ts';
import { BasketContent } from './basket-content.ts';
import { BasketLives, type BasketOfKey } from './basket-life.ts';

const line = (product: number, more: Partial<BasketLine> = {}): BasketLine => ({
  ...{ product, name: `P${product}`, quantity: 1_000, price: null },
  ...more,
});
const nameless = (product: number, more: Partial<BasketLine> = {}) => line(product, { name: '', ...more });
type Step = [how: BasketChange['how'], atMs: number, ...lines: BasketLine[]];

/** The content after some changes, and whether each was one. */
function held(...steps: Step[]) {
  const content = new BasketContent();
  const changes = steps.map(([how, atMs, ...lines]) => content.apply({ how, lines }, atMs));
  return { changes, words: content.summary.words, content };
}

describe('what it holds', () => {
  test.each<[string, Step[], string]>([
    [
      'is never less than nothing, of one product beside others',
      [
        ['added', 1, line(1)],
        ['removed', 2, line(2)],
        ['added', 3, line(2)],
      ],
      '1 × P1, 1 × P2',
    ],
    [
      'is no product of which nothing is left, at once or later',
      [
        ['added', 1, line(1), line(2)],
        ['removed', 1, line(2)],
      ],
      '1 × P1',
    ],
    ['is nothing where more is taken out than was in it', [['removed', 1, line(1)]], ''],
    [
      'has no price or name of what was gone',
      [
        ['added', 1, line(1), line(2, { price: 5_000 })],
        ['removed', 2, line(2)],
        ['added', 3, nameless(2)],
      ],
      '1 × P1, 1 × a product',
    ],
    [
      'has the last name that is known',
      [
        ['added', 1, line(1)],
        ['added', 2, nameless(1)],
      ],
      '2 × P1',
    ],
    [
      'changes again after the instant of a statement',
      [
        ['restated', 1, line(1)],
        ['added', 2, line(2)],
      ],
      '1 × P1, 1 × P2',
    ],
    [
      'has the names that a statement leaves out',
      [
        ['added', 1, line(1)],
        ['restated', 2, nameless(1, { quantity: 2_000 })],
      ],
      '2 × P1',
    ],
    [
      'has the names of a statement before those known',
      [
        ['added', 1, line(1)],
        ['restated', 2, line(1, { name: 'Other', quantity: 2_000 })],
      ],
      '2 × Other',
    ],
    [
      'is not named by what was taken out at the instant of a statement',
      [
        ['removed', 1, line(1)],
        ['restated', 1, nameless(1)],
      ],
      '1 × a product',
    ],
    [
      'nor by what came and went at it',
      [
        ['added', 1, line(1)],
        ['removed', 1, line(1)],
        ['restated', 1, nameless(1)],
      ],
      '1 × a product',
    ],
  ])('%s', (_what, steps, words) => {
    expect(held(...steps).words).toBe(words);
  });

  test('grows past the limit of products by those that are in it alone', () => {
    const many = Array.from({ length: limits.basketProductsMax }, (_, index) => line(index + 1));
    const { content } = held(['added', 1, ...many], ['added', 2, line(1), line(1_000)]);
    expect(content.summary.quantity).toBe((limits.basketProductsMax + 1) * 1_000);
  });
});

describe('a statement', () => {
  test.each<[string, Step[], boolean]>([
    [
      'of what is there',
      [
        ['added', 1, line(1)],
        ['restated', 2, line(1)],
      ],
      false,
    ],
    [
      'of no piece of another product',
      [
        ['added', 1, line(1)],
        ['restated', 2, line(1), line(2, { quantity: 0 })],
      ],
      false,
    ],
    [
      'of what is left of its instant',
      [
        ['added', 1, line(1), line(2)],
        ['removed', 1, line(2)],
        ['restated', 1, line(1)],
      ],
      false,
    ],
    [
      'of another number of pieces',
      [
        ['added', 1, line(1)],
        ['restated', 2, line(1, { quantity: 500 })],
      ],
      true,
    ],
    [
      'of another product',
      [
        ['added', 1, line(1)],
        ['restated', 2, line(2)],
      ],
      true,
    ],
    [
      'of one product more',
      [
        ['added', 1, line(1)],
        ['restated', 2, line(1), line(2)],
      ],
      true,
    ],
  ])('%s changes something: %s', (_what, steps, isChange) => {
    const { changes, content } = held(...steps);
    expect(changes.at(-1)).toBe(isChange);
    // It goes on from there, whatever the statement named.
    content.apply({ how: 'added', lines: [line(9)] }, 9);
    expect(content.summary.words.split(', ').at(-1)).toBe('1 × P9');
  });

  test('counts after all else of its instant, which still begins the wait', () => {
    const { changes, words } = held(['restated', 1, line(1)], ['added', 1, line(2)]);
    expect([changes, words]).toEqual([[true, true], '1 × P1']);
  });
});

describe('how far an event counts together with others', () => {
  const { basketMemoryMs } = limits;
  const change = (how: BasketChange['how'], ...lines: BasketLine[]) => ({ how, lines });
  const life = () => {
    const lives = new BasketLives();
    const basket: BasketOfKey = { life: null };
    const apply = (atMs: number, of: BasketChange, isVisits = false) =>
      lives.apply(basket, of, { atMs, hash: atMs }, isVisits);
    return { lives, basket, apply };
  };

  test('while the basket holds something: for ever; once it is emptied: until then', () => {
    const { lives, apply } = life();
    apply(1, change('added', line(1)));
    apply(2, change('added', line(2)));
    expect([1, 2].map((hash) => lives.reachesUntilMs(hash, 9))).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    apply(3, change('removed', line(1), line(2)));
    apply(4, change('added', line(3)));
    expect([1, 3, 4].map((hash) => lives.reachesUntilMs(hash, 9))).toEqual([3, 3, Number.POSITIVE_INFINITY]);
  });

  test('of before a statement: until it, since it says all; not where it says nothing new', () => {
    const { lives, apply } = life();
    apply(1, change('added', line(1)));
    expect(apply(2, change('restated', line(1)))).toBe(false);
    expect(lives.reachesUntilMs(1, 9)).toBe(Number.POSITIVE_INFINITY);
    expect(apply(3, change('restated', line(2)))).toBe(true);
    expect([1, 2, 3].map((hash) => lives.reachesUntilMs(hash, 9))).toEqual([3, 3, Number.POSITIVE_INFINITY]);
  });

  test('is open where what ends it lies at the horizon: something later may lie before', () => {
    const { lives, basket, apply } = life();
    apply(1, change('added', line(1)));
    lives.end(basket, 5);
    expect([5, 6].map((horizonMs) => lives.reachesUntilMs(1, horizonMs))).toEqual([
      Number.POSITIVE_INFINITY,
      1,
    ]);
  });

  test('is no longer than it is remembered, and a statement of nothing new does not remind of it', () => {
    const { lives, basket, apply } = life();
    apply(1, change('added', line(1)));
    apply(9, change('restated', line(1)));
    const lastMs = 1 + basketMemoryMs;
    expect([lastMs, lastMs + 1].map((horizonMs) => lives.reachesUntilMs(1, horizonMs))).toEqual([
      Number.POSITIVE_INFINITY,
      9,
    ]);
    expect(lives.contentAt(basket, lastMs).summary.words).toBe('1 × P1');
    expect(lives.contentAt(basket, lastMs + 1).summary.words).toBe('');
  });

  test('is not asked of a visit, which is sealed whole', () => {
    const { lives, apply } = life();
    apply(1, change('added', line(1)), true);
    expect(lives.reachesUntilMs(1, 9)).toBeUndefined();
  });
});

describe('an event', () => {
  const linesOf = (properties: JsonObject) =>
    basketReader('net content')(eventOf({ name: 'Product Added', properties }))?.lines ?? [];

  test.each<[JsonObject, Partial<BasketLine>]>([
    [{ product_id: 5 }, { product: keyHashOf('5'), name: '5' }],
    [
      { product_id: '', sku: 'x' },
      { product: keyHashOf('x'), name: 'x' },
    ],
    [{ quantity: 2 }, { product: 0, name: '', quantity: 2_000 }],
    // So much of a name is looked at, and of that what can be seen.
    [{ product_id: 'a', name: `${' '.repeat(399)}x` }, { name: 'x' }],
    [{ product_id: 'a', name: `${' '.repeat(400)}x` }, { name: '' }],
  ])('with %j says %j', (properties, expected) => {
    expect(linesOf(properties)).toMatchObject([expected]);
  });

  test('with a list says the products in it, so many at most', () => {
    expect(linesOf({ products: [null, 'x', ['y'], 5, true, { sku: 'a' }] })).toMatchObject([
      { product: keyHashOf('a') },
    ]);
    const many = Array.from({ length: limits.basketProductsMax + 1 }, (_, index) => ({ sku: `p${index}` }));
    expect(linesOf({ products: many })).toHaveLength(limits.basketProductsMax);
  });
});
