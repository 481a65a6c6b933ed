/** The rows of a board: one, by lane, by owner. */
import { expect, test } from 'vitest';
import type { BoardView } from '../../../contract/api/api.ts';
import { type BoardBy, keyOfColumn, rowsOf } from './board-rows.ts';

const columns = ['Sales', null, 'Sales', 'Legal'].map((lane, index) => ({
  ...{ lane, stage: `${index}`, count: { count: 9, isCapped: true }, sums: [] },
})) as unknown as BoardView['columns'];
const one = { count: { count: 1, isCapped: false }, sums: [], changeTag: '1-1-0' };
const owners = [
  { owner: null, columns: [{ stage: '1', ...one }] },
  { owner: 'ann@example.com', columns: [{ stage: '0', ...one }] },
];
const placed = (by?: BoardBy) =>
  rowsOf({ columns, owners }, by, { team: 'North' }).map((row) => [
    ...[row.name, row.filter],
    row.columns.map(({ stage }) => stage),
  ]);

test('the columns stand in one row, or in one for each lane, with the filter of the board', () => {
  const filter = { team: 'North' };
  expect(placed()).toEqual([[null, filter, ['0', '1', '2', '3']]]);
  expect(placed('lane')).toEqual([
    ['Sales', filter, ['0', '2']],
    [null, filter, ['1']],
    ['Legal', filter, ['3']],
  ]);
});

test('each owner has every column, with what is theirs; nobody has those that nobody owns', () => {
  expect(placed('owner')).toEqual([
    [null, { unowned: 'true' }, ['0', '1', '2', '3']],
    ['ann@example.com', { owner: 'ann@example.com' }, ['0', '1', '2', '3']],
  ]);
  const counts = rowsOf({ columns, owners }, 'owner', {}).map((row) =>
    row.columns.map(({ count }) => count.count),
  );
  expect(counts).toEqual([
    [0, 1, 0, 0],
    [1, 0, 0, 0],
  ]);
});

test('a board that was asked for without its owners stands in one row until they come', () => {
  expect(rowsOf({ columns, owners: null }, 'owner', {})).toHaveLength(1);
});

test('no two columns of a board have one key', () => {
  const rows = rowsOf({ columns, owners }, 'owner', {});
  const keys = rows.flatMap((row) => row.columns.map((column) => keyOfColumn(row, column)));
  expect(new Set(keys).size).toBe(8);
});
