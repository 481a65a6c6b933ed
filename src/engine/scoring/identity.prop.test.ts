/** The law of registers: what is known of a person is the same whatever the order, the repeats, and the moment of storing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { EventConsent, Json, PublicKeyUse } from '../../contract/language/language.ts';
import {
  claimedTraitsOf,
  type IdentityRecord,
  identityOf,
  isClaimed,
  joinIdentities,
  learnFrom,
  noIdentity,
  personOf,
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
  isEmailSigned?: true;
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
    ...(via === 'public' && {
      ...{ ...(keyId && { keyId }), ...(crowd && { crowd }) },
      ...(acceptedAtMs % 2 === 1 && { isEmailSigned: true as const }),
    }),
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
      crowdSinceMs = null,
      signed = {},
      knownSinceMs = null,
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
      crowdSinceMs,
      signed,
      knownSinceMs,
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

/** What people and programmes see of a person. When a company was said last is its time alone. */
const seenOf = (identity: IdentityRecord) => {
  const { group, ...known } = identityOf(identity) ?? {};
  return { ...known, group: [group?.id, group?.domain], person: personOf(identity) };
};

test('what changes how a person is seen is news of the person, however it comes', {
  timeout: lawTimeoutMs,
}, () => {
  const said: fc.Arbitrary<Saying> = fc.oneof(
    saying,
    // The same few words again and again, at other times.
    fc
      .record({
        key: fc.constantFrom('u:1', 'e:ada@shop.example', 'a:phone'),
        atMs: fc.integer({ min: 0, max: 5 }),
        traits: fc.constantFrom<Record<string, Json>>(
          ...[
            { email: 'ada@shop.example' },
            { groupId: 'globex' },
            { company: { id: 'acme', name: 'Acme' } },
          ],
        ),
      })
      .chain((one) => came.map((how) => ({ ...one, ...how }))),
  );
  fc.assert(
    fc.property(fc.array(said, { maxLength: 6 }), fc.array(said, { maxLength: 3 }), (first, others) => {
      const identity = noIdentity();
      const isNews = (by: () => 'nothing' | 'time' | 'person') => {
        const before = seenOf(identity);
        if (by() !== 'person') expect(seenOf(identity)).toEqual(before);
      };
      for (const one of first) isNews(() => learnFrom(identity, one));
      isNews(() => joinIdentities(identity, storedOf(others).identity));
    }),
    runs(500),
  );
});

const attacks = fc.array(saying.map((one) => ({ ...one, via: 'public' as const, acceptedAtMs: 6 })));
const proposedOf = (identity: IdentityRecord) => {
  const counted = traitsOf(identity);
  for (const [name, value] of Object.entries(proposalsOf(identity)))
    expect(JSON.stringify(value)).not.toBe(JSON.stringify(counted[name]));
  return proposalsOf(identity);
};

test('a public key changes nothing of what is known: it fills gaps, once', { timeout: lawTimeoutMs }, () => {
  const honest = fc.array(saying, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(honest, attacks, (before, after) => {
      const known = traitsOf(storedOf(before).identity);
      const attacked = storedOf([...before, ...after]).identity;
      expect(traitsOf(attacked)).toMatchObject(known);
      proposedOf(attacked);
    }),
    runs(500),
  );
});

test('of a person that a server knows, a public key fills no gap: all that it says is proposed', {
  timeout: lawTimeoutMs,
}, () => {
  const ofServer: fc.Arbitrary<Saying> = saying.map(({ via: _via, keyId: _keyId, ...one }) => ({
    ...one,
    traits: { ...one.traits, plan: 'gold' },
  }));
  const honest = fc.tuple(fc.array(saying, { maxLength: 5 }), ofServer).map(([some, one]) => [...some, one]);
  const inAnyOrder = honest.chain((before) =>
    fc.tuple(fc.constant(before), attacks, fc.shuffledSubarray(before, { minLength: before.length })),
  );
  fc.assert(
    fc.property(inAnyOrder, ([before, after, shuffled]) => {
      const known = storedOf(before).identity;
      // Whatever comes first: what counts is when it was accepted.
      const attacked = storedOf([...after, ...shuffled]).identity;
      expect(traitsOf(attacked)).toEqual(traitsOf(known));
      expect(claimedTraitsOf(attacked)).toEqual(claimedTraitsOf(known));
      const said = storedOf(after).identity.claimed ?? {};
      const counted = new Set(Object.keys(traitsOf(attacked)));
      const gaps = Object.keys(said).filter((name) => !counted.has(name));
      expect(Object.keys(proposedOf(attacked))).toEqual(expect.arrayContaining(gaps));
    }),
    runs(500),
  );
});

test('an address that a public key says of a user is claimed, until a server or a signature says the same', {
  timeout: lawTimeoutMs,
}, () => {
  const email = 'ada@shop.example';
  const claim = { key: 'u:1', atMs: 1, acceptedAtMs: 6, via: 'public' as const, traits: { email } };
  const proofs: Saying[] = [
    { key: 'u:1', atMs: 0, acceptedAtMs: 7, traits: { email } },
    { key: 'u:1', atMs: 0, acceptedAtMs: 7, via: 'signed', traits: { email } },
    // The link that a proof has made.
    { key: `e:${email}`, atMs: 0, acceptedAtMs: 7, traits: {} },
  ];
  const others = fc.array(
    saying.map((one) => ({ ...one, key: 'u:1', via: 'public' as const })),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(others, fc.option(fc.constantFrom(...proofs)), (some, proof) => {
      const without = some.map(({ traits: { email: _email, ...traits }, ...one }) => ({ ...one, traits }));
      const all: Saying[] = [claim, ...without, ...(proof === null ? [] : [proof])];
      for (const said of [all, all.toReversed()]) {
        const { identity } = storedOf(said);
        expect([identityOf(identity)?.email, isClaimed(email, identity)]).toEqual([email, proof === null]);
        expect(identityOf(identity)?.isEmailClaimed ?? false).toBe(proof === null);
      }
    }),
    runs(200),
  );
});
