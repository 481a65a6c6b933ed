/** Baskets, by tables with a virtual clock: what is left after all changes, at each bound, in any order, sealed or not. */
import { describe, expect, test } from 'vitest';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { fold, sealed } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { JsonObject } from '../../contract/language/language.ts';
import { evaluate } from './evaluate.ts';
import { reasonsOf } from './explain.ts';
import { nobody } from './person.ts';
import { isFull } from './profile-state.ts';
import { packState, unpackState } from './state-codec.ts';

const { dayMs, minuteMs, latenessMs } = limits;
const halfHourMs = 30 * minuteMs;
const ruleOf = (more = 'points: 30', per = 'per: cart_id,') =>
  `rules: [{ id: basket, label: Basket, when: { event: [Product Added, Product Removed, Cart Viewed] }, unless: { event: Order Completed }, within: 30 minutes, ${per} basket: net content, ${more} }]`;
const shop = (more?: string, per?: string) => new Life(programmesOf(ruleOf(more, per)));
const cart = (properties: JsonObject = {}) => ({ cart_id: 'one', ...properties });
const a = (more: JsonObject = {}) => cart({ product_id: 'a', ...more });
const b = (more: JsonObject = {}) => cart({ product_id: 'b', ...more });
const reasonOf = (life: Life) => reasonsOf(life.evaluation.contributions)[0];

describe('a basket', () => {
  test('that is emptied piece by piece is not abandoned', () => {
    const life = shop()
      .track('Product Added', a({ quantity: 2 }))
      .track('Product Added', b());
    life.wait(1).track('Product Removed', a()).track('Product Removed', b());
    expect(life.wait(halfHourMs).score).toBe(30);
    life.wait(dayMs);
    const emptied = shop()
      .track('Product Added', a({ quantity: 2 }))
      .track('Product Added', b());
    emptied
      .wait(1)
      .track('Product Removed', a({ quantity: '2' }))
      .track('Product Removed', b());
    expect(emptied.wait(dayMs).score).toBe(0);
  });

  test.each([
    [halfHourMs, 0],
    [halfHourMs + 1, 30],
  ])('emptied %i ms after its last change is worth %i', (ms, points) => {
    const life = shop().track('Product Added', a()).wait(ms).track('Product Removed', a());
    expect(life.wait(dayMs).score).toBe(points);
  });

  test('waits for its last change', () => {
    const life = shop().track('Product Added', a()).wait(halfHourMs).track('Product Added', b());
    expect(life.wait(halfHourMs - 1).score).toBe(0);
    expect(life.wait(1).score).toBe(30);
  });

  test('holds never less than nothing', () => {
    const life = shop().track('Product Removed', a()).wait(1).track('Product Added', a());
    expect(life.wait(halfHourMs).score).toBe(30);
  });

  test('is the same whatever arrives first', () => {
    const life = shop()
      .wait(20 * minuteMs)
      .track('Product Removed', a(), 5 * minuteMs);
    life.track('Product Added', a({ quantity: 2 }), 10 * minuteMs);
    expect(life.wait(25 * minuteMs).score).toBe(30);
    // A removal that comes late, of before the time ran out.
    expect(life.track('Product Removed', a(), 26 * minuteMs).score).toBe(0);
  });

  test.each([
    ['Product Added', 'Product Removed'],
    ['Product Removed', 'Product Added'],
  ])('adds up what goes in and out at one instant: %s, %s', (one, two) => {
    expect(shop().track(one, a()).track(two, a()).wait(halfHourMs).score).toBe(0);
    const held = shop().track('Product Added', a()).wait(1).track(one, a()).track(two, a());
    expect(held.wait(halfHourMs - 1).score).toBe(0);
    expect(held.wait(1).score).toBe(30);
  });

  test('without a cart is that of its visit', () => {
    const life = shop()
      .track('Product Added', { sku: 'x' })
      .wait(minuteMs)
      .track('Product Removed', { sku: 'x' });
    expect(life.wait(dayMs).score).toBe(0);
    life.track('Product Added', { sku: 'x' }).wait(dayMs).track('Product Removed', { sku: 'x' });
    expect(life.wait(dayMs).score).toBe(30);
  });

  test('is one of the person without "per"', () => {
    const life = shop('points: 30', '').track('Product Added', a()).wait(1);
    expect(life.track('Product Removed', { ...a(), cart_id: 'two' }).wait(dayMs).score).toBe(0);
  });

  test('that was ordered begins again', () => {
    const life = shop('points: 30, pays: every time')
      .track('Product Added', a({ quantity: 3 }))
      .wait(1);
    life.track('Order Completed', cart()).track('Product Added', b()).wait(1).track('Product Added', b());
    expect(reasonOf(life.wait(halfHourMs))?.left).toBe('1 × b');
  });

  test.each([
    [30 * dayMs, '1 × a, 1 × b'],
    [30 * dayMs + 1, '1 × b'],
  ])('is remembered for a time: %i ms later it is %s', (ms, left) => {
    const life = shop('points: 1, pays: every time').track('Product Added', a()).wait(ms);
    life.track('Product Added', b()).wait(halfHourMs);
    expect(reasonsOf(life.evaluation.contributions).at(-1)?.left).toBe(left);
  });

  test('counts a hundred products', () => {
    const life = shop('points: { basket: quantity, atMost: 1000 }');
    for (let index = 0; index < 99; index++) life.track('Product Added', cart({ sku: `p${index}` })).wait(1);
    life
      .track('Product Added', cart({ sku: 'last' }))
      .wait(1)
      .track('Product Added', cart({ sku: 'more' }));
    expect(life.wait(halfHourMs).score).toBe(100);
    expect(reasonOf(life)?.left).toBe('1 × p0, 1 × p1, 1 × p2, 1 × p3, 1 × p4, 95 more');
  });
});

