/** Where the words and values of a document stand in its text. */
import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Finding } from './findings.ts';

/** A stretch of the text on one line. Line and column count from 1, the length is in characters. */
export interface Position {
  line: number;
  column: number;
  length: number;
}

export class Positions {
  readonly #document: Document;
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #pairs = new WeakMap<YAMLMap, Map<unknown, Pair>>();

  constructor(document: Document, text: string, lines: LineCounter) {
    this.#document = document;
    this.#text = text;
    this.#lines = lines;
  }

  /** The position of offsets in the text; what is on later lines is left out. */
  of(start: number, end: number = start + 1): Position {
    const { line, col } = this.#lines.linePos(start);
    // Looked up: to search a line of a million characters for each of its faults takes minutes.
    const next = this.#lines.lineStarts[line];
    const last = Math.min(end, next === undefined ? this.#text.length : next - 1);
    return {
      line: Math.max(1, line),
      column: Math.max(1, col),
      length: Math.max(1, this.#text.slice(start, last).trimEnd().length),
    };
  }

  /** The position of a word or value; where it is not in the text, as within an alias, of what holds it. */
  at({ path, at }: Pick<Finding, 'path' | 'at'>): Position {
    const [start, end] = this.#range(path, at);
    return this.of(start, end);
  }

  #range(path: readonly PropertyKey[], at: Finding['at']): [number, number] {
    let node: unknown = this.#document.contents;
    let range = rangeOf(node) ?? [0, 1];
    for (const [index, step] of path.entries()) {
      const pair = isMap(node) ? this.#pairOf(node, step) : undefined;
      const next: unknown = isSeq(node) ? node.items[Number(step)] : pair?.value;
      if (next === undefined && pair === undefined) return range;
      const isLast = index === path.length - 1;
      const ofKey = rangeOf(pair?.key);
      const ofValue = isEmpty(next) ? ofKey : rangeOf(next);
      range = (isLast && at === 'key' ? ofKey : undefined) ?? ofValue ?? range;
      node = isPair(next) ? next.value : next;
    }
    return range;
  }

  /** Looked up, not searched: a text may hold tens of thousands of words in one group. */
  #pairOf(map: YAMLMap, word: PropertyKey): Pair | undefined {
    let pairs = this.#pairs.get(map);
    if (pairs === undefined) {
      pairs = new Map(
        map.items.map((pair) => [String(isScalar(pair.key) ? pair.key.value : pair.key), pair]),
      );
      this.#pairs.set(map, pairs);
    }
    return pairs.get(String(word));
  }
}

function rangeOf(node: unknown): [number, number] | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range ? [range[0], range[1]] : undefined;
}

/** Whether a word has nothing after its colon: then the word itself is shown. */
function isEmpty(node: unknown): boolean {
  return (
    node === null ||
    (isScalar(node) && node.value === null && (node.range?.[0] ?? 0) === (node.range?.[1] ?? 0))
  );
}
