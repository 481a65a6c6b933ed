/** The keys of what boards have read, and which of it a change of records makes old. */
import type { BoardView } from '../../../contract/api/api.ts';
import { type List, listOfKind } from './board-lists.ts';

/** Every query of the board begins with it: the live stream asks for them again when records change. */
export const boardKey = ['work', 'board'] as const;

/** The counts and sums of a board. */
export const columnsKey = (name: string | null, query: object) => [...boardKey, 'columns', name, query];

/** The cards of one column. */
export const cardsKey = (list: List, query: object) => [...boardKey, 'cards', list, query];

interface Read {
  queryKey: readonly unknown[];
  state: { data: unknown };
}

/** Which queries show records of these lists. What has not arrived yet may show any. */
export function boardsOf(lists: readonly string[]) {
  const predicate = ({ queryKey: [, , part, list], state }: Read) => {
    if (part === 'cards') return lists.includes(String(list));
    const board = state.data as BoardView | undefined;
    return board === undefined || lists.includes(listOfKind[board.kind]);
  };
  return { queryKey: boardKey, predicate };
}