describe('a statement of a basket', () => {
  const lists = (...products: JsonObject[]) => cart({ products });

  test('is all that it holds', () => {
    const life = shop('points: { basket: quantity, atMost: 100 }')
      .track('Product Added', a({ quantity: 9 }))
      .wait(1);
    life.track('Cart Viewed', lists({ product_id: 'b', quantity: 2 }, { product_id: 'b' })).wait(halfHourMs);
    expect(life.score).toBe(3);
  });

  test('of nothing empties it, and one without a list does nothing', () => {
    const life = shop()
      .track('Product Added', a())
      .wait(1)
      .track('Cart Viewed', cart({ products: 'none' }));
    expect(life.wait(halfHourMs - 1).score).toBe(30);
    expect(shop().track('Product Added', a()).wait(1).track('Cart Viewed', lists()).wait(dayMs).score).toBe(
      0,
    );
  });

  test('of what is there is no change, and of another price it is', () => {
    const looking = (product: JsonObject) =>
      shop()
        .track('Product Added', a({ price: 5 }))
        .wait(20 * minuteMs)
        .track('Cart Viewed', lists(product));
    expect(looking({ product_id: 'a', price: '5' }).wait(10 * minuteMs).score).toBe(30);
    expect(looking({ product_id: 'a', price: 6 }).wait(halfHourMs - 1).score).toBe(0);
    // A list may leave the price out: it is the one that is known.
    expect(looking({ product_id: 'a' }).wait(10 * minuteMs).score).toBe(30);
  });

  test('counts after what changes at its instant', () => {
    const life = shop('points: { basket: quantity, atMost: 100 }');
    life.track('Cart Viewed', lists({ product_id: 'a', quantity: 4 })).track('Product Added', a());
    expect(life.wait(halfHourMs).score).toBe(4);
  });

  test('of more products than counted is of the first of them', () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ sku: `p${index}` }));
    const life = shop('points: { basket: quantity, atMost: 1000 }').track('Cart Viewed', lists(...many));
    expect(life.wait(halfHourMs).score).toBe(100);
  });
});

describe('what is left', () => {
  const value = 'points: { basket: value, times: 0.1, atLeast: 2, atMost: 50, otherwise: 7 }';

  test.each<[JsonObject, number]>([
    [{ price: 200 }, 20],
    [{ price: '19.99', quantity: 5 }, 9.995],
    [{ price: 19.9 }, 2],
    [{ price: 500, quantity: 0.5 }, 25],
    [{ price: 501 }, 50],
    [{ price: 0 }, 2],
    [{ price: -1 }, 7],
    [{ price: 'free' }, 7],
    [{}, 7],
  ])('may be the worth: %j is worth %f', (product, points) => {
    expect(shop(value).track('Product Added', a(product)).wait(halfHourMs).score).toBe(points);
  });

  test('has the last price that is known', () => {
    const life = shop(value)
      .track('Product Added', a({ price: 50 }))
      .wait(1)
      .track('Product Added', a());
    expect(life.wait(halfHourMs).score).toBe(10);
  });

  test('is what was there when the time ran out', () => {
    const life = shop(value)
      .track('Product Added', a({ price: 100 }))
      .wait(dayMs);
    expect(life.track('Product Added', b({ price: 100 })).wait(dayMs).score).toBe(10);
  });

  test('stands in the reason, with the name and the value', () => {
    const life = shop(value).track('Product Added', a({ name: 'Cloud  S', price: 60, quantity: 2 }));
    life.track('Product Added', b({ quantity: 0.5 })).wait(halfHourMs);
    expect(reasonOf(life)).toMatchObject({
      left: '2 × Cloud S, 0.5 × b, worth 120',
      reason: 'nothing within 30 minutes; left in the basket: 2 × Cloud S, 0.5 × b, worth 120',
    });
  });

  test.each([
    ['x'.repeat(40), 'x'.repeat(40)],
    ['x'.repeat(41), `${'x'.repeat(39)}…`],
    ['a\u202eb\u0000c\n\td', 'a b c d'],
    ['שלום', '\u2068שלום\u2069'],
    ['\ud83d', 'a product'],
  ])('names %j as %j', (name, shown) => {
    const life = shop()
      .track('Product Added', cart({ product_id: 'a', name }))
      .wait(halfHourMs);
    expect(reasonOf(life)?.left).toBe(`1 × ${shown}`);
  });
});

