/** How a file separates its cells: found from its first rows, or said by its first line. Pure. */
import { type ImportDelimiter, importDelimiters } from '../../contract/api/api.ts';

/** Rows that a delimiter is judged by. */
const rowsLookedAt = 20;

/** The line by which spreadsheets say their delimiter: `sep=;`. */
const saying = /^"?sep=(.)"?(?:\r\n|\r|\n)/i;

/** The characters of a line `sep=…` at the beginning, and its delimiter; null where there is none. */
export function saidDelimiter(text: string): { length: number; delimiter: string } | null {
  const found = saying.exec(text);
  return found === null ? null : { length: found[0].length, delimiter: found[1] as string };
}

/**
 * Returns the delimiter that cuts the first rows most evenly. Quoted cells are passed by. A file of one column has none; the comma
 * stands for it.
 */
export function delimiterOf(text: string): ImportDelimiter {
  const said = saidDelimiter(text)?.delimiter;
  const known = importDelimiters.find((one) => one === said);
  if (known !== undefined) return known;
  const rows = countsOf(text).slice(0, rowsLookedAt);
  let best: { delimiter: ImportDelimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of importDelimiters) {
    const counts = rows.map((row) => row.get(delimiter) ?? 0);
    const [first = 0] = counts;
    if (first === 0) continue;
    // Evenness weighs more than number: a comma in many texts is no delimiter.
    const score = counts.filter((count) => count === first).length * 1_000 + Math.min(first, 999);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Delimiters outside quotes, by row that is not empty; a row that the text cuts off counts only where it is the first. */
function countsOf(text: string): Map<string, number>[] {
  const rows: Map<string, number>[] = [];
  let row = new Map<string, number>();
  let isQuoted = false;
  let isEmpty = true;
  const end = () => {
    if (!isEmpty) rows.push(row);
    row = new Map();
    isEmpty = true;
  };
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (!isQuoted && (character === '\n' || character === '\r')) end();
    else {
      isEmpty = false;
      if (!isQuoted && (importDelimiters as readonly string[]).includes(character))
        row.set(character, (row.get(character) ?? 0) + 1);
    }
    if (rows.length === rowsLookedAt) return rows;
  }
  if (rows.length === 0) end();
  return rows;
}
