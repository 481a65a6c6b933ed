/** Who works in which lane: by name, by role, and as a stand-in. */
import { expect, test } from 'vitest';
import { type LaneWorker, laneSchema, lanesWorkedBy } from './lanes.ts';

const lanes = [
  'Delivery',
  { lane: 'Marketing', members: ['marketer'] },
  { lane: 'Sales', standIns: ['owner'] },
  { lane: 'Customer', roles: [], standIns: ['Sales'] },
  { lane: 'Manager', roles: ['manager'] },
].map((lane) => laneSchema.parse(lane));

test.each<[string, Omit<LaneWorker, 'isManager'>, string[]]>([
  ['nobody in particular', { lanes: [] }, []],
  ['who names a lane', { lanes: ['Delivery'], role: 'rep' }, ['Delivery']],
  ['who stands in for another lane', { lanes: ['Sales'], role: 'rep' }, ['Customer', 'Sales']],
  ['the owner', { lanes: [], role: 'rep', isOwner: true }, ['Customer', 'Sales']],
  ['every marketer', { lanes: [], role: 'marketer' }, ['Marketing']],
  ['a rep in a lane of managers', { lanes: ['Manager'], role: 'rep' }, []],
  ['a manager who names it', { lanes: ['Manager'], role: 'manager' }, ['Manager']],
  ['who names a lane of people outside', { lanes: ['Customer'], role: 'rep' }, []],
  ['a lane that is none', { lanes: ['Cooks'], role: 'rep' }, []],
])('%s', (_who, worker, expected) => {
  expect([...lanesWorkedBy(lanes, { ...worker, isManager: false })].sort()).toEqual(expected);
});
