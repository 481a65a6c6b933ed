/**
 * Who a profile is: its identities and traits, joined so that order does not matter.
 *
 * Identities are a set. A trait is its latest value by event time; a tie goes to the greater JSON text. So events of one page
 * may arrive in any order. Anybody may have a public key. Its first value of a trait fills a gap; any other is
 * a proposal. At a limit the first names of a fixed order are kept. A name once left out stays left out, whatever
 * arrives later, so order does not matter there either.
 */

import { limits } from '../../base/kernel/kernel.ts';
import { emailAddressIn, phoneNumberIn, saidIn } from '../../base/text/text.ts';
import type { Identity, IdentityPart } from '../../contract/api/api.ts';
import type { Json, JsonObject, ScovilleEvent } from '../../contract/language/language.ts';
import type { Said } from './consent.ts';
import { nobody, type Person } from './person.ts';

/** Stored as JSON under `identity:<id>`. */
export interface IdentityRecord {
  /** `u:<userId>`, `e:<email>`, `a:<anonymousId>`, sorted. */
  keys: string[];
  /** Trait → its value and the time of the event that said so, ms. */
  traits: Registers;
  /** Of what public keys said, the first: it counts where `traits` has none. With the time of its acceptance. Absent is none. */
  claimed?: Registers;
  /** Of what public keys said, the latest, with the same time. */
  proposed?: Registers;
  /** Purpose of consent → the latest word, `allowed` or `denied`, of servers and signed events. Absent is none. */
  consents?: Registers;
  /** The same of public keys. */
  claimedConsents?: Registers;
  /** Set once its address had named more identities in an hour than one may. */
  crowd?: true;
}

/** Trait → a value and a time, ms; of what a public key said, also the id of the key. */
type Registers = Record<string, [value: Json, atMs: number, keyId?: string]>;

export function noIdentity(): IdentityRecord {
  return { keys: [], traits: {} };
}

/** Adds an identity in place; returns whether the list changed. At the limit, users go before addresses and devices. */
export function addKey(identity: IdentityRecord, key: string): boolean {
  if (identity.keys.includes(key)) return false;
  const known = new Set([...identity.keys, key]);
  if (known.size > limits.profileIdentitiesMax) known.delete([...known].reduce(laterKey));
  if (!known.has(key)) return false;
  identity.keys = [...known].sort();
  return true;
}

const kindsInOrder = ['u', 'e', 'a'];

/** The key that is left out first. */
function laterKey(one: string, other: string): string {
  const order = kindsInOrder.indexOf(one.charAt(0)) - kindsInOrder.indexOf(other.charAt(0));
  return order > 0 || (order === 0 && one > other) ? one : other;
}

/** What a record learnt: nothing, only that a value it knows is of a later time, or something about the person. */
export type Learnt = 'nothing' | 'time' | 'person';

/** Whether an event says anything of who it is from. A device alone says nothing. */
export function isTelling({
  key,
  traits,
  consent,
}: Pick<ScovilleEvent, 'key' | 'traits' | 'consent'>): boolean {
  return !key.startsWith('a:') || traits !== undefined || consent !== undefined;
}

/** Learns in place what an event says of who it is from. */
export function learnFrom(
  identity: IdentityRecord,
  event: Pick<
    ScovilleEvent,
    'key' | 'traits' | 'consent' | 'atMs' | 'acceptedAtMs' | 'via' | 'keyId' | 'crowd'
  >,
): Learnt {
  if (!isTelling(event)) return 'nothing';
  const ofConsent = takeConsent(identity, event);
  if (event.key.startsWith('a:') && event.traits === undefined) return ofConsent;
  let learnt: Learnt = addKey(identity, event.key) ? 'person' : ofConsent;
  if (event.crowd) learnt = more(learnt, takeCrowd(identity));
  for (const [name, value] of keepable(event.traits ?? {}))
    learnt = more(
      learnt,
      event.via === 'public'
        ? takeClaim(identity, name, withKey([value, event.acceptedAtMs], event.keyId))
        : takeTrait(identity.traits, name, [value, event.atMs], isLater),
    );
  return learnt;
}

/** The union of two identities, into the first; returns what that one learnt. */
export function joinIdentities(identity: IdentityRecord, other: IdentityRecord): Learnt {
  let learnt: Learnt = 'nothing';
  for (const key of other.keys) if (addKey(identity, key)) learnt = 'person';
  if (other.crowd) learnt = more(learnt, takeCrowd(identity));
  for (const [name, register] of Object.entries(other.traits))
    learnt = more(learnt, takeTrait(identity.traits, name, register, isLater));
  for (const registers of [other.claimed, other.proposed])
    for (const [name, register] of Object.entries(registers ?? {}))
      learnt = more(learnt, takeClaim(identity, name, register));
  for (const whose of ['consents', 'claimedConsents'] as const)
    if (other[whose] !== undefined)
      learnt = more(learnt, takeWords(identity, whose, Object.entries(other[whose])));
  return learnt;
}

