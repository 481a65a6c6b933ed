/** The columns of a table by its address: named ones, none, and names that nobody knows. */
import { expect, test } from 'vitest';
import { columnsShown, isSameSearch, withColumns } from './table-columns.ts';

const kind = { columns: ['name', 'email', 'owner'].map((field) => ({ field, label: field })) };

test.each<[string | undefined, string[]]>([
  [undefined, ['name', 'email', 'owner']],
  ['owner', ['name', 'owner']],
  ['owner,name', ['name', 'owner']],
  ['owner,nothing', ['name', 'owner']],
  ['nothing', ['name', 'email', 'owner']],
  ['', ['name', 'email', 'owner']],
])('columns=%s shows %j', (columns, expected) => {
  const search = columns === undefined ? {} : { columns };
  expect(columnsShown(kind, search).map(({ field }) => field)).toEqual(expected);
});

test.each<[string[], object]>([
  [['owner', 'name'], { q: 'a', columns: 'name,owner' }],
  [['name', 'email', 'owner'], { q: 'a' }],
  [[], { q: 'a' }],
  [['nothing'], { q: 'a' }],
])('%j is %j in the address', (fields, expected) => {
  expect(withColumns(kind, { q: 'a', columns: 'email' }, fields)).toEqual(expected);
});

test('two addresses are the same where each name has the same value', () => {
  expect(isSameSearch({ q: 'a', owner: 'me' }, { owner: 'me', q: 'a' })).toBe(true);
  expect(isSameSearch({ q: 'a' }, { q: 'a', owner: 'me' })).toBe(false);
  expect(isSameSearch({}, {})).toBe(true);
});
