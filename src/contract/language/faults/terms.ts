/** What a value of a file is in a marketer's terms: registered beside its schema, read by everything that explains it. */
import { z } from 'zod';

/** The likeliest correction of a value: the text to write instead, and why the value cannot stay. */
export interface Correction {
  /** As it is written in the file, quotes included. */
  instead: string;
  /** Follows "because". */
  why?: string;
}

export interface Term {
  /** Follows "expected": `a time such as "30 minutes"`. */
  expected: string;
  /** Returns what a refused value was likely meant to be; null where nothing is likely. */
  likely?: (value: unknown) => Correction | null;
}

/** The terms of schemas. A schema that is wrapped or described keeps its own. */
export const terms = z.registry<Term>();

/** Longest part of a value that a message repeats, in characters. */
const shownMax = 60;

/** Returns a value as a message repeats it: texts in quotes and cut short, lists and groups of words by their kind. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') {
    const words = Object.keys(value);
    if (words.length === 0) return 'an empty group of words';
    return `the ${words.length === 1 ? 'word' : 'words'} ${quoted(words.slice(0, 3), 'and')}${words.length > 3 ? ' …' : ''}`;
  }
  return typeof value === 'string' ? quote(value) : String(value);
}

/** Returns a text in double quotes, cut short. */
export function quote(text: string): string {
  // One more than is shown, each of two units at most.
  const characters = [...text.slice(0, 2 * (shownMax + 1))];
  return JSON.stringify(characters.length > shownMax ? `${characters.slice(0, shownMax).join('')}…` : text);
}

/** Returns texts as a list in a sentence: `"a", "b" or "c"`. */
export function quoted(texts: readonly unknown[], joint: 'or' | 'and' = 'or'): string {
  return inSentence(
    texts.map((text) => (typeof text === 'string' ? quote(text) : String(text))),
    joint,
  );
}

/** Returns parts as a list in a sentence: `a, b or c`. */
export function inSentence(parts: readonly string[], joint: 'or' | 'and' = 'or'): string {
  return parts.length < 2
    ? (parts[0] ?? '')
    : `${parts.slice(0, -1).join(', ')} ${joint} ${parts.at(-1) ?? ''}`;
}

/** Whether a text can stand in the file without quotes: letters, digits and a few signs that mean nothing to YAML. */
const isPlain = (text: string) =>
  /^[\p{L}\p{N}/._$][\p{L}\p{N} ._$/%+-]*$/u.test(text) &&
  !/^(?:[\d.]+|true|false|null|~)$/i.test(text.trim());

/** Returns a text as a file holds it: in quotes where it needs them. */
export function written(text: string): string {
  return isPlain(text) && text === text.trim() ? text : JSON.stringify(text);
}
