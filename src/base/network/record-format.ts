/** How the records of a body or file are written: seen by its first bytes, where nobody says. */

/** Objects a line, or rows of values. */
export type RecordFormat = 'ndjson' | 'csv';

/** The format by the first character that is no space: an object begins NDJSON. */
export function formatOf(first: Buffer): RecordFormat {
  return first
    .toString('utf8', 0, 64)
    .replace(/^[\ufeff\s]+/, '')
    .startsWith('{')
    ? 'ndjson'
    : 'csv';
}
