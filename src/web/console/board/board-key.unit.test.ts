/** Which boards are read again where records of some lists have changed. */
import { expect, test } from 'vitest';
import { boardsOf, cardsKey, columnsKey } from './board-key.ts';

const { predicate } = boardsOf(['orders', 'jobs']);
const of = (queryKey: readonly unknown[], data?: unknown) => predicate({ queryKey, state: { data } });

test('cards of a changed list are read again, others are not', () => {
  expect([of(cardsKey('orders', {})), of(cardsKey('leads', {}))]).toEqual([true, false]);
});

test('columns are read again where their pipeline is of a changed list', () => {
  const columns = (kind?: string) => of(columnsKey('touchstone/order', { owner: 'me' }), kind && { kind });
  expect([columns('order'), columns('job'), columns('lead')]).toEqual([true, true, false]);
  expect(columns()).toBe(true);
});
