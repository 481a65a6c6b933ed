/**
 * Who a profile is: its identities and traits, joined so that order does not matter.
 *
 * Identities are a set. A trait is its latest value by event time; a tie goes to the greater JSON text. So events of one page
 * may arrive in any order. Anybody may have a public key. Its first value of a trait fills a gap while no
 * server knows the person; any other is a proposal. At a limit the first names of a fixed order are kept. A name once left out stays left out, whatever
 * arrives later, so order does not matter there either.
 */

import { limits } from '../../base/kernel/kernel.ts';
import { emailAddressIn, phoneNumberIn, saidIn } from '../../base/text/text.ts';
import type { Identity, IdentityPart } from '../../contract/api/api.ts';
import {
  believedTraits,
  isOwnEvent,
  type Json,
  type JsonObject,
  type ScovilleEvent,
} from '../../contract/language/language.ts';
import { type Absorbed, joinAbsorbed } from './absorbed.ts';
import { companyOf, groupOf, isOfCompany, within } from './company.ts';
import { type Consents, consentOf, joinConsents, takeConsent } from './consent-words.ts';
import { nobody, type Person } from './person.ts';
import {
  isEarlier,
  isLater,
  isTrait,
  keepable,
  type Learnt,
  more,
  type Registers,
  takeTrait,
} from './registers.ts';

/** Stored as JSON under `identity:<id>`. */
export interface IdentityRecord extends Consents {
  /** `u:<userId>`, `e:<email>`, `a:<anonymousId>`, sorted. */
  keys: string[];
  /** Trait → its value and the time of the event that said so, ms. */
  traits: Registers;
  /**
   * Of what public keys said, the first, with the time of its acceptance. It counts where `traits` has none, if it was accepted before
   * `knownSinceMs`. Absent is none.
   */
  claimed?: Registers;
  /** Of what public keys said, the latest, with the same time. */
  proposed?: Registers;
  /** Of what public keys said, the first address with a signature of the operator's server. Absent is none. */
  signed?: Registers;
  /** When the first trait of a server or a signed event was accepted, ms: since then they are known. Absent is never. */
  knownSinceMs?: number;
  /**
   * When it was first named by an address that had named more identities in an hour than one may, ms. It is one of that crowd unless a page
   * had said before how to reach the person, or a server says it. Absent is never.
   */
  crowdSinceMs?: number;
  /** The same in a record of before, without the time. */
  crowd?: true;
  /** Profiles that became part of it, whose points sales may still count. Absent is none. */
  absorbed?: Absorbed;
}

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
    'key' | 'traits' | 'consent' | 'atMs' | 'acceptedAtMs' | 'via' | 'keyId' | 'crowd' | 'isEmailSigned'
  >,
): Learnt {
  const ofConsent = takeConsent(identity, event);
  if (event.key.startsWith('a:') && event.traits === undefined) return ofConsent;
  let learnt: Learnt = !isOwnEvent(event) && addKey(identity, event.key) ? 'person' : ofConsent;
  if (event.crowd) learnt = more(learnt, takeCrowd(identity, event.acceptedAtMs));
  const said = keepable(believedTraits(event) ?? {});
  const company = said.some(([name]) => isOfCompany(name)) ? shownCompanyOf(identity) : undefined;
  if (event.isEmailSigned)
    learnt = more(learnt, takeSigned(identity, event.traits?.['email'], event.acceptedAtMs));
  if (isToKnow(event, said)) learnt = more(learnt, takeKnown(identity, event.acceptedAtMs));
  for (const [name, value] of said)
    learnt = more(
      learnt,
      event.via === 'public'
        ? takeClaim(identity, name, withKey([value, event.acceptedAtMs], event.keyId))
        : takeTrait(identity.traits, name, [value, event.atMs], isLater),
    );
  return company === undefined ? learnt : more(learnt, learntOfCompany(identity, company));
}

/** Which company is shown, as a text: the later of two words decides, so a later time alone may name another. */
function shownCompanyOf(identity: IdentityRecord): string {
  const { id, name, domain } = companyOf(countedOf(identity), identity.traits) ?? {};
  return JSON.stringify([id, name, domain]);
}

function learntOfCompany(identity: IdentityRecord, before: string): Learnt {
  return shownCompanyOf(identity) === before ? 'nothing' : 'person';
}

