/** The calls of the import page. */
import { answered, type Shape } from '../../../../clients/typescript/client.js';
import type { EventImportView, ImportChange, ImportKind, ImportView } from '../../../contract/api/api.ts';
import { client, type Page } from '../api/api.ts';

const ofId = (id: string) => ({ params: { path: { id } } });

export const importsApi = {
  latest: (): Promise<Page<ImportView>> =>
    answered(client.GET('/api/v1/imports', { params: { query: { limit: 20 } } })),
  one: (id: string): Promise<ImportView> => answered(client.GET('/api/v1/imports/{id}', ofId(id))),
  /** Reads all of the file and changes nothing. */
  check: (kind: ImportKind, file: File): Promise<ImportView> =>
    answered(
      client.POST('/api/v1/imports', {
        params: { query: { kind, dryRun: 'true', file: file.name } },
        // The bytes as they are: the server finds their encoding.
        body: file as never,
        bodySerializer: () => file,
        headers: { 'content-type': 'text/csv' },
      }),
    ),
  change: (id: string, change: ImportChange): Promise<ImportView> =>
    answered(client.PATCH('/api/v1/imports/{id}', { ...ofId(id), body: change as Shape<'ImportChange'> })),
  cancel: (id: string): Promise<ImportView> => answered(client.DELETE('/api/v1/imports/{id}', ofId(id))),
  ofEvents: (): Promise<Page<EventImportView>> =>
    answered(client.GET('/api/v1/event-imports', { params: { query: { limit: 20 } } })),
  oneOfEvents: (id: string): Promise<EventImportView> =>
    answered(client.GET('/api/v1/event-imports/{id}', ofId(id))),
  undoEvents: (id: string): Promise<EventImportView> =>
    answered(client.POST('/api/v1/event-imports/{id}/undo', ofId(id))),
  undo: (id: string): Promise<ImportView> => answered(client.POST('/api/v1/imports/{id}/undo', ofId(id))),
};
