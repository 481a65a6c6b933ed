/** The calls of saved views. */
import { answered, type Shape } from '../../../../clients/typescript/client.js';
import type { SavedView } from '../../../contract/api/api.ts';
import { client, type Page } from '../api/api.ts';

type List = Shape<'NewSavedView'>['list'];
const ofId = (id: string) => ({ params: { path: { id } } });

export const viewsApi = {
  list: (list: string): Promise<Page<SavedView>> =>
    answered(client.GET('/api/v1/views', { params: { query: { list: list as List } } })),
  save: (view: Omit<Shape<'NewSavedView'>, 'list'> & { list: string }): Promise<SavedView> =>
    answered(client.POST('/api/v1/views', { body: { ...view, list: view.list as List } })),
  begin: (id: string, isDefault: boolean): Promise<SavedView> =>
    answered(client.PATCH('/api/v1/views/{id}', { ...ofId(id), body: { isDefault } })),
  remove: (id: string) => answered(client.DELETE('/api/v1/views/{id}', ofId(id))),
};
