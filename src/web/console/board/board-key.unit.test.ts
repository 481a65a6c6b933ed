/** Which boards are counted again where records of some lists have changed, and which cards a move changes. */
import { expect, test } from 'vitest';
import { boardsOf, cardsKey, cardsOf } from './board-key.ts';

test('boards are counted again where their pipeline is of a changed list', () => {
  const { predicate } = boardsOf(['orders', 'jobs']);
  const of = (data?: unknown) => predicate({ state: { data } });
  expect([of({ kind: 'order' }), of({ kind: 'job' }), of({ kind: 'lead' }), of()]).toEqual([
    ...[true, true, false, true],
  ]);
});

test('a move changes the cards of its two stages, and no other', () => {
  const { predicate } = cardsOf('orders', ['New', 'Sent']);
  const of = (list: 'orders' | 'jobs', stage: string) => predicate({ queryKey: cardsKey(list, { stage }) });
  expect([of('orders', 'New'), of('orders', 'Sent'), of('orders', 'Paid'), of('jobs', 'New')]).toEqual([
    ...[true, true, false, false],
  ]);
  expect(predicate({ queryKey: ['work', 'orders'] })).toBe(false);
});
