/** Redis stream ids, `milliseconds-sequence`: their order and their neighbours. */

export const firstId = '0-0';

/** The id right after one; everything below it is everything up to and with `id`. */
export function idAfter(id: string): string {
  const dash = id.indexOf('-');
  return `${id.slice(0, dash)}-${Number(id.slice(dash + 1)) + 1}`;
}
