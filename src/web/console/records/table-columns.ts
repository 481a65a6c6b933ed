/** The columns of a table that are shown, as its address says them. Pure. */
import type { Column, RecordKind } from './record-kinds.ts';
import { searchOfTable, type TableSearch } from './table-search.ts';

/** The name of the columns beside the filters. */
export const columnsName = 'columns';

/** The columns that the address names, in the order of the table; all, where it names none that the table has. The first always stays. */
export function columnsShown(
  { columns }: Pick<RecordKind, 'columns'>,
  search: TableSearch,
): readonly Column[] {
  const named = new Set((search[columnsName] ?? '').split(','));
  const shown = columns.filter(({ field }, place) => place === 0 || named.has(field));
  return columns.some(({ field }) => named.has(field)) ? shown : columns;
}

/** The address with these columns; all of them need no word in it. */
export function withColumns(
  { columns }: Pick<RecordKind, 'columns'>,
  search: TableSearch,
  fields: readonly string[],
): TableSearch {
  const chosen = columns.map(({ field }) => field).filter((field) => fields.includes(field));
  const isAll = chosen.length === columns.length || chosen.length === 0;
  return searchOfTable({ ...search, [columnsName]: isAll ? '' : chosen.join(',') });
}

/** Whether two addresses show the same. */
export function isSameSearch(one: TableSearch, other: TableSearch): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
