/** The filters of a table, as its address says them. Pure. */

/** Values by the names of filters; what is empty is not there. */
export type TableSearch = Record<string, string>;

const valueLengthMax = 200;

/** Reads what anybody may have typed: texts, and what a router has taken for numbers or truths. */
export function searchOfTable(search: Record<string, unknown>): TableSearch {
  const found: TableSearch = {};
  for (const [name, value] of Object.entries(search)) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) continue;
    const text = String(value).trim();
    if (text !== '') found[name] = text.slice(0, valueLengthMax);
  }
  return found;
}

/** The same with one filter changed; an empty value takes it out. */
export function withFilter(search: TableSearch, name: string, value: string): TableSearch {
  return searchOfTable({ ...search, [name]: value });
}
