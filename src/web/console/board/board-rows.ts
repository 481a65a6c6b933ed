/** The rows in which the columns of a board stand: one, one for each lane, or one for each owner. Pure. */
import type { BoardView } from '../../../contract/api/api.ts';

export type BoardBy = 'lane' | 'owner';
export type Column = BoardView['columns'][number];

/** Whose records a board or one of its rows has, as its columns and its lists of cards are asked for them. */
export interface RowFilter {
  owner?: string;
  team?: string;
  unowned?: 'true';
}

export interface BoardRow {
  /** Unlike that of every other row. */
  key: string;
  /** The lane or the owner; null of the one row of all, and of no lane and nobody. */
  name: string | null;
  /** Whose cards it has: those of the board, or of one owner. */
  filter: RowFilter;
  columns: Column[];
}

/** Rows by lane stand in the order in which lanes come, rows by owner in that of the board. */
export function rowsOf(
  { columns, owners }: Pick<BoardView, 'columns' | 'owners'>,
  by: BoardBy | undefined,
  filter: RowFilter,
): BoardRow[] {
  if (by === 'owner' && owners !== null)
    return owners.map(({ owner, columns: theirs }) => ({
      ...{ key: owner ?? '', name: owner, filter: owner === null ? { unowned: 'true' } : { owner } },
      columns: columns.map((column) => ({
        ...column,
        ...(theirs.find(({ stage }) => stage === column.stage) ?? nothing),
      })),
    }));
  if (by !== 'lane') return [{ key: '', name: null, filter, columns: [...columns] }];
  const lanes = [...new Set(columns.map(({ lane }) => lane))];
  return lanes.map((lane) => ({
    ...{ key: lane ?? '', name: lane, filter },
    columns: columns.filter((column) => column.lane === lane),
  }));
}

const nothing: Pick<Column, 'count' | 'sums' | 'changeTag'> = {
  ...{ count: { count: 0, isCapped: false }, sums: [], changeTag: '' },
};

/** Unlike that of every other column, of every row. */
export const keyOfColumn = (row: Pick<BoardRow, 'key'>, { stage }: Pick<Column, 'stage'>) =>
  JSON.stringify([row.key, stage]);

/** Whether a card is of a row: rows of one owner have theirs alone, every other row has all cards of the board. */
export function isInRow({ owner }: { owner: string | null }, filter: RowFilter): boolean {
  if (filter.unowned === 'true') return owner === null;
  return filter.owner === undefined || filter.owner === 'me' || filter.owner === owner;
}
