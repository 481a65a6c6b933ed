/** What two states come to together, by tables: what they wait for, where something happened, one event with two baskets, its room. */
import { expect, test } from 'vitest';
import {
  emptyState,
  joinActedIn,
  type ProfileState,
  roomOf,
  unionStates,
  type Wait,
} from './profile-state.ts';

test.each<[Partial<Wait>, Partial<Wait>, Partial<Wait>]>([
  [{}, {}, {}],
  [{ gone: 'lost' }, {}, { gone: 'lost' }],
  [{ gone: 'archived' }, {}, { gone: 'archived' }],
  [{ gone: 'archived' }, { gone: 'lost' }, { gone: 'lost' }],
  [{ gone: 'archived' }, { gone: 'archived' }, { gone: 'archived' }],
  [{ isImported: true }, {}, { isImported: true }],
  [{ hasForgotten: true }, {}, { hasForgotten: true }],
])('a state that waits with %j, and one with %j: %j', (one, other, both) => {
  const waiting = (more: Partial<Wait>): ProfileState => ({
    ...emptyState(),
    wait: { since: '7-9', knownUntilMs: 5, actedIn: [], outline: [], ...more },
  });
  const expected = { since: '7-9', knownUntilMs: 5, actedIn: 'all', outline: [], ...both };
  expect(unionStates(waiting(one), waiting(other)).wait).toStrictEqual(expected);
  expect(unionStates(waiting(other), waiting(one)).wait).toStrictEqual(expected);
});

test.each<[number[], number[], number[]]>([
  [[], [], []],
  [[], [2], [2]],
  [[], [3, 1], [1, 3]],
  [[3], [1, 3], [1, 3]],
])('what acted in programmes %j and %j is in order: %j', (one, other, both) => {
  expect(joinActedIn(one, other)).toEqual(both);
});

test('an event takes room for each rule, and for each product more of a basket', () => {
  const line = (product: string) => ({ product, name: null, quantity: 1, price: null });
  const of = (...products: string[]) =>
    roomOf({
      matches: [
        { signatureId: 1, key: 0, number: null, basket: { how: 'added', lines: products.map(line) } },
      ],
    } as never);
  expect([of(), of('a'), of('a', 'b'), of('a', 'b', 'c')]).toEqual([1, 1, 2, 3]);
  expect(roomOf({ matches: [] })).toBe(1);
});

test('of one event with two baskets the same is kept from either side', () => {
  const of = (product: string): ProfileState => ({
    ...emptyState(),
    matchedEvents: [
      {
        ...{ hash: 1, atMs: 5 },
        matches: [{ signatureId: 1, key: 0, number: null, basket: { how: 'added', lines: [{ product }] } }],
      } as never,
    ],
  });
  const [one, other] = [of('a'), of('b')];
  expect(unionStates(one, other).matchedEvents).toEqual(one.matchedEvents);
  expect(unionStates(other, one).matchedEvents).toEqual(one.matchedEvents);
});
