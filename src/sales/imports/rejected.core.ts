/** Bad rows as a file that can be corrected and sent again: the cells as they came, and why each row is bad. Pure. */
import { stringify } from 'csv-stringify/sync';
import { guardedCell, unguardedCell } from '../../base/text/text.ts';

/** Why a row is bad; `column` is the header of the file, null where the whole row is. */
export interface Problem {
  column: string | null;
  /** The cell as it came. */
  value: string | null;
  reason: string;
}

export interface RejectedRow {
  /** The line of the file on which the row begins. */
  line: number;
  cells: readonly string[];
  problems: readonly Problem[];
}

/** The columns that say why; an import leaves them out. */
export const reportColumns: readonly string[] = [
  'import line',
  'import column',
  'import value',
  'import reason',
];

/** UTF-8's mark: without it spreadsheets take the file for another encoding. */
export const utf8Mark = '\ufeff';

/** Any of them ends a row for some program. */
const lineBreak = /[\r\n]/;

/** Lines of a CSV whose cells run nowhere; empty for no rows. */
export function csvLines(rows: readonly (readonly string[])[], delimiter: string): string {
  if (rows.length === 0) return '';
  return stringify(
    rows.map((cells) => cells.map(guardedCell)),
    { delimiter, record_delimiter: 'windows', quoted_match: lineBreak },
  );
}

/** The indexes of the cells that an earlier report did not add. */
export function ownIndexes(headers: readonly string[]): number[] {
  return headers.flatMap((header, index) => (reportColumns.includes(header) ? [] : [index]));
}

/** The row as it goes back: the reasons first, then the cells as they came. */
export function rejectedCells({ line, cells, problems }: RejectedRow, indexes: readonly number[]): string[] {
  const joined = (texts: readonly (string | null)[]) =>
    [...new Set(texts.map((text) => text ?? ''))].join('; ');
  return [
    String(line),
    joined(problems.map(({ column }) => column)),
    joined(problems.map(({ value }) => value)),
    problems.map(({ column, reason }) => (column === null ? reason : `"${column}": ${reason}`)).join('; '),
    // The file that is written guards them again.
    ...indexes.map((index) => unguardedCell(cells[index] ?? '')),
    // Cells beyond the header stay, so that nothing is lost.
    ...cells.slice((indexes.at(-1) ?? -1) + 1).map(unguardedCell),
  ];
}
