/** Where the rows of a table are a file of CSV. Pure. */
import type { TableSearch } from '../parts/table-search.ts';

const ofRecords = {
  ...{ owner: 'owner', open: 'open', stage: 'stage', campaign: 'campaign' },
  ...{ person: 'person', company: 'company', pipeline: 'pipeline' },
};

/** The tables that can be exported, with their filters by the names that these have there. */
const exported: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/people': { q: 'q', owner: 'owner', kind: 'personKind', campaign: 'campaign' },
  '/companies': { q: 'q', owner: 'owner' },
  '/quotations': {},
  ...{ '/opportunities': ofRecords, '/deals': ofRecords, '/orders': ofRecords, '/jobs': ofRecords },
};

/**
 * The address of the rows that fit the filters; null of a table that has no export, or has none by these filters. `me` is the user's
 * e-mail address.
 */
export function exportAddress(path: string, filters: TableSearch, me: string): string | null {
  const renamed = exported[path];
  if (renamed === undefined) return null;
  const query = new URLSearchParams({ kind: path.slice(1) });
  for (const [name, value] of Object.entries(filters)) {
    const exportedAs = renamed[name];
    if (exportedAs === undefined) return null;
    query.set(exportedAs, name === 'owner' && value === 'me' ? me : value);
  }
  return `/api/v1/exports?${query}`;
}
