/** What was likely meant by names that no active programme knows, as long as the same programmes are active. */
import { limits } from '../../base/kernel/kernel.ts';
import { type EventReads, type JsonObject, readsOf } from '../../contract/language/language.ts';
import { type CompiledProgrammes, plainName } from '../scoring/scoring.ts';
import { KnownNames } from './likely-name.core.ts';
import { type LikelyRule, RuleLabels } from './likely-rule.core.ts';

/** A name that rules know, or a rule that goes by such words. */
type Likely = { name: string } | { rule: LikelyRule };

interface LikelyMeant {
  /** By the name of a tracked event: null where a rule knows it, and where none is near. */
  byName(name: string): Likely | null;
  /** By properties of such an event: those near one that a rule of that event reads, and that it lacks. */
  byProperties(name: string, properties: JsonObject): { given: string; likeliest: string }[];
}

/** Returns what finds them. The latest are remembered, so that a name which comes again and again is compared once. */
export function likelyMeant(current: () => CompiledProgrammes): LikelyMeant {
  let of: CompiledProgrammes | null = null;
  let finder: Finder | null = null;
  const present = (): Finder => {
    const programmes = current();
    if (finder === null || programmes !== of) {
      of = programmes;
      finder = new Finder(programmes);
    }
    return finder;
  };
  return {
    byName: (name) => present().byName(name),
    byProperties: (name, properties) => present().byProperties(name, properties),
  };
}

class Finder implements LikelyMeant {
  readonly byName: LikelyMeant['byName'];
  /** What rules read of an event, by its plain name: what finds the one that is likeliest meant by a property. */
  readonly #readOf = new Map<string, (property: string) => string | null>();

  constructor({ programmes }: CompiledProgrammes) {
    const reads = programmes.flatMap(({ programme }) => readsOf(programme));
    const names = [...new Set(reads.flatMap(({ events }) => events))];
    const plain = new Set(names.map(plainName));
    const known = new KnownNames(names);
    const labels = new RuleLabels(reads.filter(({ label }) => label !== null));
    this.byName = remembered(limits.likelyNamesMax, (name) => {
      if (plain.has(plainName(name))) return null;
      const near = known.likeliest(name);
      if (near !== null) return { name: near };
      const rule = labels.likeliest(name);
      return rule === null ? null : { rule };
    });
    for (const [event, properties] of propertiesByEvent(reads)) {
      const nearest = new KnownNames([...properties]);
      const find = (property: string) => (properties.has(property) ? null : nearest.likeliest(property));
      this.#readOf.set(event, remembered(limits.likelyPropertiesMax, find));
    }
  }

  byProperties(name: string, properties: JsonObject): { given: string; likeliest: string }[] {
    const find = this.#readOf.get(plainName(name));
    if (find === undefined) return [];
    const near: { given: string; likeliest: string }[] = [];
    let count = 0;
    for (const given in properties) {
      if (++count > limits.likelyPropertiesMax) break;
      const likeliest = find(given);
      if (likeliest !== null && !Object.hasOwn(properties, likeliest)) near.push({ given, likeliest });
    }
    return near;
  }
}

/** The properties that rules read, by the plain names of the events that they read them of. */
function propertiesByEvent(reads: readonly EventReads[]): Map<string, Set<string>> {
  const of = new Map<string, Set<string>>();
  for (const { events, properties } of reads)
    for (const event of events.map(plainName)) {
      const known = of.get(event) ?? new Set<string>();
      for (const property of properties) known.add(property);
      if (known.size > 0) of.set(event, known);
    }
  return of;
}

/** Finds the same again without a search, of so many; the oldest is forgotten. A name that is too long has nothing near. */
function remembered<Found>(countMax: number, find: (name: string) => Found | null) {
  const known = new Map<string, Found | null>();
  return (name: string): Found | null => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (name.length > limits.likelyNameLengthMax) return null;
    const found = find(name);
    const [oldest] = known.keys();
    if (known.size >= countMax && oldest !== undefined) known.delete(oldest);
    known.set(name, found);
    return found;
  };
}
