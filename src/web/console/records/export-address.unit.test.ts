/** The address of an export: the filters of the table, as the export has them. */
import { expect, test } from 'vitest';
import { exportQuerySchema } from '../../../contract/api/api.ts';
import { exportAddress } from './export-address.ts';

test.each([
  ['/people', { q: 'Ada & co', kind: 'customer', owner: 'me' }, 'personKind=customer'],
  ['/people', { campaign: 'Spring fair' }, 'campaign=Spring+fair'],
  ['/quotations', {}, 'kind=quotations'],
  ['/companies', { q: 'x', owner: 'rep@example.com' }, 'owner=rep%40example.com'],
  ['/opportunities', { open: 'true' }, 'open=true'],
  ['/orders', { pipeline: 'company-xyz/order' }, 'pipeline=company-xyz%2Forder'],
])('%s with %j', (path, filters, part) => {
  const address = exportAddress(path, filters as Record<string, string>, 'ada@example.com') ?? '';
  expect(address).toContain(part);
  const query = Object.fromEntries(new URL(address, 'http://x').searchParams);
  expect(exportQuerySchema.parse(query)).toMatchObject({ kind: path.slice(1) });
});

test('one’s own are those of the address, and leads have no export', () => {
  expect(exportAddress('/people', { owner: 'me' }, 'ada@example.com')).toBe(
    '/api/v1/exports?kind=people&owner=ada%40example.com',
  );
  expect(exportAddress('/leads', {}, 'ada@example.com')).toBeNull();
});

test('rows that the export cannot find by their filters have none', () => {
  expect(exportAddress('/opportunities', { end: 'won', open: 'true' }, 'ada@example.com')).toBeNull();
  expect(exportAddress('/opportunities', { stage: 'Open' }, 'ada@example.com')).not.toBeNull();
});
