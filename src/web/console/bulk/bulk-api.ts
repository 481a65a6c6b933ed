/** The calls of acts on many records. */
import { answered, type Shape } from '../../../../clients/typescript/client.js';
import type { BulkActView, BulkCount } from '../../../contract/api/api.ts';
import { client, type Page } from '../api/api.ts';

export type BulkList = BulkActView['list'];

/** What is selected of a list: some records by their ids, or all that fit its filter. */
export type BulkSelection = { ids: string[] } | { filter: Record<string, string> };

/** What becomes of the records. */
export type BulkWanted =
  | { change: Record<string, unknown>; each?: Record<string, Record<string, unknown>> }
  | { campaign: string };

const ofId = (id: string) => ({ params: { path: { id } } });

export const bulkApi = {
  begin: (list: BulkList, selection: BulkSelection, wanted: BulkWanted): Promise<BulkActView> =>
    answered(
      client.POST('/api/v1/bulk-acts', { body: { list, ...selection, ...wanted } as Shape<'NewBulkAct'> }),
    ),
  count: (list: BulkList, filter: Record<string, string>): Promise<BulkCount> =>
    answered(client.POST('/api/v1/bulk-acts/count', { body: { list, filter } })),
  latest: (): Promise<Page<BulkActView>> =>
    answered(client.GET('/api/v1/bulk-acts', { params: { query: { limit: 20 } } })),
  one: (id: string): Promise<BulkActView> => answered(client.GET('/api/v1/bulk-acts/{id}', ofId(id))),
  cancel: (id: string): Promise<BulkActView> => answered(client.DELETE('/api/v1/bulk-acts/{id}', ofId(id))),
  undo: (id: string): Promise<BulkActView> => answered(client.POST('/api/v1/bulk-acts/{id}/undo', ofId(id))),
};
