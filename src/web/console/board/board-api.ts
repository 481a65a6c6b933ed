/** The calls of the board. */
import { answered } from '../../../../clients/typescript/client.js';
import type { BoardView } from '../../../contract/api/api.ts';
import { client, listOf, type Page } from '../api/api.ts';
import type { List } from './board-lists.ts';
import type { Card } from './board-moves.ts';

export const boardApi = {
  board: (name: string, query: { owner?: string; team?: string; by?: 'owner' }): Promise<BoardView> => {
    const [process = '', pipeline = ''] = name.split('/');
    return answered(
      client.GET('/api/v1/pipelines/{process}/{pipeline}/board', {
        params: { path: { process, pipeline }, query },
      }),
    );
  },
  cards: (list: List, query: Record<string, string | number>): Promise<Page<Card>> =>
    listOf<Card>(`/${list}`, query),
};
