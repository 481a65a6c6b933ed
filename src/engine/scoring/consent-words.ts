/** What a person said of consent: the latest word of each purpose, of servers and of pages apart. Pure. */
import type { ScovilleEvent } from '../../contract/language/language.ts';
import type { Said } from './consent.ts';
import { isLater, type Learnt, more, type Registers, takeTrait } from './registers.ts';

/** The words that a profile keeps. */
export interface Consents {
  /** Purpose of consent → the latest word, `allowed` or `denied`, of servers and signed events. Absent is none. */
  consents?: Registers;
  /** The same of public keys. */
  claimedConsents?: Registers;
}

/** Takes in place what an event says of consent. At one time a denial wins, by its name. */
export function takeConsent(
  identity: Consents,
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

/** The words of two, into the first; returns what that one learnt. */
export function joinConsents(identity: Consents, other: Consents): Learnt {
  let learnt: Learnt = 'nothing';
  for (const whose of ['consents', 'claimedConsents'] as const)
    if (other[whose] !== undefined)
      learnt = more(learnt, takeWords(identity, whose, Object.entries(other[whose])));
  return learnt;
}

function takeWords(
  identity: Consents,
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
export function consentOf({ consents, claimedConsents }: Consents): Record<string, Said> {
  // Most people never say any, and each event of each asks.
  if (consents === undefined && claimedConsents === undefined) return {};
  const proven = new Map(Object.entries(consents ?? {}));
  const claimed = new Map(Object.entries(claimedConsents ?? {}));
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
