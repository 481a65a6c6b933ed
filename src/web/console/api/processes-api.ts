/** The calls of the pages of sales processes. */
import { answered } from '../../../../clients/typescript/client.js';
import type { PipelineDefinitionView, PipelineView } from '../../../contract/api/api.ts';
import { client, type Page } from './api.ts';

export const processesApi = {
  pipelines: (): Promise<Page<PipelineView>> => answered(client.GET('/api/v1/pipelines')),
  /** The pipelines of a process as they are defined, in the order of its file; none where there is no such process. */
  definitions: async (process: string): Promise<PipelineDefinitionView[]> => {
    const { items } = await processesApi.pipelines();
    const ids = items.map(({ id }) => id).filter((id) => id.startsWith(`${process}/`));
    const found = await Promise.all(ids.map((id) => definitionOf(id)));
    const order = found[0]?.process.pipelines ?? [];
    return found.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  },
};

function definitionOf(id: string): Promise<PipelineDefinitionView> {
  const [process = '', pipeline = ''] = id.split('/');
  return answered(
    client.GET('/api/v1/pipelines/{process}/{pipeline}', { params: { path: { process, pipeline } } }),
  );
}
