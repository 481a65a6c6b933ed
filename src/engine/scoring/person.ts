/** What is known of a profile's person now, and the conditions programmes put on it. */

import { isFreeMail } from '../../base/kernel/kernel.ts';
import { type JsonObject, traitTestsOf, type Who } from '../../contract/language/language.ts';
import type { Said } from './consent.ts';
import { valueAt, valueTest } from './value-test.ts';

export interface Person {
  traits: JsonObject;
  /** Lower case; null where unknown. */
  email: string | null;
  /** By a user id or an address. */
  isKnown: boolean;
  /** Known, with an address or a phone. */
  canBeContacted: boolean;
  /** What they said last of each purpose; absent where they said nothing of any. */
  consent?: Readonly<Record<string, Said>>;
}

export type PersonTest = (person: Person) => boolean;

/** Nobody is known: an anonymous profile without traits. */
export const nobody: Person = { traits: {}, email: null, isKnown: false, canBeContacted: false };

/** A test that holds when all that is given holds. */
export function personTest(who: Who): PersonTest {
  const tests: PersonTest[] = [];
  for (const [name, wanted] of traitTestsOf(who)) {
    const test = valueTest(wanted);
    tests.push(({ traits }) => test(valueAt(traits, name)));
  }
  if (who.emailDomain !== undefined) {
    const domains = [who.emailDomain].flat().map(domainTest);
    tests.push(({ email }) => {
      const domain = domainOf(email);
      return domain !== null && domains.some((test) => test(domain));
    });
  }
  if (who.freeMail !== undefined) {
    const wanted = who.freeMail;
    tests.push(({ email }) => {
      const domain = domainOf(email);
      return domain !== null && isFreeMail(domain) === wanted;
    });
  }
  if (who.identity !== undefined) {
    const wanted = who.identity === 'known';
    tests.push(({ isKnown }) => isKnown === wanted);
  }
  for (const inner of who.all ?? []) tests.push(personTest(inner));
  if (who.any !== undefined) {
    const choices = who.any.map(personTest);
    tests.push((person) => choices.some((choice) => choice(person)));
  }
  if (who.not !== undefined) {
    const unwanted = personTest(who.not);
    tests.push((person) => !unwanted(person));
  }
  return (person) => tests.every((test) => test(person));
}

function domainTest(pattern: string): (domain: string) => boolean {
  const plain = pattern.toLowerCase();
  if (!plain.startsWith('*.')) return (domain) => domain === plain;
  return (domain) => domain.endsWith(plain.slice(1));
}

function domainOf(email: string | null): string | null {
  if (email === null || !email.includes('@')) return null;
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}
