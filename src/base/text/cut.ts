/** A text that is too long, cut. */

/** The beginning of a text, at most so many UTF-16 units, in whole characters: PostgreSQL refuses JSON with half of a surrogate pair. */
export function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  return text.slice(0, lengthMax).replace(/[\ud800-\udbff]$/, '');
}
