/** The calls of the board. */
import { answered } from '../../../../clients/typescript/client.js';
import type { BoardView, PipelineView } from '../../../contract/api/api.ts';
import { client, listOf, type Page, type StagedRecord } from '../api.ts';
import type { Card } from './board-moves.ts';

export type List = StagedRecord['list'];

/** The lists of records by the kind of their pipeline. */
export const listOfKind: Readonly<Record<PipelineView['kind'], List>> = {
  campaign: 'campaigns',
  lead: 'leads',
  opportunity: 'opportunities',
  deal: 'deals',
  order: 'orders',
  job: 'jobs',
};

export const boardApi = {
  pipelines: (): Promise<Page<PipelineView>> => answered(client.GET('/api/v1/pipelines')),
  board: (name: string, owner: 'me' | undefined): Promise<BoardView> => {
    const [process = '', pipeline = ''] = name.split('/');
    return answered(
      client.GET('/api/v1/pipelines/{process}/{pipeline}/board', {
        params: { path: { process, pipeline }, query: owner === undefined ? {} : { owner } },
      }),
    );
  },
  cards: (list: List, query: Record<string, string | number>): Promise<Page<Card>> =>
    listOf<Card>(`/${list}`, query),
};