test('a basket outside the phase of its rule changes, and begins no wait', () => {
  const rule = ruleOf('points: 30, during: trial');
  const life = () =>
    new Life(
      programmesOf(
        `phases: [{ id: trial, label: Trial, begins: { event: Go }, until: { event: Stop } }]\n${rule}`,
      ),
    );
  expect(life().track('Product Added', a()).wait(dayMs).score).toBe(0);
  const begun = () => life().track('Go').wait(1).track('Product Added', a()).wait(1).track('Stop').wait(1);
  expect(
    begun()
      .track('Product Added', b())
      .wait(halfHourMs - 2).score,
  ).toBe(30);
  expect(begun().track('Product Removed', a()).wait(dayMs).score).toBe(0);
  const before = life().track('Product Added', a()).wait(1).track('Go').wait(1).track('Product Added', b());
  expect(reasonOf(before.wait(halfHourMs))?.left).toBe('1 × a, 1 × b');
});

/** Found by seed 316141 of the random programmes: what was left became nothing. */
test.each([-1, 0, 1])('a statement of nothing changes nothing of what was abandoned before (%i ms)', (ms) => {
  const points = 'points: { basket: quantity, times: 5, atMost: 50 }';
  const life = shop(points).track('Product Added', a({ quantity: 2 }));
  life.wait(limits.basketMemoryMs + ms).track('Cart Viewed', cart({ products: [] }));
  expect(life.wait(dayMs).score).toBe(10);
  expect(reasonOf(life)?.left).toBe('2 × a');
});

describe('sealing', () => {
  const { basketMemoryMs } = limits;

  test.each([
    [basketMemoryMs, 2],
    [basketMemoryMs + 1, 0],
  ])('keeps a basket while it may change: of %i ms before the horizon %i events', (ms, kept) => {
    const { after } = sealed(ruleOf(), [
      ['Product Added', ms + minuteMs, a()],
      ['Product Added', ms, b()],
    ]);
    expect(after.matchedEvents).toHaveLength(kept);
  });

  /** Found by seed -228706286 of `fading-groups.prop.test.ts`: what comes late may lie before the end. */
  test.each([
    ['Product Removed', 2],
    ['Order Completed', 1],
  ])('keeps one that %s ended after the horizon: %i events', (end, kept) => {
    const { after } = sealed(ruleOf(), [
      ['Product Added', dayMs, a()],
      [end, -dayMs / 2, a()],
    ]);
    const ofBasket = after.matchedEvents.filter(({ matches }) => matches.some(({ basket }) => basket));
    expect(ofBasket).toHaveLength(kept);
  });

  test.each(['Product Removed', 'Order Completed'])('lets go of one after %s', (end) => {
    const { after } = sealed(ruleOf(), [
      ['Product Added', dayMs, a()],
      [end, dayMs - minuteMs, a()],
    ]);
    expect(after.matchedEvents).toHaveLength(0);
  });

  test('keeps points and forgets no key', () => {
    const { programmes, programme, after } = sealed(ruleOf('points: { basket: value, atMost: 50 }'), [
      ['Product Added', 40 * dayMs, a({ price: 30 })],
    ]);
    expect(after.matchedEvents).toHaveLength(0);
    const later = fold(programmes, [['Product Added', -minuteMs, b({ price: 5 })]], after);
    expect(evaluate(later, nobody, programme, mondayNoonMs + latenessMs).score).toBe(30_000);
  });
});

test('a packed state has its baskets, and each product takes room', () => {
  const programmes = programmesOf(ruleOf());
  const products = Array.from({ length: 100 }, (_, index) => ({ sku: `p${index}`, name: 'ü', price: 1.5 }));
  const state = fold(programmes, [
    ['Cart Viewed', dayMs, cart({ products })],
    ['Product Added', 1, b()],
    ['Product Added', 0, { quantity: 0 }],
  ]);
  for (const form of ['plain', 'compact'] as const)
    expect(unpackState(packState(state, form))).toEqual(state);
  for (let index = 0; index < 39; index++)
    fold(programmes, [['Cart Viewed', 10 * dayMs + index, cart({ products })]], state);
  expect(isFull(state)).toBe(false);
  expect(isFull(fold(programmes, [['Cart Viewed', 20 * dayMs, cart({ products })]], state))).toBe(true);
});
