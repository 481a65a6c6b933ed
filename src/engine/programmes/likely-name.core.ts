/** Which name of an event was likely meant by one that no rule names. Pure. */
import { slipsBetween } from '../../base/text/text.ts';

/** A name that rules name, taken apart once for many comparisons. */
export interface KnownName {
  name: string;
  words: readonly string[];
}

/** From so many letters on, one letter in place of another is a slip: below, it mostly makes another word, as in *Card* for *Cart*. */
const replacedFrom = 5;
/** In words below that, every letter counts, as in *Log In* and *Log On*. */
const slipsFrom = 3;

export function knownName(name: string): KnownName {
  return { name, words: wordsOf(name) };
}

/**
 * Returns the known name that is likeliest meant: each of its words is the same or one slip away, and the fewest are. Null where none is so
 * near: a name that is simply another one is nobody's slip.
 */
export function likeliestName(name: string, known: readonly KnownName[]): string | null {
  const words = wordsOf(name);
  const joined = [words.join('')];
  let best: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    // Joined otherwise, it is compared as one word.
    const slips =
      candidate.words.length === words.length
        ? slipsOf(words, candidate.words)
        : slipsOf(joined, [candidate.words.join('')]);
    if (slips === null || slips >= fewest) continue;
    fewest = slips;
    best = candidate.name;
  }
  return best;
}

function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[\s_.-]+/)
    .filter((word) => word !== '');
}

/** How many of some words have a slip; null where one is another word. */
function slipsOf(words: readonly string[], meant: readonly string[]): number | null {
  let slips = 0;
  // The lengths first: of a thousand names they leave a handful.
  if (!words.every((word, index) => Math.abs(word.length - (meant[index] ?? '').length) <= 1)) return null;
  for (const [index, word] of words.entries()) {
    const other = meant[index] ?? '';
    if (word === other) continue;
    if (!isSlip(word, other)) return null;
    slips++;
  }
  return slips;
}

function isSlip(word: string, meant: string): boolean {
  if (Math.min(word.length, meant.length) < slipsFrom) return false;
  // Another number is another thing: step 2 is not step 1.
  if (/\p{N}/u.test(word + meant) || slipsBetween(word, meant) > 1) return false;
  const isReplaced = word.length === meant.length && lettersOf(word) !== lettersOf(meant);
  return !isReplaced || word.length >= replacedFrom;
}

function lettersOf(word: string): string {
  return [...word].sort().join('');
}
