/** The columns of a table by its address: named ones, none, and names that nobody knows. */
import { expect, test } from 'vitest';
import { columnsFilled, columnsShown, isSameSearch, withColumns } from './table-columns.ts';

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

const withExtra = { columns: [...kind.columns, { field: 'title', label: 'Title', isExtra: true }] };

test.each<[string | undefined, string[]]>([
  [undefined, ['name', 'email', 'owner']],
  ['title', ['name', 'title']],
  ['name,email,owner,title', ['name', 'email', 'owner', 'title']],
])('an extra column is shown where the address names it: columns=%s', (columns, expected) => {
  const search = columns === undefined ? {} : { columns };
  expect(columnsShown(withExtra, search).map(({ field }) => field)).toEqual(expected);
  const said = withColumns(withExtra, {}, expected);
  expect(columnsShown(withExtra, said).map(({ field }) => field)).toEqual(expected);
  expect('columns' in said).toBe(columns !== undefined);
});

const minor = {
  columns: [
    { field: 'name', label: 'Name' },
    { field: 'email', label: 'E-mail' },
    { field: 'owner', label: 'Owner', as: 'owner', isMinor: true },
    { field: 'doNotContact', label: 'Do not contact', as: 'yes', isMinor: true },
  ],
} as const;
const row = (values: object) => ({ id: '1', name: 'Ada', ...values });

test.each<[string, object[], string | undefined, string[]]>([
  ['no row has a value', [{ owner: null, doNotContact: false }, {}], undefined, ['name', 'email']],
  ['one row has one', [{}, { doNotContact: true }], undefined, ['name', 'email', 'doNotContact']],
  ['the address names it', [{}], 'owner', ['name', 'owner']],
])('a minor column is left out where every row is empty: %s', (_when, rows, columns, expected) => {
  const search = columns === undefined ? {} : { columns };
  expect(columnsFilled(minor, search, rows.map(row)).map(({ field }) => field)).toEqual(expected);
});

test('two addresses are the same where each name has the same value', () => {
  expect(isSameSearch({ q: 'a', owner: 'me' }, { owner: 'me', q: 'a' })).toBe(true);
  expect(isSameSearch({ q: 'a' }, { q: 'a', owner: 'me' })).toBe(false);
  expect(isSameSearch({}, {})).toBe(true);
});
