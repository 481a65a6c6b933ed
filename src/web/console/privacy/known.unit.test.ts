/** What is known of a person, summed up; and the confirmation of an erasure. */
import { expect, test } from 'vitest';
import { isConfirmed, knownOf } from './known.ts';

const nothing = {
  exportedAt: '2026-12-01T00:00:00.000Z',
  ...{ profiles: [], unreadable: [], stored: [], history: {}, sales: {}, deadLetters: [] },
  claimants: { users: [], hasMore: false },
};

test('what is known is counted by store, the most first, with the names of the person', () => {
  const known = knownOf({
    ...nothing,
    stored: [{ id: 'pr_1' }],
    profiles: [{ scores: { emea: { score: 46, tierName: '2 chilies' } } }, {}],
    history: { events: [1, 2, 3], links: [] },
    sales: { people: [{ name: 'Ada', email: 'ada@example.com' }, { name: null }], leads: [{}], tasks: [{}] },
  });
  expect(known).toEqual({
    names: ['Ada', 'ada@example.com'],
    scores: [{ programme: 'emea', score: 46, tier: '2 chilies' }],
    parts: [
      { store: 'history', table: 'events', rows: 3 },
      { store: 'sales', table: 'people', rows: 2 },
      { store: 'sales', table: 'leads', rows: 1 },
      { store: 'sales', table: 'tasks', rows: 1 },
    ],
    profiles: 1,
    deadLetters: 0,
    isNobody: false,
  });
  expect(knownOf(nothing)).toMatchObject({ names: [], parts: [], isNobody: true });
});

test('an erasure is confirmed by the identity alone', () => {
  expect(isConfirmed(' ada@example.com ', 'ada@example.com')).toBe(true);
  expect([
    isConfirmed('Ada@example.com', 'ada@example.com'),
    isConfirmed('', ''),
    isConfirmed(' ', ' '),
  ]).toEqual([false, false, false]);
});
