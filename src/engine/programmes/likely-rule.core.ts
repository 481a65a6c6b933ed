/** Which rule was likely meant by the name of an event that no rule names, but whose words are those of a rule's label. Pure. */
import type { EventReads } from '../../contract/language/language.ts';
import { isSlip, wordsOf } from './likely-name.core.ts';

/** A rule that asks for other events, by the words that people read. */
export interface LikelyRule {
  label: string;
  /** Names of events that it asks for; empty where it asks for none by name. */
  events: readonly string[];
}

interface KnownRule extends LikelyRule {
  wordsCount: number;
}

/** Shorter words, as *a* and *the*, say nothing of what is meant. */
const sayingFrom = 4;

/** The labels of rules, found by the length of a word and its first or last letter. A slip keeps one of these letters. */
export class RuleLabels {
  readonly #byWord = new Map<string, Map<string, KnownRule[]>>();

  constructor(reads: readonly EventReads[]) {
    for (const { label, events } of reads) {
      const words = sayingWords(label ?? '');
      const rule = { label: label ?? '', events, wordsCount: words.length };
      for (const word of words)
        for (const key of keysOf(word, word.length)) {
          const rules = this.#byWord.get(key) ?? new Map<string, KnownRule[]>();
          this.#byWord.set(key, rules.set(word, [...(rules.get(word) ?? []), rule]));
        }
    }
  }

  /**
   * Returns the rule whose label has all words of a name, each the same or a slip away, and not as many others. Of several it is the one
   * with the fewest others, then the first. Null where there is none.
   */
  likeliest(name: string): LikelyRule | null {
    const words = sayingWords(name);
    const shared = new Map<KnownRule, number>();
    for (const word of words)
      for (const rule of this.#withWord(word)) shared.set(rule, (shared.get(rule) ?? 0) + 1);
    let best: KnownRule | null = null;
    for (const [rule, count] of shared) {
      if (count < words.length || 2 * count <= rule.wordsCount) continue;
      if (best === null || rule.wordsCount < best.wordsCount) best = rule;
    }
    return best === null ? null : { label: best.label, events: best.events };
  }

  #withWord(word: string): Set<KnownRule> {
    const near = [-1, 0, 1].flatMap((more) =>
      keysOf(word, word.length + more).flatMap((key) => [...(this.#byWord.get(key) ?? [])]),
    );
    return new Set(near.flatMap(([known, rules]) => (known === word || isSlip(word, known) ? rules : [])));
  }
}

/** The words that say what is meant, each once; what is not of letters alone does. */
function sayingWords(text: string): string[] {
  return [...new Set(wordsOf(text).filter((word) => word.length >= sayingFrom || /\P{L}/u.test(word)))];
}

function keysOf(word: string, length: number): string[] {
  return [`${length} ${word.at(0)}`, `${length} ${word.at(-1)} at its end`];
}
