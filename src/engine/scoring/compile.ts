/** Compilation of programmes: matchers indexed by event, match signatures addressed by id. */

import { limits } from '../../base/kernel/kernel.ts';
import { type Calendar, calendarOf } from '../../base/time/time.ts';
import {
  type Cap,
  type Decay,
  isOfVisits,
  type Match,
  type Pays,
  type Programme,
  type Reset,
  type Rule,
  type Worth,
} from '../../contract/language/language.ts';
import { accountOf, type CompiledAccount, type OfAccount, ofPeople } from './account.ts';
import { type Candidates, candidatesOf } from './candidates.ts';
import {
  type Bounds,
  type CompiledCaps,
  compileCaps,
  type EarningPeriod,
  isBounded,
  noCaps,
  publicPointsPerHourOf,
  type StopsAbove,
  stopsAboveOf,
} from './caps.ts';
import { type ConsentTest, consentExclusions, consentTest } from './consent.ts';
import { type Fade, fadeOf } from './fade.ts';
import { type CompiledFit, compileFit } from './fit.ts';
import { type PersonTest, personTest } from './person.ts';
import { type CompiledPhases, type Counting, countingOf, phasesOf } from './phases.ts';
import { toThousandths } from './points.ts';
import { type Rounding, roundingOf } from './rounding.ts';
import { isAsOfEvent } from './said.ts';
import {
  compileSignature,
  type Signature,
  type SignatureIdOf,
  type SignatureRole,
  signaturesOf,
} from './signatures.ts';

/** The source of a contribution: a rule, a fit rule, or a cap. */
export interface Source {
  id: string;
  label: string;
}

export interface CompiledRule extends Source {
  /** Its index in the programme. */
  index: number;
  signatureId: number;
  rule: Rule;
  /** Id of the signature whose match is awarded: its own, or the second of its sequence. */
  paysAt: number;
  /** Whether it counts matches without an end; these are tallied when their events are sealed. */
  countsForEver: boolean;
  /** Whether it counts visits that have a match, and not matches. */
  countsVisits: boolean;
  /** The least time between two matches of one page that count, ms; 0 where each counts. */
  apartMs: number;
  /** How long after an award the rule or a cap still needs it one by one, ms. */
  memoryMs: number;
  /** How often it pays; null for rungs. */
  pays: Pays | null;
  /** What one payment is worth, in thousandths, by the number its event carries; 0 for rungs. */
  worth: (number: number | null) => number;
  rungs: readonly { from: number; thousandths: number }[];
  coolDownMs: number;
  fade: Fade;
  caps: CompiledCaps;
  /** All caps its earnings count in: its own, its group's, the programme's and that of public keys, in that order. */
  earningCaps: readonly EarningCap[];
  /** Index of its group; -1 where it has none. */
  group: number;
  isFor: PersonTest | null;
  /** When its matches count. */
  counting: Counting;
  /** Its payments may be suspicious clicks. */
  isClick: boolean;
}

/** A cap on what is earned in a period, and whose it is. */
export interface EarningCap {
  /** Names what is earned under it; the same for all rules that share it. */
  name: string;
  /** Whose, in words; empty for the rule's own. */
  words: string;
  period: EarningPeriod;
  bounds: Bounds;
  /** It bounds what events of public keys earn, and nothing else. */
  isOfPublicKeys: boolean;
}

export interface CompiledReset extends Source {
  /** Its index in the programme. */
  index: number;
  signatureId: number;
  to: Reset['to'];
}

export interface CompiledGroup extends Source {
  caps: CompiledCaps;
}

export interface CompiledProgramme extends OfAccount {
  signatureId: number;
  programme: Programme;
  version: string;
  rules: readonly CompiledRule[];
  resets: readonly CompiledReset[];
  groups: readonly CompiledGroup[];
  phases: CompiledPhases;
  exclude: readonly (Source & { holds: PersonTest })[];
  fit: CompiledFit | null;
  caps: CompiledCaps;
  /** Makes its score whole points; null where it stays in thousandths. */
  rounding: Rounding | null;
  /** The bound above which behaviour earns nothing; null where there is none. */
  stopsAbove: StopsAbove | null;
  /** Whether a cap of its file bounds what is earned, and whether one bounds what stands. */
  capsEarnings: boolean;
  /** Whether the person decides what rules may earn: rules share a bound, and some are for certain people. */
  freezesByPerson: boolean;
  capsStanding: boolean;
  /** Latest payments of one rule that fade one by one; older ones fade in groups. */
  fadingAloneMax: number;
  /** By signature id; undefined for ids of other programmes. */
  bySignatureId: readonly (Signature | undefined)[];
  calendar: Calendar;
  visitGapMs: number;
  /** Whether the score depends on what is known of the person. */
  readsPerson: boolean;
}

