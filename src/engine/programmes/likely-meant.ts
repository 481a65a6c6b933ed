/** What was likely meant by names that no active programme knows, as long as the same programmes are active. */
import { limits } from '../../base/kernel/kernel.ts';
import { type EventReads, type JsonObject, readsOf } from '../../contract/language/language.ts';
import { type CompiledProgrammes, plainName, valueAt } from '../scoring/scoring.ts';
import { KnownNames } from './likely-name.core.ts';
import { type LikelyRule, RuleLabels } from './likely-rule.core.ts';

/** A name that rules know, or a rule that goes by such words. */
type Likely = { name: string } | { rule: LikelyRule };

interface LikelyMeant {
  /** By the name of a tracked event: null where a rule knows it, and where none is near. */
  byName(name: string): Likely | null;
  /** By properties of such an event: those near one that a rule of that event reads, and that it lacks. */
  byProperties(name: string, properties: JsonObject): { given: string; likeliest: string }[];
  /** From now on only what is remembered is found. */
  compareNoMore(): void;
}

/** Names that a request may still have compared; remembered ones take nothing of it. */
interface LookUps {
  left: number;
}

/**
 * Returns what finds them for one request. The latest are remembered, so that a name which comes again and again is compared once. A
 * request has so many compared and no more: a sender with ever new names holds up no others.
 */
export function likelyMeant(current: () => CompiledProgrammes): () => LikelyMeant {
  let of: CompiledProgrammes | null = null;
  let finder: Finder | null = null;
  return () => {
    const programmes = current();
    if (finder === null || programmes !== of) {
      of = programmes;
      finder = new Finder(programmes);
    }
    return ofRequest(finder);
  };
}

function ofRequest(finder: Finder): LikelyMeant {
  const lookUps: LookUps = { left: limits.likelyLookUpsMax };
  return {
    byName: (name) => finder.byName(name, lookUps),
    byProperties: (name, properties) => finder.byProperties(name, properties, lookUps),
    compareNoMore: () => {
      lookUps.left = 0;
    },
  };
}

class Finder {
  /** Plain names of the events that rules name. */
  readonly #plain: ReadonlySet<string>;
  readonly #nearName: Find<Likely>;
  /** What rules read of an event, by its plain name: what finds the one that is likeliest meant by a property. */
  readonly #readOf = new Map<string, Find<string>>();

  constructor({ programmes }: CompiledProgrammes) {
    const reads = programmes.flatMap(({ programme }) => readsOf(programme));
    const names = [...new Set(reads.flatMap(({ events }) => events))];
    const known = new KnownNames(names);
    const labels = new RuleLabels(reads.filter(({ label }) => label !== null));
    this.#plain = new Set(names.map(plainName));
    this.#nearName = new Remembered<Likely>(limits.likelyNamesMax).finding('', (name) => {
      const near = known.likeliest(name);
      if (near !== null) return { name: near };
      const rule = labels.likeliest(name);
      return rule === null ? null : { rule };
    });
    const ofEvents = new Remembered<string>(limits.likelyPropertiesKnownMax);
    const ofAny = new Set(reads.flatMap(({ isOfAnyEvent, properties }) => (isOfAnyEvent ? properties : [])));
    for (const [event, properties] of propertiesByEvent(reads)) {
      const nearest = new KnownNames([...properties]);
      const find = ofEvents.finding(`${this.#readOf.size} `, (property) => nearest.likeliest(property));
      this.#readOf.set(event, (property, lookUps) =>
        properties.has(property) || ofAny.has(property) ? null : find(property, lookUps),
      );
    }
  }

  byName(name: string, lookUps: LookUps): Likely | null {
    return this.#plain.has(plainName(name)) ? null : this.#nearName(name, lookUps);
  }

  byProperties(
    name: string,
    properties: JsonObject,
    lookUps: LookUps,
  ): { given: string; likeliest: string }[] {
    const find = this.#readOf.get(plainName(name));
    if (find === undefined) return [];
    const near: { given: string; likeliest: string }[] = [];
    let count = 0;
    for (const given in properties) {
      if (++count > limits.likelyPropertiesMax) break;
      const likeliest = find(given, lookUps);
      if (likeliest !== null && valueAt(properties, likeliest) === undefined) near.push({ given, likeliest });
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

type Find<Found> = (name: string, lookUps: LookUps) => Found | null;

/** What was found, so much of it; what was asked for longest ago is forgotten. */
class Remembered<Found> {
  readonly #countMax: number;
  readonly #found = new Map<string, Found | null>();

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  /** Finds the same again without a search. A name that is too long has nothing near. `under`: where several searches share the room. */
  finding(under: string, search: (name: string) => Found | null): Find<Found> {
    return (name, lookUps) => {
      if (name.length > limits.likelyNameLengthMax) return null;
      const key = under + name;
      let found = this.#found.get(key);
      if (found === undefined) {
        if (lookUps.left === 0) return null;
        lookUps.left--;
        found = search(name);
      }
      this.#found.delete(key);
      const [oldest] = this.#found.keys();
      if (this.#found.size >= this.#countMax && oldest !== undefined) this.#found.delete(oldest);
      this.#found.set(key, found);
      return found;
    };
  }
}
