/** Words of closed lists, as people write them. */
import { z } from 'zod';

/** A word of a closed list in any case and joined in any way: `sent-to-sales` is `Sent to sales`. */
export function wordOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '');
  return z.preprocess(
    (value) =>
      typeof value === 'string' ? (words.find((word) => plain(word) === plain(value)) ?? value) : value,
    z.enum(words),
  );
}
