/** The nearest of some known words to one that is misspelt. */
import { slipsBetween } from '../../../base/text/text.ts';
import { plainWord } from '../words.ts';

/** Longer words are not compared: nobody misspells them by a letter or two. */
const comparedMax = 64;

/** Returns the known word that is likeliest meant: equal but for case and joints, else the fewest slips away; null for none near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  const wanted = plainWord(word);
  if (wanted === '' || wanted.length > comparedMax) return null;
  let best: string | null = null;
  let fewest = slipsMax(wanted) + 1;
  for (const candidate of known) {
    const plain = plainWord(candidate);
    if (plain.length > comparedMax || Math.abs(plain.length - wanted.length) >= fewest) continue;
    const slips = plain === wanted ? 0 : slipsBetween(wanted, plain);
    // Words of three letters share one with too many.
    if (slips < fewest && slips < Math.max(plain.length, 3) - 1) {
      fewest = slips;
      best = candidate;
    }
  }
  return best;
}

/** A slip in each third letter is still the same word to a reader. */
function slipsMax(word: string): number {
  return word.length <= 3 ? 1 : Math.min(3, Math.ceil(word.length / 3));
}
