/** Consent by purpose: which events a programme refuses for what they say themselves, and who is excluded by their last word. */
import type { Consent, ConsentSign, ScovilleEvent } from '../../contract/language/language.ts';
import type { Person } from './person.ts';

/** What a person said last of a purpose. */
export type Said = 'allowed' | 'denied';

/** Returns why a programme must not count an event; undefined where it may. */
export type ConsentTest = (event: Pick<ScovilleEvent, 'consent'>) => ConsentSign | undefined;

export function consentTest({ purpose, gpc }: Consent): ConsentTest {
  const names = namesOf(purpose);
  return ({ consent }) => {
    if (consent === undefined) return undefined;
    if (names.some((name) => consent.denied?.includes(name))) return 'denied';
    return consent.gpc === true && gpc === 'refuse' ? 'gpc' : undefined;
  };
}

/** The exclusions of a programme: people who denied the purpose last and, by its choice, those who never said anything. */
export function consentExclusions({ purpose, whenUnsaid }: Consent) {
  const words = [purpose].flat().join(', ');
  const isDenied = { id: 'consent-denied', label: `no consent to ${words}: denied` };
  const isUnsaid = { id: 'consent-unsaid', label: `no consent to ${words}: nothing was said` };
  const said = saidBy(namesOf(purpose));
  const denied = { ...isDenied, holds: (person: Person) => said(person) === 'denied' };
  if (whenUnsaid === 'score') return [denied];
  return [denied, { ...isUnsaid, holds: (person: Person) => said(person) === undefined }];
}

/** All names are names of one purpose: one that was denied denies it. */
function saidBy(names: readonly string[]): (person: Person) => Said | undefined {
  return ({ consent = {} }) => {
    const words = names.map((name) => (Object.hasOwn(consent, name) ? consent[name] : undefined));
    return words.includes('denied') ? 'denied' : words.find((word) => word !== undefined);
  };
}

function namesOf(purpose: Consent['purpose']): string[] {
  return [purpose].flat().map((name) => name.trim().toLowerCase());
}