/** The union of two identities, into the first; returns what that one learnt. */
export function joinIdentities(identity: IdentityRecord, other: IdentityRecord): Learnt {
  let learnt: Learnt = 'nothing';
  const company = shownCompanyOf(identity);
  for (const key of other.keys) if (addKey(identity, key)) learnt = 'person';
  joinAbsorbed(identity, other);
  const crowdSinceMs = crowdSinceMsOf(other);
  if (crowdSinceMs !== undefined) learnt = more(learnt, takeCrowd(identity, crowdSinceMs));
  if (other.knownSinceMs !== undefined) learnt = more(learnt, takeKnown(identity, other.knownSinceMs));
  for (const [name, register] of Object.entries(other.traits))
    learnt = more(learnt, takeTrait(identity.traits, name, register, isLater));
  for (const [, [address, acceptedAtMs]] of Object.entries(other.signed ?? {}))
    learnt = more(learnt, takeSigned(identity, address, acceptedAtMs));
  for (const registers of [other.claimed, other.proposed])
    for (const [name, register] of Object.entries(registers ?? {}))
      learnt = more(learnt, takeClaim(identity, name, register));
  learnt = more(learnt, learntOfCompany(identity, company));
  return more(learnt, joinConsents(identity, other));
}

function takeSigned(identity: IdentityRecord, address: Json | undefined, acceptedAtMs: number): Learnt {
  if (address === undefined) return 'nothing';
  identity.signed ??= {};
  return takeTrait(identity.signed, 'email', [address, acceptedAtMs], isEarlier);
}

function withKey(register: [Json, number], keyId: string | undefined): Registers[string] {
  return keyId === undefined ? register : [...register, keyId];
}

/**
 * Whether somebody is known since an event: a server, or a page with a signature, says a trait in it. The address that it is addressed by
 * says no more than that it is there: so a mail provider names everybody who gets a mail.
 */
function isToKnow(
  { key, via }: Pick<ScovilleEvent, 'key' | 'via'>,
  said: readonly [string, Json][],
): boolean {
  // What sales has of somebody is no proof of who they are.
  if (via === 'public' || isOwnEvent({ key })) return false;
  const saysSomething = ([name, value]: readonly [string, Json]) =>
    name === 'email'
      ? key.startsWith('u:') && addressOfText(value) !== null
      : value !== null && value !== '' && isTrait(name, JSON.stringify(value));
  return said.some(saysSomething);
}

/** Takes in place that somebody is known since a time. An earlier one is news where it decides which words of pages count. */
function takeKnown(identity: IdentityRecord, sinceMs: number): Learnt {
  const { claimed, knownSinceMs = Number.POSITIVE_INFINITY } = identity;
  if (knownSinceMs <= sinceMs) return 'nothing';
  identity.knownSinceMs = sinceMs;
  return claimed === undefined && knownSinceMs !== Number.POSITIVE_INFINITY ? 'time' : 'person';
}

function takeCrowd(identity: IdentityRecord, sinceMs: number): Learnt {
  if ((crowdSinceMsOf(identity) ?? Number.POSITIVE_INFINITY) <= sinceMs) return 'nothing';
  identity.crowdSinceMs = sinceMs;
  return 'person';
}

function crowdSinceMsOf({ crowd, crowdSinceMs }: IdentityRecord): number | undefined {
  return crowd ? 0 : crowdSinceMs;
}

/** Whether it is one of a crowd that one address has named. Nobody had said before how to reach them, and no server has said it since. */
function isOfCrowd(identity: IdentityRecord): boolean {
  const sinceMs = crowdSinceMsOf(identity);
  if (sinceMs === undefined || identity.knownSinceMs !== undefined) return false;
  if (provenAddressOf(identity) !== null || signedAddressOf(identity) !== null) return false;
  if (Object.hasOwn(identity.traits, 'phone')) return false;
  const { email, phone, company } = claimsOf(identity);
  const [, saidMs] = email ?? phone ?? company ?? [null, sinceMs];
  return saidMs >= sinceMs;
}

/** Takes in place what a public key says. What is only proposed decides nothing. */
function takeClaim(identity: IdentityRecord, name: string, register: Registers[string]): Learnt {
  identity.claimed ??= {};
  identity.proposed ??= {};
  const claimed = takeTrait(identity.claimed, name, register, isEarlier);
  const proposed = takeTrait(identity.proposed, name, register, isLater);
  // Whether it counts, and proves more than a crowd, is by its time.
  const decides = identity.knownSinceMs !== undefined || crowdSinceMsOf(identity) !== undefined;
  if (claimed === 'time' && decides) return 'person';
  return claimed === 'nothing' && proposed !== 'nothing' ? 'time' : claimed;
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
  const company = companyOf(traits, identity.traits);
  const names = [trait('firstName') ?? trait('first_name'), trait('lastName') ?? trait('last_name')];
  return {
    userId: key('u:'),
    email: addressOf(identity),
    name: said('name') ?? saidIn(names.join(' ')),
    company: company?.name ?? null,
    title: said('title'),
    phone: phoneOf(identity),
    country: trait('country') ?? textOf(within(traits['address']?.[0], 'country')),
    language: trait('language') ?? trait('locale'),
    ...groupOf(company),
    ...unprovenOf(identity),
    ...(identity.knownSinceMs === undefined && { isKnown: false as const }),
    ...(isOfCrowd(identity) && { crowd: true as const }),
  };
}

