/** The keys of what boards have read, and which of it a change of records makes old. */
import type { BoardView } from '../../../contract/api/api.ts';
import { type List, listOfKind } from './board-lists.ts';

/** The counts of every board begin with it: each act and the live stream ask for them again. */
export const boardKey = ['work', 'board'] as const;

/** The counts and sums of a board. */
export const columnsKey = (name: string | null, query: object) => [...boardKey, name, query];

/** The cards of one column: read again where the counts say that it has changed. */
export const cardsKey = (list: List, query: { stage: string }) => ['board-cards', list, query] as const;

/** Which queries have cards of these stages, of any row. */
export function cardsOf(list: List, stages: readonly string[]) {
  const predicate = ({ queryKey: [part, of, query] }: { queryKey: readonly unknown[] }) =>
    part === 'board-cards' && of === list && stages.includes((query as { stage: string }).stage);
  return { predicate };
}

/** Which boards count records of these lists. What has not arrived yet may count any. */
export function boardsOf(lists: readonly string[]) {
  const predicate = ({ state }: { state: { data: unknown } }) => {
    const board = state.data as BoardView | undefined;
    return board === undefined || lists.includes(listOfKind[board.kind]);
  };
  return { queryKey: boardKey, predicate };
}
