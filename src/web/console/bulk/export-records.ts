/** The call that exports chosen records, and which lists can be exported. */
import { answered } from '../../../../clients/typescript/client.js';
import type { ImportKind } from '../../../contract/api/api.ts';
import { client } from '../api/api.ts';
import type { BulkList } from './bulk-api.ts';

const exported = [
  'people',
  'companies',
  'opportunities',
  'deals',
  'orders',
  'jobs',
  'quotations',
] as const satisfies readonly (ImportKind & BulkList)[];
type ExportedKind = (typeof exported)[number];

/** The kind of a list in files; null where it has none. */
export const exportedKind = (list: BulkList): ExportedKind | null =>
  exported.find((kind) => kind === list) ?? null;

export function exportRecords(kind: ExportedKind, ids: string[]): Promise<Blob> {
  return answered(
    client.POST('/api/v1/exports', { body: { kind, ids }, parseAs: 'blob' }),
  ) as unknown as Promise<Blob>;
}
