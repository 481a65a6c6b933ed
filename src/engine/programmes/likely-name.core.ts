/** Which name was likely meant by one that no rule names. Pure. */
import { slipsBetween } from '../../base/text/text.ts';

/** A name that rules name, taken apart once for many comparisons. */
interface KnownName {
  position: number;
  name: string;
  words: readonly string[];
  joined: string;
}

/** From so many letters on, one letter in place of another is a slip: below, it mostly makes another word, as in *Card* for *Cart*. */
const replacedFrom = 5;
/** In words below that, every letter counts, as in *Log In* and *Log On*. */
const slipsFrom = 3;

/**
 * The names that rules name, found by the lengths of their words and of all together: a slip changes a length by one at most. So of
 * thousands of names a handful is compared.
 */
export class KnownNames {
  readonly #byWords = new Map<string, KnownName[]>();
  readonly #byLength = new Map<number, KnownName[]>();

  constructor(names: readonly string[]) {
    for (const [position, name] of names.entries()) {
      const words = wordsOf(name);
      const joined = words.join('');
      const known = { position, name, words, joined };
      addTo(this.#byWords, lengthsOf(words), known);
      addTo(this.#byLength, joined.length, known);
    }
  }

  /**
   * Returns the name that is likeliest meant: each of its words is the same or one slip away, and the fewest are. Of several it is the
   * first. Null where none is so near: a name that is simply another one is nobody's slip.
   */
  likeliest(name: string): string | null {
    const words = wordsOf(name);
    const joined = words.join('');
    let best: KnownName | null = null;
    let fewest = Number.POSITIVE_INFINITY;
    for (const known of this.#near(words, joined)) {
      // Joined otherwise, it is compared as one word.
      const isAlike = known.words.length === words.length;
      const slips = isAlike ? slipsOf(words, known.words) : slipsOf([joined], [known.joined]);
      if (slips === null || slips > fewest) continue;
      if (slips === fewest && best !== null && best.position < known.position) continue;
      fewest = slips;
      best = known;
    }
    return best === null ? null : best.name;
  }

  *#near(words: readonly string[], joined: string): Generator<KnownName> {
    for (const more of [-1, 0, 1])
      for (const known of this.#byLength.get(joined.length + more) ?? [])
        if (known.words.length !== words.length) yield known;
    for (const lengths of nearLengths(words)) yield* this.#byWords.get(lengths) ?? [];
  }
}

/** How many words, and the lengths of the first two: of more the combinations would be too many. */
function lengthsOf({ length, 0: first = '', 1: second = '' }: readonly string[]): string {
  return `${length} ${first.length} ${second.length}`;
}

function nearLengths({ length, 0: first = '', 1: second = '' }: readonly string[]): string[] {
  const around = [-1, 0, 1];
  return around.flatMap((one) =>
    around.map((other) => `${length} ${first.length + one} ${second.length + other}`),
  );
}

function addTo<Key>(map: Map<Key, KnownName[]>, key: Key, known: KnownName): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [known]);
  else list.push(known);
}

export function wordsOf(name: string): string[] {
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

/** Whether a word is another one with a slip in it. */
export function isSlip(word: string, meant: string): boolean {
  if (Math.min(word.length, meant.length) < slipsFrom) return false;
  // Another number is another thing: step 2 is not step 1.
  if (/\p{N}/u.test(word + meant) || slipsBetween(word, meant) > 1) return false;
  const isReplaced = word.length === meant.length && lettersOf(word) !== lettersOf(meant);
  return !isReplaced || word.length >= replacedFrom;
}

function lettersOf(word: string): string {
  return [...word].sort().join('');
}
