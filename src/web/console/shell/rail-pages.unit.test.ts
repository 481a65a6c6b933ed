/** The pages of the rail: each is an address that the server knows, with a key of its own. */
import { expect, test } from 'vitest';
import { consolePaths, roleGroups, userRoles } from '../../../contract/api/api.ts';
import { recordKinds } from '../kinds/record-kinds.ts';
import { railGroups, railPageAt, railPages, railPagesOf } from './rail-pages.ts';

test('the server has a page for each one of the rail and each table, and nothing else', () => {
  // What stands below a page of the rail is in that page.
  const known = new Set([...railPages, ...recordKinds].map(({ path }) => `/${path.split('/')[1]}`));
  expect([...known].sort()).toEqual([...consolePaths].sort());
});

test('every key leads to one page', () => {
  const keys = railPages.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each(userRoles)('%s finds what is hot now first', (role) => {
  expect(railPagesOf(role)[0]?.path).toBe('/');
});

test.each([
  ['/', 'Now'],
  ['/people', 'People'],
  ['/people/pe_1', 'People'],
  ['/leads', 'Leads'],
  ['/leads/ld_1', 'Leads'],
  ['/run', 'Health'],
  ['/run/dead-letters', 'Health'],
  ['/nowhere', undefined],
])('%s is in %s', (path, label) => {
  expect(railPageAt(path)?.label).toBe(label);
});

test('the groups of the rail are those of the contract', () => {
  expect(roleGroups).toMatchObject(railGroups);
});
