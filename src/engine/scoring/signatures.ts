/** The match signatures of a programme: every match that is stored in a profile, and how events are recognised. */
import {
  type AbsenceRule,
  type Basket,
  isOfVisits,
  type Match,
  type Programme,
  type Rule,
  type RungsRule,
  type ScovilleEvent,
  type SuspiciousClicks,
  serverOnlyByDefault,
} from '../../contract/language/language.ts';
import { samenessOf } from './apart.ts';
import { type BasketChange, basketReader } from './basket-change.ts';
import { type ConsentTest, consentTest } from './consent.ts';
import { plainName } from './event-name.ts';
import { type EventTest, keyOf, matcherOf, numberFor } from './match.ts';
import { saidTestsOf, saysTrait } from './said.ts';
import { meaningOf, signatureName } from './signature-name.ts';

/** Returns the stable small id of a match signature (`programme/rule`, `programme/rule#end`) or of a programme, within an installation. */
export type SignatureIdOf = (signature: string) => number;

/**
 * What a signature recognises an event as: what a rule pays for (`when`), the second of a sequence (`then`), what calls an
 * absence off (`unless`). Or a reset, the beginning or end of a phase, or one of the three sides of suspicious clicks.
 */
export type SignatureRole =
  | 'when'
  | 'then'
  | 'unless'
  | 'reset'
  | 'begins'
  | 'until'
  | 'click'
  | 'delivered'
  | 'sign';

export interface Signature {
  signatureId: number;
  role: SignatureRole;
  /** Index of the rule, the reset, the phase or the sign within the programme's list of them. */
  of: number;
  /** What it recognises says who somebody is: that alone computes no score. */
  isAside: boolean;
  recognises: (event: ScovilleEvent) => boolean;
  /** Whether it would recognise an event that a public key sent, if a server had sent it. */
  needsServer: (event: ScovilleEvent) => boolean;
  /** Whether its programme must not count an event that it recognises. */
  refuses: (event: ScovilleEvent) => boolean;
  keyOf: (event: ScovilleEvent) => number;
  /** The number its worth is computed from; null where there is none. */
  numberFor: (event: ScovilleEvent) => number | null;
  /** What an event changes of a basket; null where there is none. */
  basketOf: (event: ScovilleEvent) => BasketChange | null;
}

export interface SignatureDraft {
  name: string;
  role: SignatureRole;
  of: number;
  match: Match;
  /** Plain names of events that it recognises from a secret key alone. */
  serverOnly: ReadonlySet<string>;
  /** Absent where the programme asks for no consent, and for what only takes back. */
  consent?: ConsentTest | undefined;
  key?: string | string[] | undefined;
  rule?: Rule;
  /** A test in place of `match`, of what an event says of the person. */
  says?: EventTest;
}