/** All programmes of an installation, with one index from events to the signatures that may match them. */
export interface CompiledProgrammes {
  programmes: readonly CompiledProgramme[];
  candidates: Candidates;
  readsPerson: boolean;
  /** Those of the programmes that ask for consent. */
  consents: readonly ConsentTest[];
  /** The shortest gap that ends a visit of any of them, ms. */
  visitGrainMs: number;
}

/** Returns the names of a programme's match signatures, in the order of the file; each needs an id. */
export function signatureNames(programme: Programme): string[] {
  return [programme.programme, ...signaturesOf(programme).map(({ name }) => name)];
}

/** The same of each rule, by its id. */
export function signatureNamesByRule(programme: Programme): Map<string, string[]> {
  const signatures = signaturesOf(programme);
  const namesOf = (rule: number) =>
    signatures
      .filter(({ of, role }) => of === rule && (role === 'when' || role === 'then' || role === 'unless'))
      .map(({ name }) => name);
  return new Map(programme.rules.map(({ id }, rule) => [id, namesOf(rule)]));
}

/** Compiles programmes (with the version each was loaded as). Every name of `signatureNames` must have an id. */
export function compileProgrammes(
  sources: readonly { programme: Programme; version: string }[],
  signatureIdOf: SignatureIdOf,
): CompiledProgrammes {
  const indexed: { signature: Signature; match: Match }[] = [];
  const programmes = sources.map(({ programme, version }) => {
    const signatures = signaturesOf(programme).map((draft) => ({
      signature: compileSignature(draft, signatureIdOf),
      match: draft.match,
    }));
    indexed.push(...signatures);
    return compileOne(
      ofPeople(programme),
      version,
      signatureIdOf,
      signatures.map(({ signature }) => signature),
      accountOf(programme),
    );
  });
  return {
    programmes,
    candidates: candidatesOf(indexed),
    readsPerson: programmes.some(({ readsPerson }) => readsPerson),
    consents: sources.flatMap(({ programme: { consent } }) => (consent ? [consentTest(consent)] : [])),
    visitGrainMs: Math.min(...programmes.map(({ visitGapMs }) => visitGapMs), limits.visitMsMax),
  };
}

/** Compiles one programme with signature ids of its own, to try it without an installation. */
export function compileAlone(programme: Programme, version: string): CompiledProgrammes {
  const signatureIds = new Map(signatureNames(programme).map((name, index) => [name, index + 1]));
  return compileProgrammes([{ programme, version }], (signature) => signatureIds.get(signature) ?? 0);
}

