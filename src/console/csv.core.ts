/** Rows as CSV that a spreadsheet opens without running what a stranger wrote into it. Pure. */
import { stringify } from 'csv-stringify/sync';

/** A number, with a sign, decimals or a power: the only text that may begin as a formula does. */
const plainNumber = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * UTF-8 text with CRLF ends (RFC 4180) and a line of column names. A cell that begins with `=`, `+`, `-`, `@`, a tab or a
 * return gets an apostrophe before it, unless it is a number (OWASP, CSV injection).
 */
export function csvOf(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  return stringify(
    rows.map((row) => columns.map((column) => cellOf(row[column]))),
    { header: true, columns: [...columns], record_delimiter: 'windows' },
  );
}

/** Nothing for null; a table (currency → amount, reason → count) as `EUR 12.00; USD 3.50`. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object')
    return defused(
      Object.entries(value)
        .map(([key, one]) => `${key} ${one}`)
        .join('; '),
    );
  return typeof value === 'string' ? defused(value) : String(value);
}

function defused(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}
