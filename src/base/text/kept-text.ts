/** Texts of people as they are kept and compared. Pure. */

/**
 * Returns a text without a byte order mark, with lines that end as on Unix, the last too. An editor or git on another system
 * changes these alone, which makes no version.
 */
export function normalisedText(text: string): string {
  return `${text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replace(/\n*$/, '')}\n`;
}
