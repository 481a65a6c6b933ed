/** Words of closed lists, as people write them. */
import { z } from 'zod';

/** A text without its case and joints: two that mean the same word are equal. */
export function plainWord(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, '');
}

/** A word of a closed list in any case and joined in any way: `sent-to-sales` is `Sent to sales`. */
export function wordOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.preprocess(
    (value) =>
      typeof value === 'string'
        ? (words.find((word) => plainWord(word) === plainWord(value)) ?? value)
        : value,
    z.enum(words),
  );
}

/** Names as an error lists them. */
export function listed(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(', ');
}
