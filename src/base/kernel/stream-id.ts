/** Redis stream ids, `milliseconds-sequence`: their order and their neighbours. */

export const firstId = '0-0';

/** The id right after one; everything below it is everything up to and with `id`. */
export function idAfter(id: string): string {
  const dash = id.indexOf('-');
  return `${id.slice(0, dash)}-${Number(id.slice(dash + 1)) + 1}`;
}

/** Whether an id comes after another. They compare by their numbers, not as texts. */
export function isAfter(id: string, other: string): boolean {
  const [ms = 0, sequence = 0] = id.split('-').map(Number);
  const [otherMs = 0, otherSequence = 0] = other.split('-').map(Number);
  return ms > otherMs || (ms === otherMs && sequence > otherSequence);
}

/** How far a reader is in a stream: the last entry read, and a digest that distinguishes it from another of the same id. */
export interface StreamPosition {
  entry: string;
  digest: string;
}