/** Takes in place what an event says of consent. At one time a denial wins, by its name. */
function takeConsent(
  identity: IdentityRecord,
  { consent, atMs, via }: Pick<ScovilleEvent, 'consent' | 'atMs' | 'via'>,
): Learnt {
  const words = [
    ...(consent?.allowed ?? []).map((purpose) => [purpose, 'allowed'] as const),
    ...(consent?.denied ?? []).map((purpose) => [purpose, 'denied'] as const),
  ];
  if (words.length === 0) return 'nothing';
  return takeWords(
    identity,
    via === 'public' ? 'claimedConsents' : 'consents',
    words.map(([purpose, said]) => [purpose, [said, atMs]]),
  );
}

function takeWords(
  identity: IdentityRecord,
  whose: 'consents' | 'claimedConsents',
  words: readonly (readonly [string, Registers[string]])[],
): Learnt {
  const before = JSON.stringify(consentOf(identity));
  const registers = identity[whose] ?? {};
  let learnt: Learnt = 'nothing';
  for (const [purpose, word] of words) learnt = more(learnt, takeTrait(registers, purpose, word, isLater));
  identity[whose] = registers;
  if (learnt === 'nothing') return learnt;
  // What both sides say together decides: a later time of one may change it, and another word may not.
  return JSON.stringify(consentOf(identity)) === before ? 'time' : 'person';
}

/**
 * What a person said last of each purpose. What a server heard denied, only a server allows again; else the latest word counts, by any
 * way.
 */
export function consentOf({ consents = {}, claimedConsents = {} }: IdentityRecord): Record<string, Said> {
  const proven = new Map(Object.entries(consents));
  const claimed = new Map(Object.entries(claimedConsents));
  const purposes = [...new Set([...proven.keys(), ...claimed.keys()])].sort();
  return Object.fromEntries(
    purposes.map((purpose) => [purpose, saidLast(proven.get(purpose), claimed.get(purpose))]),
  );
}

function saidLast(proven: Registers[string] | undefined, claimed: Registers[string] | undefined): Said {
  const isClaimed = proven === undefined || (claimed !== undefined && claimed[1] >= proven[1]);
  const isDenied = proven?.[0] === 'denied' || (isClaimed && claimed?.[0] === 'denied');
  return isDenied ? 'denied' : 'allowed';
}

function withKey(register: [Json, number], keyId: string | undefined): Registers[string] {
  return keyId === undefined ? register : [...register, keyId];
}

function takeCrowd(identity: IdentityRecord): Learnt {
  if (identity.crowd) return 'nothing';
  identity.crowd = true;
  return 'person';
}

/** Takes in place what a public key says. What is only proposed decides nothing. */
function takeClaim(identity: IdentityRecord, name: string, register: Registers[string]): Learnt {
  identity.claimed ??= {};
  identity.proposed ??= {};
  const claimed = takeTrait(identity.claimed, name, register, isEarlier);
  const proposed = takeTrait(identity.proposed, name, register, isLater);
  return claimed === 'nothing' && proposed !== 'nothing' ? 'time' : claimed;
}

function more(one: Learnt, other: Learnt): Learnt {
  return one === 'person' || other === 'nothing' ? one : other;
}

/** Whether nothing is known of who it is. */
export function isNobody({ keys, ...registers }: IdentityRecord): boolean {
  return keys.length === 0 && Object.values(registers).every((one) => Object.keys(one).length === 0);
}

/** Whether somebody has a name of their own: a user id or an address is known. */
export function isKnown(identity: IdentityRecord): boolean {
  return identity.keys.some((key) => !key.startsWith('a:'));
}

/** Whether somebody is known who can be called or written to. Until then no work is opened for them. */
export function canBeContacted(identity: IdentityRecord): boolean {
  return isKnown(identity) && (addressOf(identity) !== null || phoneOf(identity) !== null);
}

/** What the pipeline needs of it; null while anonymous. */
export function identityOf(identity: IdentityRecord): Identity | null {
  if (!isKnown(identity)) return null;
  const traits = countedOf(identity);
  const trait = (name: string) => textOf(traits[name]?.[0]);
  const key = (kind: string) => identity.keys.find((one) => one.startsWith(kind))?.slice(2) ?? null;
  const said = (name: string) => saidIn(traits[name]?.[0]);
  const names = [trait('firstName') ?? trait('first_name'), trait('lastName') ?? trait('last_name')];
  return {
    userId: key('u:'),
    email: addressOf(identity),
    name: said('name') ?? saidIn(names.join(' ')),
    company: said('company') ?? saidIn(within(traits['company']?.[0], 'name')),
    title: said('title'),
    phone: phoneOf(identity),
    country: trait('country') ?? textOf(within(traits['address']?.[0], 'country')),
    language: trait('language') ?? trait('locale'),
    ...unprovenOf(identity),
    ...(identity.crowd && { crowd: identity.crowd }),
  };
}

/** The parts of an identity, each with the traits that it is made from. */
const traitsOfParts: Readonly<Record<IdentityPart, readonly string[]>> = {
  email: ['email'],
  name: ['name', 'firstName', 'first_name', 'lastName', 'last_name'],
  company: ['company'],
  title: ['title'],
  phone: ['phone'],
  country: ['country', 'address'],
  language: ['language', 'locale'],
};