/** The parts of an identity, each with the traits that it is made from. */
const traitsOfParts: Readonly<Record<IdentityPart, readonly string[]>> = {
  email: ['email'],
  name: ['name', 'firstName', 'first_name', 'lastName', 'last_name'],
  company: ['company', 'groupId'],
  title: ['title'],
  phone: ['phone'],
  country: ['country', 'address'],
  language: ['language', 'locale'],
};

/** The parts that nobody but a public key has said, and the key that said how to reach the person. */
function unprovenOf(identity: IdentityRecord): Pick<Identity, 'unproven' | 'unprovenBy' | 'isEmailClaimed'> {
  const { traits } = identity;
  const claimed = claimsOf(identity);
  const isProven = (name: string) =>
    name === 'email'
      ? (provenAddressOf(identity) ?? signedAddressOf(identity)) !== null
      : Object.hasOwn(traits, name);
  const isUnproven = (name: string) => Object.hasOwn(claimed, name) && !isProven(name);
  const parts = Object.entries(traitsOfParts) as [IdentityPart, readonly string[]][];
  const unproven = parts.filter(([, names]) => names.some(isUnproven)).map(([part]) => part);
  if (unproven.length === 0) return {};
  const hasAddress = unproven.includes('email');
  const by = claimed[hasAddress ? 'email' : 'phone']?.[2];
  return {
    unproven,
    ...(hasAddress && { isEmailClaimed: isClaimed(addressOf(identity), identity) }),
    ...(by !== undefined && { unprovenBy: by }),
  };
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

/**
 * The address that somebody goes by; null where none can be one. In this order: what a server said, an address that it signed, another identity of
 * theirs, one that a page only claims.
 */
function addressOf(identity: IdentityRecord): string | null {
  const claimed = claimedAddressOf(identity);
  const isTheirs = claimed !== null && identity.keys.includes(`e:${claimed}`);
  const proven = provenAddressOf(identity) ?? signedAddressOf(identity);
  return proven ?? (isTheirs ? claimed : (addressAmong(identity.keys, 'e:') ?? claimed));
}

/** The address of a trait that a server has said, else the user id. From a page without a signature the door takes no address as user id. */
function provenAddressOf({ keys, traits }: IdentityRecord): string | null {
  return addressIn(traits['email']) ?? addressAmong(keys, 'u:');
}

function signedAddressOf({ signed }: IdentityRecord): string | null {
  return addressIn(signed?.['email']);
}

function claimedAddressOf(identity: IdentityRecord): string | null {
  return addressIn(claimsOf(identity)['email']);
}

/** Whether an address is of somebody by the word of public keys alone, and no identity of theirs. */
export function isClaimed(address: string | null, identity: IdentityRecord): boolean {
  return (
    provenAddressOf(identity) !== address &&
    claimedAddressOf(identity) === address &&
    !identity.keys.includes(`e:${address}`)
  );
}

function addressIn(register: Registers[string] | undefined): string | null {
  return addressOfText(register?.[0]);
}

function addressOfText(value: Json | undefined): string | null {
  const text = textOf(value);
  return text === null ? null : emailAddressIn(text);
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
function countedOf(identity: IdentityRecord): Registers {
  return identity.claimed === undefined ? identity.traits : { ...claimsOf(identity), ...identity.traits };
}

/** What public keys said first and may count: all of it while nobody knows the person, else what was accepted before. */
function claimsOf({ claimed = {}, knownSinceMs }: IdentityRecord): Registers {
  if (knownSinceMs === undefined) return claimed;
  const isBefore = ([, [, acceptedAtMs]]: [string, Registers[string]]) => acceptedAtMs < knownSinceMs;
  return Object.fromEntries(Object.entries(claimed).filter(isBefore));
}

/** The traits that count, as plain values. */
export function traitsOf(identity: IdentityRecord): JsonObject {
  return plain(Object.entries(countedOf(identity)));
}

/** The names of the traits that count by the word of public keys alone. */
export function claimedTraitsOf(identity: IdentityRecord): string[] {
  return Object.keys(claimsOf(identity))
    .filter((name) => !Object.hasOwn(identity.traits, name))
    .sort();
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

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
