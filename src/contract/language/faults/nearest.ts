/** The nearest of some known words to one that is misspelt. */
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

/** The slips from one word to another: a letter missing, added, replaced, or two neighbours exchanged. */
function slipsBetween(from: string, to: string): number {
  let twoBefore: number[] = [];
  let before = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      let slips = Math.min(
        (before[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (before[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        slips = Math.min(slips, (twoBefore[j - 2] ?? 0) + 1);
      row.push(slips);
    }
    [twoBefore, before] = [before, row];
  }
  return before[to.length] ?? 0;
}
