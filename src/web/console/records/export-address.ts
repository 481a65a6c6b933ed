/** Where the rows of a table are a file of CSV. Pure. */
import type { TableSearch } from './table-search.ts';

/** The tables that can be exported, with the filters that go by another name there. */
const exported: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/people': { kind: 'personKind' },
  '/companies': {},
  '/opportunities': {},
};

/** The address of the rows that fit the filters; null of a table that has no export. `me` is the user's e-mail address. */
export function exportAddress(path: string, filters: TableSearch, me: string): string | null {
  const renamed = exported[path];
  if (renamed === undefined) return null;
  const query = new URLSearchParams({ kind: path.slice(1) });
  for (const [name, value] of Object.entries(filters))
    query.set(renamed[name] ?? name, name === 'owner' && value === 'me' ? me : value);
  return `/api/v1/exports?${query}`;
}
