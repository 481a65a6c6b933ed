/**
 * The index from an event to the signatures that may recognise it, so that a thousand rules cost no more than those that fit.
 *
 * Signatures are looked up by event name or type, then by one property they compare for equality, then by path. Answers for
 * paths are remembered: a site has few. What is found still tests the rest.
 */
import type { EventMatch, Json, Match, ScovilleEvent } from '../../contract/language/language.ts';
import { plainName } from './event-name.ts';
import { pathTestOf } from './match.ts';
import { literalsIn, segmentsOf } from './path-glob.ts';
import type { Signature } from './signatures.ts';
import { equalValues, plainValue, valueAt } from './value-test.ts';

export type Candidates = (event: ScovilleEvent) => readonly Signature[];

interface Entry {
  signature: Signature;
  match: EventMatch;
}

/** Paths remembered for one kind of event; a flood of made-up ones only costs its own matching. */
const pathsMax = 4_096;

/** Builds the index over signatures and the match each stands for. */
export function candidatesOf(signatures: readonly { signature: Signature; match: Match }[]): Candidates {
  const byKind = new Map<string, Entry[]>();
  const ofAnyKind: Entry[] = [];
  for (const { signature, match } of signatures) {
    // Any event is what a match that says nothing sees.
    const entry = { signature, match: match === 'any event' ? {} : match };
    const kinds = kindsOf(entry.match);
    if (kinds === null) ofAnyKind.push(entry);
    else for (const kind of kinds) put(byKind, kind, entry);
  }
  const buckets = new Map<string, Bucket>();
  return (event) => {
    const named = kindOf(event);
    const id = byKind.has(named) ? named : event.type;
    let bucket = buckets.get(id);
    if (bucket === undefined) {
      const entries = new Set([...(byKind.get(id) ?? []), ...(byKind.get(event.type) ?? []), ...ofAnyKind]);
      bucket = new Bucket([...entries]);
      buckets.set(id, bucket);
    }
    return bucket.candidates(event);
  };
}

/** The signatures that may see one kind of event. */
class Bucket {
  readonly #always: Signature[] = [];
  readonly #byProperty = new Map<string, Map<Json | undefined, Signature[]>>();
  /** By the rarest segment the path must have; under the empty text those that name none. */
  readonly #bySegment = new Map<string, { signature: Signature; test: (path: string) => boolean }[]>();
  readonly #knownPaths = new Map<string, readonly Signature[]>();

  constructor(entries: readonly Entry[]) {
    const rarest = rarestLiteral(entries.flatMap(({ match }) => pathsOf(match)));
    for (const { signature, match } of entries) {
      const test = pathTestOf(match);
      const equality = equalityOf(match);
      if (test !== null) {
        for (const literal of new Set(pathsOf(match).map(rarest)))
          put(this.#bySegment, literal, { signature, test });
      } else if (equality === null) this.#always.push(signature);
      else {
        const values = this.#byProperty.get(equality.name) ?? new Map();
        this.#byProperty.set(equality.name, values);
        for (const value of new Set(equality.values)) put(values, value, signature);
      }
    }
  }

  candidates(event: ScovilleEvent): readonly Signature[] {
    const ofPath = this.#ofPath(event.path);
    let found: Signature[] | null = null;
    for (const [name, values] of this.#byProperty) {
      for (const signature of valuesOf(event, name).flatMap((value) => values.get(value) ?? [])) {
        found ??= [...ofPath];
        if (!found.includes(signature)) found.push(signature);
      }
    }
    return found ?? ofPath;
  }

  /** Those without an equality, of this path. */
  #ofPath(path: string): readonly Signature[] {
    if (this.#bySegment.size === 0) return this.#always;
    const known = this.#knownPaths.get(path);
    if (known !== undefined) return known;
    const found = new Set(this.#always);
    for (const segment of new Set(['', ...segmentsOf(path)]))
      for (const { signature, test } of this.#bySegment.get(segment) ?? [])
        if (test(path)) found.add(signature);
    if (this.#knownPaths.size >= pathsMax) this.#knownPaths.clear();
    this.#knownPaths.set(path, [...found]);
    return [...found];
  }
}

function pathsOf({ path }: EventMatch): string[] {
  return [path ?? []].flat();
}

/** For each pattern the literal segment that the fewest patterns have: `/area/7/**` is looked for under `7`. Empty where it has none. */
function rarestLiteral(patterns: readonly string[]): (pattern: string) => string {
  const counts = new Map<string, number>();
  for (const pattern of patterns)
    for (const literal of new Set(literalsIn(pattern))) counts.set(literal, (counts.get(literal) ?? 0) + 1);
  return (pattern) => {
    const byRarity = [...literalsIn(pattern)].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
    return byRarity[0] ?? '';
  };
}

/** The kind of a named event: its type and plain name. */
function kindOf({ type, name }: ScovilleEvent): string {
  return `${type} ${plainName(name)}`;
}

/** Kinds of event a match can hold for: a type, or one with a plain name; null when it does not say. */
function kindsOf(match: EventMatch): Set<string> | null {
  if (match.event !== undefined)
    return new Set([match.event].flat().map((name) => `track ${plainName(name)}`));
  if (match.type !== undefined) return new Set([match.type].flat());
  if (match.page !== undefined)
    return new Set(
      [match.page].flat().flatMap((name) => [`page ${plainName(name)}`, `screen ${plainName(name)}`]),
    );
  for (const inner of match.all ?? []) {
    const kinds = kindsOf(inner);
    if (kinds !== null) return kinds;
  }
  const choices = match.any?.map(kindsOf);
  if (choices === undefined || !choices.every((kinds) => kinds !== null)) return null;
  return new Set(choices.flatMap((kinds) => [...kinds]));
}

/** A property that must equal one of some values for the match to hold. */
function equalityOf(match: EventMatch): { name: string; values: (Json | undefined)[] } | null {
  for (const [name, wanted] of Object.entries(match.properties ?? {})) {
    const values = equalValues(wanted);
    if (values !== null) return { name, values };
  }
  return null;
}

function valuesOf(event: ScovilleEvent, name: string): (Json | undefined)[] {
  const value = valueAt(event.properties, name);
  return (Array.isArray(value) ? value : [value]).map(plainValue);
}

function put<Key, Item>(index: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = index.get(key);
  if (list) list.push(item);
  else index.set(key, [item]);
}
