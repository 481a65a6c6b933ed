/** The columns of a table that are shown, as its address says them. Pure. */
import { cellText } from '../kinds/cell-text.ts';
import type { Column, RecordKind, Row } from '../kinds/record-kinds.ts';
import { searchOfTable, type TableSearch } from '../parts/table-search.ts';

/** The name of the columns beside the filters. */
export const columnsName = 'columns';

/** The columns of a table whose address names none. */
const usual = (columns: readonly Column[]) => columns.filter(({ isExtra }) => isExtra !== true);

/**
 * The columns that the address names, in the order of the table; the usual ones, where it names none that the table has. The first
 * always stays.
 */
export function columnsShown(
  { columns }: Pick<RecordKind, 'columns'>,
  search: TableSearch,
): readonly Column[] {
  const named = new Set((search[columnsName] ?? '').split(','));
  const shown = columns.filter(({ field }, index) => index === 0 || named.has(field));
  return columns.some(({ field }) => named.has(field)) ? shown : usual(columns);
}

/**
 * The columns that have something to show: a minor one of which every row is empty leaves its place to the others. Columns that the
 * address names stay.
 */
export function columnsFilled(
  kind: Pick<RecordKind, 'columns'>,
  search: TableSearch,
  rows: readonly Row[],
): readonly Column[] {
  const shown = columnsShown(kind, search);
  if (search[columnsName] !== undefined) return shown;
  return shown.filter(
    (column) => column.isMinor !== true || rows.some((row) => cellText(column, row) !== ''),
  );
}

/** The address with these columns; the usual ones need no word in it. */
export function withColumns(
  { columns }: Pick<RecordKind, 'columns'>,
  search: TableSearch,
  fields: readonly string[],
): TableSearch {
  const chosen = columns.map(({ field }) => field).filter((field) => fields.includes(field));
  const usualFields = usual(columns).map(({ field }) => field);
  const isUsual = chosen.length === 0 || chosen.join() === usualFields.join();
  return searchOfTable({ ...search, [columnsName]: isUsual ? '' : chosen.join(',') });
}

/** Whether two addresses show the same. */
export function isSameSearch(one: TableSearch, other: TableSearch): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
