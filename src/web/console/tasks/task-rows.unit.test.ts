/** The rows of the page of tasks: each deadline in its part, at the borders and just before them. */
import { describe, expect, test } from 'vitest';
import type { TaskView as Task } from '../../../contract/api/api.ts';
import { maySnooze, queryOf, rowsOf, sectionOf, timesBefore } from './task-rows.ts';
import { searchOfTasks } from './tasks-search.ts';

const nowMs = Date.parse('2026-11-25T12:00:00Z');
const borders = { tomorrow: '2026-11-26T00:00:00.000Z', nextWeek: '2026-11-30T00:00:00.000Z' };
const due = (dueAt: string) => ({ dueAt }) as Task;

test.each([
  ['2026-11-25T11:59:59.999Z', 'overdue'],
  ['2026-11-25T12:00:00.000Z', 'today'],
  ['2026-11-25T23:59:59.999Z', 'today'],
  ['2026-11-26T00:00:00.000Z', 'week'],
  ['2026-11-29T23:59:59.999Z', 'week'],
  ['2026-11-30T00:00:00.000Z', 'later'],
])('due at %s is %s', (dueAt, section) => expect(sectionOf({ dueAt }, borders, nowMs)).toBe(section));

describe('the rows', () => {
  const tasks = ['2026-11-25T10:00:00Z', '2026-11-25T11:00:00Z', '2026-12-01T10:00:00Z'].map(due);
  const kinds = (view: 'open' | 'done') =>
    rowsOf(tasks, view, borders, nowMs).map((row) => (row.kind === 'heading' ? row.section : 'task'));
  test('have a heading above each part that has tasks', () =>
    expect(kinds('open')).toEqual(['overdue', 'task', 'task', 'later', 'task']));
  test('have none in another view', () => expect(kinds('done')).toEqual(['task', 'task', 'task']));
  test('are none without tasks', () => expect(rowsOf([], 'open', borders, nowMs)).toEqual([]));
});

test('a view of the same day has the same query, so that its pages follow each other', () => {
  const query = queryOf('done', 'mine', borders, nowMs);
  expect(query).toEqual({ owner: 'me', sort: '-completedAt', completedFrom: '2026-10-26T00:00:00.000Z' });
  expect(queryOf('done', 'mine', borders, nowMs + 3_600_000)).toEqual(query);
  expect(queryOf('week', 'team', borders, nowMs)).toMatchObject({
    ...{ myTeams: 'true', dueFrom: borders.tomorrow, dueTo: borders.nextWeek, snoozed: 'false' },
  });
});

test.each<[Record<string, unknown>, object]>([
  [
    { view: 'done', whose: 'team' },
    { view: 'done', whose: 'team' },
  ],
  [{ view: 'constructor', whose: ['all'] }, {}],
  [
    { deadline: 'overdue', view: 'done' },
    { deadline: 'overdue', view: 'done' },
  ],
  [{}, {}],
])('the address %j is read as %j', (search, expected) => expect(searchOfTasks(search)).toEqual(expected));

test.each([
  ['ann@x.com', 'rep', true],
  ['bob@x.com', 'rep', false],
  ['bob@x.com', 'marketer', false],
  ['bob@x.com', 'manager', true],
  ['bob@x.com', 'admin', true],
] as const)('a task of ann@x.com is snoozed by %s, a %s: %s', (email, role, may) => {
  expect(maySnooze({ owner: 'ann@x.com' }, { email, role })).toBe(may);
  expect(maySnooze({ owner: null }, { email, role })).toBe(false);
});

test.each([
  [null, null],
  ['2026-11-25T11:59:59.999Z', null],
  ['2026-11-25T12:00:00.000Z', null],
  ['2026-11-25T12:00:00.001Z', '2026-11-25T12:00:00.001Z'],
])('a second snooze taken back leaves the first one, until %s: %s', (snoozedUntil, left) => {
  const dueAt = '2026-11-26T17:00:00.000Z';
  expect(timesBefore({ dueAt, snoozedUntil }, nowMs)).toEqual({ dueAt, snoozedUntil: left });
});