function compileOne(
  programme: Programme,
  version: string,
  signatureIdOf: SignatureIdOf,
  signatures: readonly Signature[],
  account: CompiledAccount | null,
): CompiledProgramme {
  const groups = programme.groups.map(({ id, label, cap }) => ({ id, label, caps: compileCaps(cap) }));
  const whole = programmeCaps(programme);
  const fade = fadeOf(programme.decay);
  const clicks = new Set(programme.suspiciousClicks?.rules);
  const ofPublicKeys: EarningCap = {
    name: 'public hour',
    words: ' from public keys',
    period: 'hour',
    bounds: {
      least: Number.NEGATIVE_INFINITY,
      most: toThousandths(publicPointsPerHourOf(programme)),
    },
    isOfPublicKeys: true,
  };
  const signatureIdAs = (role: SignatureRole, of: number) =>
    (signatures.find((signature) => signature.role === role && signature.of === of) as Signature).signatureId;
  const rules = programme.rules.map((rule, index): CompiledRule => {
    const own: { cap?: Cap | undefined; decay?: Decay | undefined } = rule;
    const caps = own.cap === undefined ? noCaps : compileCaps(own.cap);
    const group = groups.findIndex(({ id }) => id === rule.group);
    const { label: groupLabel = '', caps: groupCaps = noCaps } = groups[group] ?? {};
    const allCaps = [
      ...earningCaps(caps, `rule ${index}`, ''),
      ...earningCaps(groupCaps, `group ${group}`, ` for ${groupLabel}`),
      ...earningCaps(whole, 'all', ' for everything'),
      ofPublicKeys,
    ];
    return {
      id: rule.id,
      label: rule.label,
      index,
      signatureId: signatureIdAs('when', index),
      rule,
      paysAt: signatureIdAs('then' in rule ? 'then' : 'when', index),
      countsForEver: countsForEver(rule),
      countsVisits: 'count' in rule && isOfVisits(rule),
      apartMs: ('apart' in rule ? rule.apart : undefined) ?? 0,
      memoryMs: memoryMsOf(rule, allCaps),
      pays: 'pays' in rule ? rule.pays : null,
      worth: worthOf('points' in rule ? rule.points : 0),
      rungs:
        'rungs' in rule
          ? rule.rungs.map(({ from, points }) => ({ from, thousandths: toThousandths(points) }))
          : [],
      coolDownMs: coolDownMsOf(rule),
      fade: own.decay === undefined ? fade : fadeOf(own.decay),
      caps,
      earningCaps: allCaps,
      group,
      isFor: rule.who === undefined || isAsOfEvent(rule.who) ? null : personTest(rule.who),
      counting: countingOf(rule, programme),
      isClick: clicks.has(rule.id),
    };
  });
  const bySignatureId: (Signature | undefined)[] = [];
  for (const signature of signatures) bySignatureId[signature.signatureId] = signature;
  const fit = programme.fit === undefined ? null : compileFit(programme.fit);
  const exclude = [
    ...(programme.consent ? consentExclusions(programme.consent) : []),
    ...programme.exclude.map(({ id, label, who }) => ({ id, label, holds: personTest(who) })),
  ];
  return {
    signatureId: signatureIdOf(programme.programme),
    programme,
    version,
    rules,
    resets: programme.resets.map(({ id, label, to }, index) => ({
      id,
      label,
      to,
      index,
      signatureId: signatureIdAs('reset', index),
    })),
    groups,
    phases: phasesOf(programme),
    exclude,
    fit,
    caps: whole,
    rounding: roundingOf(programme),
    stopsAbove: stopsAboveOf(programme),
    capsEarnings: rules.some(({ earningCaps }) => earningCaps.some(({ isOfPublicKeys }) => !isOfPublicKeys)),
    freezesByPerson:
      (rules.some(({ isFor }) => isFor !== null) && isBounded(programme)) ||
      (stopsAboveOf(programme)?.withFit ?? false),
    capsStanding: [...rules, ...groups, { caps: whole }].some(({ caps }) => caps.standing !== null),
    fadingAloneMax: limits.fadingPaymentsPerRuleMax,
    bySignatureId,
    calendar: calendarOf(programme.timeZone),
    visitGapMs: programme.visit.endsAfter,
    readsPerson: fit !== null || exclude.length > 0 || rules.some(({ isFor }) => isFor !== null),
    account,
  };
}

function earningCaps({ earned }: CompiledCaps, whose: string, words: string): EarningCap[] {
  return earned.map((cap) => ({ name: `${whose} ${cap.period}`, words, ...cap, isOfPublicKeys: false }));
}

function countsForEver(rule: Rule): boolean {
  if ('count' in rule) return rule.count.per === 'ever';
  return rule.pays.often === 'every' && rule.pays.nth > 1;
}

/** Days of the longest calendar periods; an hour more, since in one the clocks go back. */
const daysOfPeriods: Readonly<Partial<Record<string, number>>> = {
  day: 31,
  week: 31,
  month: 31,
  quarter: 92,
};

/** The longest of the calendar periods it pays or is capped by, its rolling one and its cool-down; and its wait. */
function memoryMsOf(rule: Rule, caps: readonly EarningCap[]): number {
  const pays = 'pays' in rule ? rule.pays : null;
  const payPeriods = pays !== null && 'per' in pays ? [pays.per] : [];
  const days = Math.max(
    ...[...payPeriods, ...caps.map(({ period }) => period)].map((period) => daysOfPeriods[period] ?? 0),
  );
  const rollingMs = pays !== null && 'rollingMs' in pays ? pays.rollingMs : 0;
  const waitMs = 'within' in rule ? rule.within : 0;
  return Math.max(days * limits.dayMs + limits.hourMs, rollingMs, coolDownMsOf(rule)) + waitMs;
}

function coolDownMsOf(rule: Rule): number {
  return ('coolDown' in rule ? rule.coolDown : undefined) ?? 0;
}

function worthOf(worth: Worth): CompiledRule['worth'] {
  if (typeof worth === 'number') {
    const fixed = toThousandths(worth);
    return () => fixed;
  }
  const { times, atLeast, atMost, otherwise } = worth;
  return (number) =>
    toThousandths(number === null ? otherwise : Math.min(Math.max(number * times, atLeast), atMost));
}

/** The programme's caps; its floor is the least that may stand. */
function programmeCaps(programme: Programme): CompiledCaps {
  const caps = programme.cap === undefined ? noCaps : compileCaps(programme.cap);
  if (programme.floor === undefined) return caps;
  return {
    ...caps,
    standing: compileCaps({ standing: { atLeast: programme.floor } }, caps.standing).standing,
  };
}
