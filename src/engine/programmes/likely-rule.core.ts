/** Which rule was likely meant by the name of an event that no rule names, but whose words are those of a rule's label. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { EventReads } from '../../contract/language/language.ts';
import { isSlip, wordsOf } from './likely-name.core.ts';

/** A rule that asks for other events, by the words that people read. */
export interface LikelyRule {
  label: string;
  /** Names of events that it asks for; empty where it asks for none by name. */
  events: readonly string[];
}

interface KnownRule extends LikelyRule {
  words: ReadonlySet<string>;
}

/** Shorter words, as *a* and *the*, say nothing of what is meant. */
const sayingFrom = 4;

/** The labels of rules, found by the length of a word and its first or last letter. A slip keeps one of these letters. */
export class RuleLabels {
  /** Each word of a label, once under each of its keys. */
  readonly #words = new Map<string, Set<string>>();
  readonly #rulesOf = new Map<string, KnownRule[]>();

  constructor(reads: readonly EventReads[]) {
    for (const { label, events } of reads) {
      const words = new Set(sayingWords(label ?? ''));
      const rule = { label: label ?? '', events, words };
      for (const word of words) {
        this.#rulesOf.set(word, [...(this.#rulesOf.get(word) ?? []), rule]);
        for (const key of keysOf(word, word.length))
          this.#words.set(key, (this.#words.get(key) ?? new Set()).add(word));
      }
    }
  }

  /**
   * Returns the rule whose label has all words of a name, each the same or a slip away, and not as many others. Of several it is the one
   * with the fewest others, then the first. Null where there is none, and where many rules share each of these words.
   */
  likeliest(name: string): LikelyRule | null {
    const words = sayingWords(name);
    if (words.length > limits.likelyWordsMax) return null;
    const known = words.map((word) => this.#wordsNear(word));
    let best: KnownRule | null = null;
    for (const rule of this.#rulesWith(known.flat())) {
      if (2 * words.length <= rule.words.size) continue;
      if (best !== null && best.words.size <= rule.words.size) continue;
      if (known.every((near) => near.some((word) => rule.words.has(word)))) best = rule;
    }
    return best === null ? null : { label: best.label, events: best.events };
  }

  #wordsNear(word: string): string[] {
    const keys = [-1, 0, 1].flatMap((more) => keysOf(word, word.length + more));
    const near = new Set(keys.flatMap((key) => [...(this.#words.get(key) ?? [])]));
    return [...near].filter((known) => known === word || isSlip(word, known));
  }

  /** A name may be of words that all rules share. These are left out, or every name would go through all rules. */
  #rulesWith(words: readonly string[]): Set<KnownRule> {
    const ofEach = words.map((word) => this.#rulesOf.get(word) ?? []);
    return new Set(ofEach.filter(({ length }) => length <= limits.likelyRulesPerWordMax).flat());
  }
}

/** The words that say what is meant, each once; what is not of letters alone does. */
function sayingWords(text: string): string[] {
  return [...new Set(wordsOf(text).filter((word) => word.length >= sayingFrom || /\P{L}/u.test(word)))];
}

function keysOf(word: string, length: number): string[] {
  return [`${length} ${word.at(0)}`, `${length} ${word.at(-1)} at its end`];
}
