/** Cursors come from outside: what we made reads back exactly, anything else is refused before it reaches a query. */
import { describe, expect, test } from 'vitest';
import {
  afterSql,
  ascending,
  cursorKeyOf,
  cursorKeySql,
  cursorOf,
  deadlineKey,
  descending,
  newestFirst,
  orderSql,
  textKey,
  timeKey,
} from './cursor.core.ts';

const byHeat = descending([
  { sql: 'tier', type: 'integer' },
  { sql: 'score', type: 'double precision' },
  timeKey('created_at'),
  textKey('id'),
]);
const byClose = ascending([{ sql: 'closes', type: 'date' }, textKey('id')]);
const key = [3, 61.25, '2026-11-23T12:00:00.123456Z', 'ld_1'];
const raw = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

test('what was made reads back exactly', () => {
  expect(cursorKeyOf(cursorOf('leads', '-score', key), 'leads', '-score', byHeat)).toEqual(key);
  for (const day of ['2028-02-29', 'infinity'])
    expect(
      cursorKeyOf(cursorOf('deals', 'expectedClose', [day, 'op_1']), 'deals', 'expectedClose', byClose),
    ).toEqual([day, 'op_1']);
});

test('no deadline is infinity, where an order allows it', () => {
  const byDeadline = ascending([deadlineKey('due_at'), textKey('id')]);
  const none = ['infinity', 'ld_1'];
  expect(cursorKeyOf(cursorOf('work', 'dueAt', none), 'work', 'dueAt', byDeadline)).toEqual(none);
  expect(cursorKeySql(byDeadline)).toContain(`ELSE 'infinity' END`);
  const byCreation = ascending([timeKey('created_at'), textKey('id')]);
  expect(() => cursorKeyOf(cursorOf('work', 'dueAt', none), 'work', 'dueAt', byCreation)).toThrow(
    /"cursor" is invalid/,
  );
});

test('the cursor of another order is refused by its name', () => {
  expect(() => cursorKeyOf(cursorOf('leads', '-createdAt', key.slice(2)), 'leads', '-score', byHeat)).toThrow(
    /is of a list sorted by "-createdAt", this list is sorted by "-score"; begin again without "cursor"/,
  );
});

test('the cursor of another list is refused by its name, of the same order too', () => {
  const ofTask = cursorOf('tasks', '-createdAt', ['2026-11-23T12:00:00.123456Z', 'tk_1']);
  expect(() => cursorKeyOf(ofTask, 'leads', '-createdAt', newestFirst['-createdAt'])).toThrow(
    /is of the list "tasks", this list is "leads"; begin again without "cursor"/,
  );
});

describe('what is not ours is refused', () => {
  test.each([
    ['no base64', '%%%'],
    ['no list', Buffer.from('{"a":1}').toString('base64url')],
    ['nothing', raw()],
    ['a key too few', raw('leads', '-score', 3, 61.25, '2026-11-23T12:00:00.123456Z')],
    ['a key too many', raw('leads', '-score', ...key, 'x')],
    ['no order’s name', raw('leads', '; DROP TABLE leads', ...key)],
    ['a fraction where an integer is', raw('leads', '-score', 3.5, ...key.slice(1))],
    ['an integer PostgreSQL does not hold', raw('leads', '-score', 2 ** 31, ...key.slice(1))],
    ['no number', raw('leads', '-score', 3, '61', ...key.slice(2))],
    ['a number beyond all', raw('leads', '-score', 3, null, ...key.slice(2))],
    ['a day that is none', raw('leads', '-score', 3, 61, '2026-06-31T12:00:00.000000Z', 'ld_1')],
    ['the year 0', raw('leads', '-score', 3, 61, '0000-01-01T12:00:00.000000Z', 'ld_1')],
    ['a time without its zone', raw('leads', '-score', 3, 61, '2026-06-30T12:00:00.000000', 'ld_1')],
    ['an id with what no id has', raw('leads', '-score', 3, 61, '2026-06-30T12:00:00.000000Z', "a'b")],
  ])('%s', (_what, cursor) => {
    expect(() => cursorKeyOf(cursor, 'leads', '-score', byHeat)).toThrow(/"cursor" is invalid/);
  });

  test('a day that is none', () => {
    const cursor = raw('deals', 'expectedClose', '2027-02-29', 'op_1');
    expect(() => cursorKeyOf(cursor, 'deals', 'expectedClose', byClose)).toThrow(/"cursor" is invalid/);
  });
});

test('a key is compared as one row, in the direction of the order', () => {
  expect(afterSql(byClose, 2)).toBe('(closes, id) > ($2::date, $3::text)');
  expect(afterSql(descending([textKey('id')]), 1)).toBe('(id) < ($1::text)');
  expect(orderSql(byClose)).toBe('closes, id');
  expect(orderSql(descending([textKey('id')]), 'owner')).toBe('owner DESC, id DESC');
});
