/** Texts of others where only plain text fits, such as the choices of a field. Pure. */
import { markedParts } from './foreign.ts';

const shownMax = 60;

/** Returns the text with marks for what cannot be seen, isolated, and cut where it is long. */
export function shortText(text: string): string {
  const seen = markedParts(text)
    .map((part) => part.text)
    .join('');
  return `\u2068${seen.length > shownMax ? `${seen.slice(0, shownMax - 1)}…` : seen}\u2069`;
}
