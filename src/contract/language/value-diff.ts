/** The changes between two values as parsed from YAML, in words for people. Pure. */

export type Plain = Record<string, unknown>;

/** Longest value shown whole. */
const shownMax = 120;

/** What the items of lists are called in a kind of file. */
export interface DiffWords {
  /** The fields by which an item is known: the first that has a text. */
  keys: readonly string[];
  /** The fields that name it to people, before its key. */
  names: readonly string[];
  /** The word of one item, by the name of its list. */
  singular: Readonly<Record<string, string>>;
  /** Whether an item is said with what it is within: a stage with its pipeline. */
  nests: boolean;
  /** What is said of an item besides its name: where a transition leads. */
  more?: (item: Plain) => string;
}

/**
 * Returns the differences, in the order of the later value, then the removed items. Items are identified by their keys, so that
 * moving one is not a change of it.
 */
export function valueDiff(before: unknown, after: unknown, words: DiffWords): string[] {
  const keyOf = (item: Plain) => {
    const key = words.keys.map((name) => item[name]).find((value) => typeof value === 'string');
    return typeof key === 'string' ? key + (words.more?.(item) ?? '') : '';
  };
  return new Diff(words, keyOf).changes('', before, after);
}

class Diff {
  readonly #words: DiffWords;
  readonly #keyOf: (item: Plain) => string;

  constructor(words: DiffWords, keyOf: (item: Plain) => string) {
    this.#words = words;
    this.#keyOf = keyOf;
  }

  changes(where: string, before: unknown, after: unknown): string[] {
    if (isEqual(before, after)) return [];
    if (isPlain(before) && isPlain(after)) return this.#changesWithin(where, before, after);
    const named = this.#namedLists(before, after);
    if (named !== null) return this.#changesOfNamed(where, named.before, named.after);
    const at = where === '' ? '' : `${where} `;
    if (before === undefined) return [`${at}added: ${shown(after)}`];
    if (after === undefined) return [`${at}removed (was ${shown(before)})`];
    return [`${at}${shown(before)} → ${shown(after)}`];
  }

  #changesWithin(where: string, before: Plain, after: Plain): string[] {
    const names = new Set([...Object.keys(after), ...Object.keys(before)]);
    return [...names].flatMap((name) => {
      const separator = where === '' ? '' : where.endsWith('"') || where.endsWith(')') ? ': ' : '.';
      return this.changes(`${where}${separator}${name}`, own(before, name), own(after, name));
    });
  }

  #changesOfNamed(where: string, before: readonly Plain[], after: readonly Plain[]): string[] {
    const kind = where.split(/[.:] ?/).at(-1) ?? '';
    const within = this.#words.nests ? where.slice(0, where.length - kind.length) : '';
    const one = within + (this.#words.singular[kind] ?? kind);
    const was = new Map(before.map((item) => [this.#keyOf(item), item]));
    const found = after.flatMap((item) => {
      const known = was.get(this.#keyOf(item));
      if (known === undefined) {
        const rest = this.#withoutTitle(item);
        const isBare = this.#words.nests && Object.keys(rest).length === 0;
        return [`${one} ${this.#titleOf(item)} added${isBare ? '' : `: ${shown(rest)}`}`];
      }
      return this.changes(`${one} ${this.#titleOf(item)}`, known, item);
    });
    const is = new Set(after.map(this.#keyOf));
    const removed = before.filter((item) => !is.has(this.#keyOf(item)));
    const gone = removed.map((item) => `${one} ${this.#titleOf(item)} removed`);
    const orderOf = (items: readonly Plain[], others: readonly Plain[]) => {
      const keys = new Set(others.map(this.#keyOf));
      return items
        .map(this.#keyOf)
        .filter((key) => keys.has(key))
        .join('\n');
    };
    const moved =
      orderOf(before, after) === orderOf(after, before) ? [] : [`${within}${kind}: order changed`];
    return [...found, ...gone, ...moved];
  }

  #titleOf(item: Plain): string {
    const { keys, names, more } = this.#words;
    const key = keys.map((field) => item[field]).find((value) => typeof value === 'string');
    const name = names.map((field) => item[field]).find((value) => value !== undefined) ?? key;
    const title =
      key === undefined || key === name ? `"${String(name)}"` : `"${String(name)}" (${String(key)})`;
    return title + (more?.(item) ?? '');
  }

  #withoutTitle(item: Plain): Plain {
    const { keys, names } = this.#words;
    const key = keys.find((field) => typeof item[field] === 'string');
    return Object.fromEntries(
      Object.entries(item).filter(([field]) => field !== key && !names.includes(field)),
    );
  }

  /** Two lists of things with different keys; null for anything else. */
  #namedLists(before: unknown, after: unknown): { before: Plain[]; after: Plain[] } | null {
    const one = before ?? [];
    const other = after ?? [];
    if (!this.#isNamedList(one) || !this.#isNamedList(other) || one.length + other.length === 0) return null;
    return { before: one, after: other };
  }

  #isNamedList(value: unknown): value is Plain[] {
    if (!Array.isArray(value) || !value.every((item) => isPlain(item) && this.#keyOf(item) !== ''))
      return false;
    return new Set(value.map(this.#keyOf)).size === value.length;
  }
}

/** A value on one line: texts bare, lists and objects as YAML would put them. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : inLine(value);
  return text.length <= shownMax ? text : `${text.slice(0, shownMax - 1)}…`;
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (!isPlain(value)) return String(value);
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${name}: ${inLine(inner)}`)
    .join(', ')} }`;
}

function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  if (!isPlain(one) || !isPlain(other)) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name]));
}

function own(item: Plain, name: string): unknown {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