/** The parts that nobody but a public key has said, and the key that said how to reach the person. */
function unprovenOf(identity: IdentityRecord): Pick<Identity, 'unproven' | 'unprovenBy'> {
  const { traits, claimed = {} } = identity;
  const isProven = (name: string) =>
    name === 'email' ? provenAddressOf(identity) !== null : Object.hasOwn(traits, name);
  const isUnproven = (name: string) => Object.hasOwn(claimed, name) && !isProven(name);
  const parts = Object.entries(traitsOfParts) as [IdentityPart, readonly string[]][];
  const unproven = parts.filter(([, names]) => names.some(isUnproven)).map(([part]) => part);
  if (unproven.length === 0) return {};
  const [, , by] = claimed[unproven.includes('email') ? 'email' : 'phone'] ?? [];
  return { unproven, ...(by !== undefined && { unprovenBy: by }) };
}

/** What conditions on people read. */
export function personOf(identity: IdentityRecord): Person {
  const consent = consentOf(identity);
  const hasConsent = Object.keys(consent).length > 0;
  if (identity.keys.length === 0 && Object.keys(countedOf(identity)).length === 0)
    return hasConsent ? { ...nobody, consent } : nobody;
  return {
    traits: traitsOf(identity),
    email: addressOf(identity),
    isKnown: isKnown(identity),
    canBeContacted: canBeContacted(identity),
    ...(hasConsent && { consent }),
  };
}

/** The address of the trait, else of an identity, a user id too; null where none can be one. What is proven goes before what is claimed. */
function addressOf(identity: IdentityRecord): string | null {
  return (
    provenAddressOf(identity) ?? addressIn(identity.claimed?.['email']) ?? addressAmong(identity.keys, 'e:')
  );
}

/** The address of a trait that a server has said, else the user id. From a page without a signature the door takes no address as user id. */
function provenAddressOf({ keys, traits }: IdentityRecord): string | null {
  return addressIn(traits['email']) ?? addressAmong(keys, 'u:');
}

/** Whether an address is of somebody by the word of public keys alone. */
export function isClaimed(address: string, identity: IdentityRecord): boolean {
  return provenAddressOf(identity) !== address && addressIn(identity.claimed?.['email']) === address;
}

function addressIn(register: Registers[string] | undefined): string | null {
  return emailAddressIn(textOf(register?.[0]) ?? '');
}

function addressAmong(keys: readonly string[], kind: 'u:' | 'e:'): string | null {
  for (const key of keys) {
    const address = key.startsWith(kind) ? emailAddressIn(key.slice(kind.length)) : null;
    if (address !== null) return address;
  }
  return null;
}

function phoneOf(identity: IdentityRecord): string | null {
  return phoneNumberIn(countedOf(identity)['phone']?.[0]);
}

/** The traits that count. */
function countedOf({ traits, claimed }: IdentityRecord): Registers {
  return claimed === undefined ? traits : { ...claimed, ...traits };
}

/** The traits that count, as plain values. */
export function traitsOf(identity: IdentityRecord): JsonObject {
  return plain(Object.entries(countedOf(identity)));
}

/** What public keys said last and does not count, because something else is known. */
export function proposalsOf(identity: IdentityRecord): JsonObject {
  const counted = countedOf(identity);
  const isElse = ([name, [value]]: [string, Registers[string]]) =>
    JSON.stringify(counted[name]?.[0]) !== JSON.stringify(value);
  return plain(Object.entries(identity.proposed ?? {}).filter(isElse));
}

function plain(entries: [string, Registers[string]][]): JsonObject {
  return Object.fromEntries(entries.map(([name, [value]]) => [name, value]));
}

const isLater = (ms: number, otherMs: number) => ms > otherMs;
const isEarlier = (ms: number, otherMs: number) => ms < otherMs;

/** Takes one trait in place where its time wins. A larger one than the limit counts as never said. */
function takeTrait(
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

function isTrait(name: string, json: string): boolean {
  // As a property of a plain object it would be no trait.
  if (name === '__proto__') return false;
  return Buffer.byteLength(name) + Buffer.byteLength(json) <= limits.traitBytesMax;
}

/** The traits of an event that a record has room for. Of thousands, to take one and leave it out for the next costs far more. */
function keepable(traits: JsonObject): [string, Json][] {
  const entries = Object.entries(traits);
  if (entries.length <= limits.profileTraitsMax) return entries;
  return entries
    .filter(([name, value]) => isTrait(name, JSON.stringify(value)))
    .sort(([one], [other]) => (laterTrait(one, other) === one ? 1 : -1))
    .slice(0, limits.profileTraitsMax);
}

/** Traits that the product itself reads. */
const ownTraits = new Set([
  ...['email', 'name', 'firstName', 'first_name', 'lastName', 'last_name', 'company', 'title', 'phone'],
  ...['country', 'address', 'language', 'locale'],
]);

/** The name that is left out first. */
function laterTrait(one: string, other: string): string {
  if (ownTraits.has(one) !== ownTraits.has(other)) return ownTraits.has(one) ? other : one;
  return one > other ? one : other;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function within(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined;
}
