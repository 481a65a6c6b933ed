/** Rows as CSV that a spreadsheet opens without running what a stranger wrote into it. Pure. */
import { stringify } from 'csv-stringify/sync';
import { guardedCell } from '../base/text/text.ts';

/** UTF-8 text with CRLF ends (RFC 4180) and a line of column names. No cell runs as a formula. */
export function csvOf(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  return stringify(
    rows.map((row) => columns.map((column) => cellOf(row[column]))),
    { header: true, columns: [...columns], record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  );
}

/** Nothing for null; a table (currency → amount, reason → count) as `EUR 12.00; USD 3.50`. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object')
    return guardedCell(
      Object.entries(value)
        .map(([key, one]) => `${key} ${one}`)
        .join('; '),
    );
  return typeof value === 'string' ? guardedCell(value) : String(value);
}
