/** The law of registers: what is known of a person is the same whatever the order, the repeats, and the moment of storing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { EventConsent, Json, PublicKeyUse } from '../../contract/language/language.ts';
import {
  type IdentityRecord,
  joinIdentities,
  learnFrom,
  noIdentity,
  proposalsOf,
  traitsOf,
} from './identity.ts';

interface Saying {
  key: string;
  atMs: number;
  acceptedAtMs: number;
  via?: PublicKeyUse;
  keyId?: string;
  crowd?: true;
  traits: Record<string, Json>;
  consent?: EventConsent;
}

const names = ['title', 'name', 'company', 'email', 'address', 'consent', 'a', 'z'];
const purposes = fc.subarray(['marketing', 'c4', '__proto__']);
const consent: fc.Arbitrary<EventConsent> = fc.record(
  { allowed: purposes, denied: purposes, gpc: fc.constant(true as const) },
  { requiredKeys: [] },
);
/** From a secret key, from a public one, from one with a signature. */
const came = fc
  .tuple(
    fc.constantFrom(undefined, 'public' as const, 'signed' as const),
    fc.integer({ min: 0, max: 5 }),
    fc.constantFrom('ky_1', 'ky_2', undefined),
    fc.constantFrom(true as const, undefined, undefined, undefined),
  )
  .map(([via, acceptedAtMs, keyId, crowd]) => ({
    ...{ acceptedAtMs, ...(via && { via }) },
    ...(via === 'public' && { ...(keyId && { keyId }), ...(crowd && { crowd }) }),
  }));
const value = fc.constantFrom<Json>(
  ...['Director', 'Student', '', null, true, 3],
  { marketing: true, mails: false },
  // At the limit of the shortest name, and beyond that of others.
  'x'.repeat(limits.traitBytesMax - 3),
);
const saying: fc.Arbitrary<Saying> = fc
  .record({
    key: fc.constantFrom('u:1', 'e:ada@shop.example', 'a:phone'),
    atMs: fc.integer({ min: 0, max: 5 }),
    traits: fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 }),
    consent,
  })
  .chain((one) => came.map((how) => ({ ...one, ...how })));
/** More names and devices than a record keeps. */
const crowded: fc.Arbitrary<Saying> = fc
  .record({
    key: fc.nat({ max: 2 * limits.profileIdentitiesMax }).map((number) => `a:${number}`),
    atMs: fc.integer({ min: 0, max: 5 }),
    traits: fc
      .uniqueArray(fc.nat({ max: 2 * limits.profileTraitsMax }), { maxLength: 60 })
      .map((numbers) => Object.fromEntries(numbers.map((number) => [`t${number}`, number]))),
  })
  .chain((one) => came.map((how) => ({ ...one, ...how })));

/** A profile as the store has it: written only when the fold says that there is something new. */
class Stored {
  #json = JSON.stringify(noIdentity());

  change(by: (identity: IdentityRecord) => 'nothing' | 'time' | 'person'): void {
    const identity = this.identity;
    if (by(identity) !== 'nothing') this.#json = JSON.stringify(identity);
  }

  get identity(): IdentityRecord {
    return JSON.parse(this.#json);
  }

  /** Its parts in one order: what is known, not in which order it came. */
  get known() {
    const {
      keys,
      traits,
      claimed = {},
      proposed = {},
      consents = {},
      claimedConsents = {},
      crowd = false,
    } = this.identity;
    const sorted = (registers: object) =>
      Object.fromEntries(Object.entries(registers).sort(([a], [b]) => (a < b ? -1 : 1)));
    return {
      keys,
      traits: sorted(traits),
      claimed: sorted(claimed),
      proposed: sorted(proposed),
      consents: sorted(consents),
      claimedConsents: sorted(claimedConsents),
      crowd,
    };
  }
}

function storedOf(sayings: readonly Saying[]): Stored {
  const stored = new Stored();
  for (const one of sayings) stored.change((identity) => learnFrom(identity, one));
  return stored;
}

test(
  'order, repeats and the moment of a merge change nothing of what is known',
  () => {
    const scenario = fc
      .array(fc.oneof({ weight: 3, arbitrary: saying }, crowded), { minLength: 1, maxLength: 12 })
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.subarray(all),
          fc.nat({ max: all.length }),
        ),
      );
    fc.assert(
      fc.property(scenario, ([all, mixed, again, cut]) => {
        const wanted = storedOf(all).known;
        expect(storedOf([...mixed, ...again]).known).toEqual(wanted);
        const heir = storedOf(mixed.slice(0, cut));
        const other = storedOf([...mixed.slice(cut), ...again]);
        heir.change((identity) => joinIdentities(identity, other.identity));
        expect(heir.known).toEqual(wanted);
      }),
      runs(500),
    );
  },
  lawTimeoutMs,
);

test('a public key changes nothing of what is known: it fills gaps, once', { timeout: lawTimeoutMs }, () => {
  const attacks = fc.array(saying.map((one) => ({ ...one, via: 'public' as const, acceptedAtMs: 6 })));
  const honest = fc.array(saying, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(honest, attacks, (before, after) => {
      const known = traitsOf(storedOf(before).identity);
      const attacked = storedOf([...before, ...after]).identity;
      expect(traitsOf(attacked)).toMatchObject(known);
      for (const [name, value] of Object.entries(proposalsOf(attacked)))
        expect(JSON.stringify(value)).not.toBe(JSON.stringify(traitsOf(attacked)[name]));
    }),
    runs(500),
  );
});
