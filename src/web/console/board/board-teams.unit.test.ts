/** One's own teams: the one somebody is in, and those they manage. */
import { expect, test } from 'vitest';
import { teamsOf } from './board-teams.ts';

const email = 'max@example.com';
const teams = [
  { name: 'North', manager: email },
  { name: 'South', manager: null },
  { name: 'West', manager: 'mia@example.com' },
  { name: 'East', manager: email },
];

test.each([
  [null, ['North', 'East']],
  ['South', ['South', 'North', 'East']],
  ['East', ['East', 'North']],
])('in team %s', (team, own) => {
  expect(teamsOf({ email, team }, teams)).toEqual(own);
});

test('nobody who is in none and manages none has one', () => {
  expect(teamsOf({ email: 'ann@example.com', team: null }, teams)).toEqual([]);
});
