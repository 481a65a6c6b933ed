/** Registers of a profile: of each name the value that wins by its time, up to a limit, whatever order they come in. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import { isOwnTrait, type Json, type JsonObject } from '../../contract/language/language.ts';

/** Trait → a value and a time, ms; of what a public key said, also the id of the key. */
export type Registers = Record<string, [value: Json, atMs: number, keyId?: string]>;

/** What a record learnt: nothing, only that a value it knows is of a later time, or something about the person. */
export type Learnt = 'nothing' | 'time' | 'person';

/** Returns the greater of two. */
export function more(one: Learnt, other: Learnt): Learnt {
  return one === 'person' || other === 'nothing' ? one : other;
}

export const isLater = (ms: number, otherMs: number) => ms > otherMs;
export const isEarlier = (ms: number, otherMs: number) => ms < otherMs;

/** Takes one trait in place where its time wins. A larger one than the limit counts as never said. */
export function takeTrait(
  traits: Registers,
  name: string,
  register: Registers[string],
  wins: (ms: number, otherMs: number) => boolean,
): Learnt {
  const [value, atMs, by = ''] = register;
  const json = JSON.stringify(value);
  if (!isTrait(name, json)) return 'nothing';
  const known = Object.hasOwn(traits, name) ? traits[name] : undefined;
  if (known === undefined) {
    if (Object.keys(traits).length >= limits.profileTraitsMax) {
      const last = Object.keys(traits).reduce(laterTrait);
      if (laterTrait(last, name) === name) return 'nothing';
      delete traits[last];
    }
    traits[name] = register;
    return 'person';
  }
  const [knownValue, knownAtMs, knownBy = ''] = known;
  const knownJson = JSON.stringify(knownValue);
  const isGreater = knownJson > json || (knownJson === json && knownBy >= by);
  if (wins(knownAtMs, atMs) || (knownAtMs === atMs && isGreater)) return 'nothing';
  traits[name] = register;
  return knownJson === json ? 'time' : 'person';
}

/** Whether a trait is one, and within its limit. */
export function isTrait(name: string, json: string): boolean {
  // As a property of a plain object it would be no trait.
  if (name === '__proto__') return false;
  return Buffer.byteLength(name) + Buffer.byteLength(json) <= limits.traitBytesMax;
}

/** The traits of an event that a record has room for. Of thousands, to take one and leave it out for the next costs far more. */
export function keepable(traits: JsonObject): [string, Json][] {
  const entries = Object.entries(traits);
  if (entries.length <= limits.profileTraitsMax) return entries;
  return entries
    .filter(([name, value]) => isTrait(name, JSON.stringify(value)))
    .sort(([one], [other]) => (laterTrait(one, other) === one ? 1 : -1))
    .slice(0, limits.profileTraitsMax);
}

/** Traits that the product itself reads. */
const readTraits = new Set([
  ...[
    'email',
    'name',
    'firstName',
    'first_name',
    'lastName',
    'last_name',
    'company',
    'groupId',
    'title',
    'phone',
  ],
  ...['country', 'address', 'language', 'locale'],
]);

/** The name that is left out first. */
function laterTrait(one: string, other: string): string {
  if (isRead(one) !== isRead(other)) return isRead(one) ? other : one;
  return one > other ? one : other;
}

/** Whether the product itself reads a trait, or has said it. */
function isRead(name: string): boolean {
  return readTraits.has(name) || isOwnTrait(name);
}
