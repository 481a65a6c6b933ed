/**
 * Cells that a spreadsheet opens as text and not as a formula (OWASP, CSV injection), and the way back.
 *
 * A guarded cell begins with an apostrophe. A text that looks guarded already gets another one, so that nothing is lost.
 */

/** A number, with a sign, decimals or a power: the only text that may begin as a formula does. */
const plainNumber = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** How formulas begin, in narrow and in wide letters; lines and tabs before one are skipped by programs. */
const formulaStart = '=+\\-@\\t\\r\\n＝＋－＠';
const dangerous = new RegExp(`^'*[${formulaStart}]`);
const guarded = new RegExp(`^'+[${formulaStart}]`);

/** Returns the text as a cell that no spreadsheet runs. */
export function guardedCell(text: string): string {
  return dangerous.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** Returns the text of a cell that `guardedCell` made; any other cell as it is. */
export function unguardedCell(cell: string): string {
  return guarded.test(cell) ? cell.slice(1) : cell;
}
