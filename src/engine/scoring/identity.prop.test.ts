/** The law of registers: what is known of a person is the same whatever the order, the repeats, and the moment of storing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Json } from '../../contract/language/language.ts';
import { type IdentityRecord, joinIdentities, learnFrom, noIdentity } from './identity.ts';

interface Saying {
  key: string;
  atMs: number;
  traits: Record<string, Json>;
}

const names = ['title', 'name', 'company', 'email', 'address', 'consent', 'a', 'z'];
const value = fc.constantFrom<Json>(
  ...['Director', 'Student', '', null, true, 3],
  { marketing: true, mails: false },
  // At the limit of the shortest name, and beyond that of others.
  'x'.repeat(limits.traitBytesMax - 3),
);
const saying: fc.Arbitrary<Saying> = fc.record({
  key: fc.constantFrom('u:1', 'e:ada@shop.example', 'a:phone'),
  atMs: fc.integer({ min: 0, max: 5 }),
  traits: fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 }),
});
/** More names and devices than a record keeps. */
const crowded: fc.Arbitrary<Saying> = fc.record({
  key: fc.nat({ max: 2 * limits.profileIdentitiesMax }).map((number) => `a:${number}`),
  atMs: fc.integer({ min: 0, max: 5 }),
  traits: fc
    .uniqueArray(fc.nat({ max: 2 * limits.profileTraitsMax }), { maxLength: 60 })
    .map((numbers) => Object.fromEntries(numbers.map((number) => [`t${number}`, number]))),
});

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
    const { keys, traits } = this.identity;
    return { keys, traits: Object.fromEntries(Object.entries(traits).sort(([a], [b]) => (a < b ? -1 : 1))) };
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