/** Every match of a programme that leaves a mark in a profile. */
export function signaturesOf(programme: Programme): SignatureDraft[] {
  const drafts: Omit<SignatureDraft, 'serverOnly' | 'consent'>[] = [];
  programme.rules.forEach((rule, of) => {
    const name = (suffix: string) => signatureName(programme, rule.id, suffix, meaningOf(rule));
    const {
      distinct,
      per,
      unless,
    }: Partial<Pick<RungsRule, 'distinct' | 'per'> & Pick<AbsenceRule, 'unless'>> = rule;
    const key = isOfVisits({ distinct }) ? undefined : (distinct ?? per);
    drafts.push({ name: name(''), role: 'when', of, match: rule.when, key, rule });
    if ('then' in rule) drafts.push({ name: name('#then'), role: 'then', of, match: rule.then, key, rule });
    if (unless !== undefined) drafts.push({ name: name('#end'), role: 'unless', of, match: unless, key });
  });
  programme.resets.forEach(({ id, when }, of) => {
    drafts.push({ name: signatureName(programme, id, '', when), role: 'reset', of, match: when });
  });
  programme.phases.forEach(({ id, begins, until }, of) => {
    const draft = (role: 'begins' | 'until', match: Match) => {
      drafts.push({ name: signatureName(programme, id, `#${role}`, match), role, of, match });
    };
    draft('begins', begins);
    if (until !== undefined) draft('until', until);
  });
  saidTestsOf(programme).forEach((one, index) => {
    const of = programme.phases.length + index;
    const draft = (role: 'begins' | 'until') => {
      const name = signatureName(programme, '', `#${role === 'begins' ? 'said' : 'unsaid'}`, [
        one.trait,
        one.test,
      ]);
      drafts.push({ name, role, of, match: 'any event', says: saysTrait(one, role === 'begins') });
    };
    draft('begins');
    draft('until');
  });
  if (programme.suspiciousClicks) drafts.push(...clickSignatures(programme, programme.suspiciousClicks));
  const names: ReadonlySet<string> = new Set((programme.serverOnly ?? serverOnlyByDefault).map(plainName));
  // What ends an absence gives nothing: an order that a page reports still ends its basket.
  const consent = programme.consent && consentTest(programme.consent);
  const takesOnly = (role: SignatureRole) => role === 'unless' || role === 'reset';
  return drafts.map((draft) => ({
    ...draft,
    serverOnly: draft.role === 'unless' ? noNames : names,
    consent: takesOnly(draft.role) || draft.says !== undefined ? undefined : consent,
  }));
}

const noNames: ReadonlySet<string> = new Set();

function clickSignatures(
  programme: Programme,
  clicks: SuspiciousClicks,
): Omit<SignatureDraft, 'serverOnly' | 'consent'>[] {
  const meant = programme.rules.filter(({ id }) => clicks.rules.includes(id)).map(({ when }) => when);
  const any: Match = meant.includes('any event')
    ? 'any event'
    : { any: meant as Exclude<Match, 'any event'>[] };
  const name = (suffix: string, match: Match) => signatureName(programme, '', suffix, [clicks, match]);
  const { delivered, message: key } = clicks;
  return [
    { name: name('#clicks', any), role: 'click', of: 0, match: any, key },
    ...(delivered === undefined
      ? []
      : [{ name: name('#delivered', delivered), role: 'delivered', of: 0, match: delivered, key } as const]),
    ...clicks.confirmedBy.map(
      ({ when }, of) => ({ name: name(`#sign-${of + 1}`, when), role: 'sign', of, match: when }) as const,
    ),
  ];
}

function isOfBasket(rule: Rule | undefined): rule is AbsenceRule & { basket: Basket } {
  return rule !== undefined && 'basket' in rule && rule.basket !== undefined;
}

function isApart(rule: Rule | undefined): boolean {
  return rule !== undefined && 'apart' in rule && rule.apart !== undefined;
}

export function compileSignature(draft: SignatureDraft, signatureIdOf: SignatureIdOf): Signature {
  const { name, role, of, match, serverOnly, consent, key, rule, says } = draft;
  const fits = says ?? matcherOf(match);
  const isTrusted = ({ via, type, name: called }: ScovilleEvent) =>
    via === undefined || type !== 'track' || !serverOnly.has(plainName(called));
  // A sequence is worth what its second event says.
  const pays = rule !== undefined && 'points' in rule && (role === 'then') === 'then' in rule;
  return {
    signatureId: signatureIdOf(name),
    role,
    of,
    isAside: says !== undefined,
    recognises: (event) => fits(event) && isTrusted(event),
    needsServer: (event) => !isTrusted(event) && fits(event),
    refuses: (event) => consent?.(event) !== undefined,
    keyOf: isApart(rule) ? samenessOf : keyOf(key),
    numberFor: numberFor(pays ? rule.points : undefined),
    basketOf: role === 'when' && isOfBasket(rule) ? basketReader(rule.basket) : () => null,
  };
}
