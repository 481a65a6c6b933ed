/**
 * Who a profile is: its identities and traits, joined so that order does not matter.
 *
 * Identities are a set. A trait is its latest value by event time (a tie goes to the greater JSON text), so that events
 * of one page may arrive in any order.
 */

import { limits } from '../../base/kernel/kernel.ts';
import { emailAddressIn } from '../../base/text/text.ts';
import type { Identity } from '../../contract/api/api.ts';
import type { Json, JsonObject, ScovilleEvent } from '../../contract/language/language.ts';
import { nobody, type Person } from './person.ts';

/** Stored as JSON under `identity:<id>`. */
export interface IdentityRecord {
  /** `u:<userId>`, `e:<email>`, `a:<anonymousId>`, sorted. */
  keys: string[];
  /** Trait → its value and the time of the event that said so, ms. */
  traits: Record<string, [Json, number]>;
}

export function noIdentity(): IdentityRecord {
  return { keys: [], traits: {} };
}

/** Adds an identity in place; returns whether it was new. Beyond the limit the list stays as it is. */
export function addKey(identity: IdentityRecord, key: string): boolean {
  if (identity.keys.includes(key) || identity.keys.length >= limits.profileIdentitiesMax) return false;
  identity.keys.push(key);
  identity.keys.sort();
  return true;
}

/** Learns in place what an event says of who it is from; returns whether that was new. A device alone says nothing. */
export function learnFrom(
  identity: IdentityRecord,
  event: Pick<ScovilleEvent, 'key' | 'traits' | 'atMs'>,
): boolean {
  if (event.key.startsWith('a:') && event.traits === undefined) return false;
  const isNewKey = addKey(identity, event.key);
  return (event.traits !== undefined && takeTraits(identity, event.traits, event.atMs)) || isNewKey;
}

/** Takes traits in place; returns whether any changed. Traits beyond the size limit are left out. */
function takeTraits(identity: IdentityRecord, traits: JsonObject, atMs: number): boolean {
  let hasChanged = false;
  for (const [name, value] of Object.entries(traits))
    if (takeTrait(identity, name, value, atMs)) hasChanged = true;
  return hasChanged;
}

/** The union of two identities, into the first; returns whether it changed. */
export function joinIdentities(identity: IdentityRecord, other: IdentityRecord): boolean {
  let hasChanged = false;
  for (const key of other.keys) if (addKey(identity, key)) hasChanged = true;
  for (const [name, [value, atMs]] of Object.entries(other.traits))
    if (takeTrait(identity, name, value, atMs)) hasChanged = true;
  return hasChanged;
}

/** Someone who can be called: a user id or an address is known. */
export function isKnown(identity: IdentityRecord): boolean {
  return identity.keys.some((key) => !key.startsWith('a:'));
}

/** What the pipeline needs of it; null while anonymous. */
export function identityOf(identity: IdentityRecord): Identity | null {
  if (!isKnown(identity)) return null;
  const trait = (name: string) => textOf(identity.traits[name]?.[0]);
  const key = (kind: string) => identity.keys.find((one) => one.startsWith(kind))?.slice(2) ?? null;
  const fullName = [trait('firstName') ?? trait('first_name'), trait('lastName') ?? trait('last_name')]
    .filter(Boolean)
    .join(' ');
  return {
    userId: key('u:'),
    email: addressOf(identity),
    name: trait('name') ?? (fullName === '' ? null : fullName),
    company: trait('company') ?? textOf(within(identity.traits['company']?.[0], 'name')),
    title: trait('title'),
    phone: trait('phone'),
    country: trait('country') ?? textOf(within(identity.traits['address']?.[0], 'country')),
    language: trait('language') ?? trait('locale'),
  };
}

/** What conditions on people read. */
export function personOf(identity: IdentityRecord): Person {
  if (identity.keys.length === 0 && Object.keys(identity.traits).length === 0) return nobody;
  return { traits: traitsOf(identity), email: addressOf(identity), isKnown: isKnown(identity) };
}

/** The address of the trait, else of an identity; null where neither can be one. */
function addressOf({ keys, traits }: IdentityRecord): string | null {
  const given = textOf(traits['email']?.[0]);
  const linked = keys.find((key) => key.startsWith('e:'))?.slice(2);
  return emailAddressIn(given ?? '') ?? emailAddressIn(linked ?? '');
}

/** The traits as plain values. */
export function traitsOf(identity: IdentityRecord): JsonObject {
  return Object.fromEntries(Object.entries(identity.traits).map(([name, [value]]) => [name, value]));
}

function takeTrait(identity: IdentityRecord, name: string, value: Json, atMs: number): boolean {
  const known = Object.hasOwn(identity.traits, name) ? identity.traits[name] : undefined;
  if (known) {
    if (known[1] > atMs) return false;
    const isSame = JSON.stringify(known[0]) === JSON.stringify(value);
    if (isSame && known[1] === atMs) return false;
    if (known[1] === atMs && JSON.stringify(known[0]) > JSON.stringify(value)) return false;
    identity.traits[name] = [value, atMs];
    return !isSame;
  }
  const bytes = JSON.stringify(identity.traits).length + JSON.stringify(value).length + name.length + 24;
  if (bytes > limits.profileTraitsBytesMax) return false;
  identity.traits[name] = [value, atMs];
  return true;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function within(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined;
}
