/** The filters that exports of each kind know: one that does nothing would be taken for one that does. Pure. */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ExportQuery, ImportKind } from '../../contract/api/api.ts';

const ofPeople = ['email', 'owner', 'company', 'doNotContact', 'campaign', 'q'];

const ofRecords = ['owner', 'stage', 'campaign', 'person', 'company', 'pipeline', 'open'];

const filters: Readonly<Record<ImportKind, readonly string[]>> = {
  people: ['personKind', ...ofPeople],
  customers: ofPeople,
  companies: ['owner', 'domain', 'doNotContact', 'q'],
  owners: ['role', 'team', 'email'],
  products: [],
  ...{ opportunities: ofRecords, deals: ofRecords, orders: ofRecords, jobs: ofRecords },
  quotations: ['owner', 'person', 'company'],
  'do-not-contact': [],
};

/** Throws `invalid_request` for a filter that the kind has not. */
export function requireFilters(query: ExportQuery): void {
  const known = filters[query.kind];
  const odd = Object.entries(query).find(
    ([name, value]) => value !== undefined && !['kind', 'delimiter', 'ids', ...known].includes(name),
  );
  if (odd === undefined) return;
  const words = known.length === 0 ? 'none' : known.map((name) => `"${name}"`).join(', ');
  throw new ApiError('invalid_request', `"${odd[0]}" is no filter of ${query.kind}; expected ${words}`);
}
