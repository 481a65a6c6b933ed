/** From a programme as written to a programme that runs: matchers indexed by event, facets addressed by slot. */
import type {
  Cap,
  Decay,
  Match,
  Pays,
  Programme,
  Reset,
  Rule,
  ScovilleEvent,
  SuspiciousClicks,
  Worth,
} from '../contract/contract.ts';
import { limits } from '../kernel/kernel.ts';
import { type Calendar, calendarOf } from './calendar.ts';
import { type Candidates, candidatesOf } from './candidates.ts';
import { type Bounds, type CapPeriod, type CompiledCaps, compileCaps, noCaps } from './caps.ts';
import { type Fade, fadeOf } from './fade.ts';
import { type CompiledFit, compileFit } from './fit.ts';
import { keyOf, matcherOf, numberFor } from './match.ts';
import { type PersonTest, personTest } from './person.ts';
import { toThousandths } from './points.ts';

/** The stable small number of a facet (`programme/rule`, `programme/rule#end`) or of a programme, within an installation. */
export type SlotOf = (facet: string) => number;

/**
 * What a facet recognises an event as: what a rule pays for (`when`), the second of a sequence (`then`), what calls an
 * absence off (`unless`), a reset, or one of the three sides of suspicious clicks.
 */
export type FacetRole = 'when' | 'then' | 'unless' | 'reset' | 'click' | 'delivered' | 'sign';

export interface Facet {
  slot: number;
  role: FacetRole;
  /** Index of the rule, the reset or the sign within the programme's list of them. */
  of: number;
  recognises: (event: ScovilleEvent) => boolean;
  keyOf: (event: ScovilleEvent) => number;
  /** The number its worth is computed from; null where there is none. */
  numberFor: (event: ScovilleEvent) => number | null;
}

/** Who a contribution is from: a rule, a fit rule, or a cap. */
export interface Source {
  id: string;
  label: string;
}

export interface CompiledRule extends Source {
  /** Its place in the programme. */
  index: number;
  slot: number;
  rule: Rule;
  /** Slot of the facet whose match a payment is for: its own, or the second of its sequence. */
  paysAt: number;
  /** Whether it counts matches without an end, which are tallied when their facts go. */
  countsForEver: boolean;
  /** How long after a payment the rule or a cap must still know it one by one, ms. */
  memoryMs: number;
  /** How often it pays; null for rungs. */
  pays: Pays | null;
  /** What one payment is worth, in thousandths, by the number its event carries; 0 for rungs. */
  worth: (number: number | null) => number;
  rungs: readonly { from: number; thousandths: number }[];
  coolDownMs: number;
  fade: Fade;
  caps: CompiledCaps;
  /** All caps its earnings count in: its own, its group's and the programme's, in that order. */
  earningCaps: readonly EarningCap[];
  /** Index of its group; -1 where it has none. */
  group: number;
  isFor: PersonTest | null;
  /** Its payments may be suspicious clicks. */
  isClick: boolean;
}

/** A cap on what is earned in a period, and whose it is. */
export interface EarningCap {
  id: string;
  /** Whose, in words; empty for the rule's own. */
  words: string;
  period: CapPeriod;
  bounds: Bounds;
}

export interface CompiledReset extends Source {
  slot: number;
  to: Reset['to'];
}

export interface CompiledGroup extends Source {
  caps: CompiledCaps;
}

export interface CompiledProgramme {
  slot: number;
  programme: Programme;
  version: string;
  rules: readonly CompiledRule[];
  resets: readonly CompiledReset[];
  groups: readonly CompiledGroup[];
  exclude: readonly (Source & { holds: PersonTest })[];
  fit: CompiledFit | null;
  caps: CompiledCaps;
  /** Whether any cap bounds what is earned. */
  capsEarnings: boolean;
  /** By slot; a slot of another programme is undefined. */
  bySlot: readonly (Facet | undefined)[];
  calendar: Calendar;
  visitGapMs: number;
  /** Whether the score depends on what is known of the person. */
  readsPerson: boolean;
}

/** All programmes of an installation, with one index from event to the facets that may see it. */
export interface CompiledProgrammes {
  programmes: readonly CompiledProgramme[];
  candidates: Candidates;
  readsPerson: boolean;
}

/** The facets of a programme that need a slot, in the order of the file. */
export function facetNames(programme: Programme): string[] {
  return [programme.programme, ...facetsOf(programme).map(({ name }) => name)];
}

/** Compiles programmes (with the version each was loaded as). Slots must be there for all `facetNames`. */
export function compileProgrammes(
  sources: readonly { programme: Programme; version: string }[],
  slotOf: SlotOf,
): CompiledProgrammes {
  const indexed: { facet: Facet; match: Match }[] = [];
  const programmes = sources.map(({ programme, version }) => {
    const facets = facetsOf(programme).map((draft) => ({
      facet: compileFacet(draft, slotOf),
      match: draft.match,
    }));
    indexed.push(...facets);
    return compileOne(
      programme,
      version,
      slotOf,
      facets.map(({ facet }) => facet),
    );
  });
  return {
    programmes,
    candidates: candidatesOf(indexed),
    readsPerson: programmes.some(({ readsPerson }) => readsPerson),
  };
}

/** A programme by itself, with slots of its own: to try it without an installation. */
export function compileAlone(programme: Programme, version: string): CompiledProgrammes {
  const slots = new Map(facetNames(programme).map((name, index) => [name, index + 1]));
  return compileProgrammes([{ programme, version }], (facet) => slots.get(facet) ?? 0);
}

interface FacetDraft {
  name: string;
  role: FacetRole;
  of: number;
  match: Match;
  key?: string | string[] | undefined;
  rule?: Rule;
}

/** Every match of a programme that leaves a mark in a profile. */
function facetsOf(programme: Programme): FacetDraft[] {
  const root = programme.programme;
  const drafts: FacetDraft[] = [];
  programme.rules.forEach((rule, of) => {
    const name = `${root}/${rule.id}`;
    const key = 'distinct' in rule && rule.distinct !== undefined ? rule.distinct : rule.per;
    drafts.push({ name, role: 'when', of, match: rule.when, key, rule });
    if ('then' in rule) drafts.push({ name: `${name}#then`, role: 'then', of, match: rule.then, key, rule });
    if ('unless' in rule && rule.unless !== undefined)
      drafts.push({ name: `${name}#end`, role: 'unless', of, match: rule.unless, key });
  });
  programme.resets.forEach(({ id, when }, of) => {
    drafts.push({ name: `${root}/${id}`, role: 'reset', of, match: when });
  });
  if (programme.suspiciousClicks) drafts.push(...clickFacets(programme, programme.suspiciousClicks));
  return drafts;
}

function clickFacets(programme: Programme, clicks: SuspiciousClicks): FacetDraft[] {
  const root = programme.programme;
  const meant = programme.rules.filter(({ id }) => clicks.rules.includes(id)).map(({ when }) => when);
  const any: Match = meant.includes('any event')
    ? 'any event'
    : { any: meant.filter((match) => match !== 'any event') };
  return [
    { name: `${root}#clicks`, role: 'click', of: 0, match: any, key: clicks.message },
    ...(clicks.delivered === undefined
      ? []
      : [
          {
            name: `${root}#delivered`,
            role: 'delivered',
            of: 0,
            match: clicks.delivered,
            key: clicks.message,
          } as const,
        ]),
    ...clicks.confirmedBy.map(
      ({ when }, of) => ({ name: `${root}#sign-${of + 1}`, role: 'sign', of, match: when }) as const,
    ),
  ];
}

function compileFacet(draft: FacetDraft, slotOf: SlotOf): Facet {
  const { name, role, of, match, key, rule } = draft;
  // A sequence is worth what its second event says.
  const pays = rule !== undefined && 'points' in rule && ('then' in rule ? role === 'then' : role === 'when');
  return {
    slot: slotOf(name),
    role,
    of,
    recognises: matcherOf(match),
    keyOf: keyOf(key),
    numberFor: numberFor(pays ? rule.points : undefined),
  };
}

function compileOne(
  programme: Programme,
  version: string,
  slotOf: SlotOf,
  facets: readonly Facet[],
): CompiledProgramme {
  const groups = programme.groups.map(({ id, label, cap }) => ({ id, label, caps: compileCaps(cap) }));
  const whole = programmeCaps(programme);
  const clicks = new Set(programme.suspiciousClicks?.rules);
  const rules = programme.rules.map((rule, index): CompiledRule => {
    const own: { cap?: Cap | undefined; decay?: Decay | undefined } = rule;
    const caps = own.cap === undefined ? noCaps : compileCaps(own.cap);
    const group = groups.findIndex(({ id }) => id === rule.group);
    const { label: groupLabel = '', caps: groupCaps = noCaps } = groups[group] ?? {};
    return {
      id: rule.id,
      label: rule.label,
      index,
      slot: slotOf(`${programme.programme}/${rule.id}`),
      rule,
      paysAt: slotOf(`${programme.programme}/${rule.id}${'then' in rule ? '#then' : ''}`),
      countsForEver: countsForEver(rule),
      memoryMs: memoryMsOf(rule),
      pays: 'pays' in rule ? rule.pays : null,
      worth: worthOf('points' in rule ? rule.points : 0),
      rungs:
        'rungs' in rule
          ? rule.rungs.map(({ from, points }) => ({ from, thousandths: toThousandths(points) }))
          : [],
      coolDownMs: ('coolDown' in rule ? rule.coolDown : undefined) ?? 0,
      fade: fadeOf(own.decay ?? programme.decay),
      caps,
      earningCaps: [
        ...caps.earned.map((cap) => ({ id: `r${index}`, words: '', ...cap })),
        ...groupCaps.earned.map((cap) => ({ id: `g${group}`, words: ` for ${groupLabel}`, ...cap })),
        ...whole.earned.map((cap) => ({ id: 'p', words: ' for everything', ...cap })),
      ],
      group,
      isFor: rule.who === undefined ? null : personTest(rule.who),
      isClick: clicks.has(rule.id),
    };
  });
  const bySlot: (Facet | undefined)[] = [];
  for (const facet of facets) bySlot[facet.slot] = facet;
  const fit = programme.fit === undefined ? null : compileFit(programme.fit);
  const exclude = programme.exclude.map(({ id, label, who }) => ({ id, label, holds: personTest(who) }));
  return {
    slot: slotOf(programme.programme),
    programme,
    version,
    rules,
    resets: programme.resets.map(({ id, label, to }) => ({
      id,
      label,
      to,
      slot: slotOf(`${programme.programme}/${id}`),
    })),
    groups,
    exclude,
    fit,
    caps: whole,
    capsEarnings: rules.some(({ earningCaps }) => earningCaps.length > 0),
    bySlot,
    calendar: calendarOf(programme.timeZone),
    visitGapMs: programme.visit.endsAfter,
    readsPerson: fit !== null || exclude.length > 0 || rules.some(({ isFor }) => isFor !== null),
  };
}

function countsForEver(rule: Rule): boolean {
  if ('count' in rule) return rule.count.per === 'ever';
  return rule.pays.often === 'every' && rule.pays.nth > 1;
}

const periodMsMax = { visit: 0, ever: 0, day: 1, week: 7, month: 31 };

/** The longest of its own period, its cool-down, its wait, and any calendar period a cap may have. */
function memoryMsOf(rule: Rule): number {
  const pays = 'pays' in rule ? rule.pays : null;
  const own =
    pays?.often !== 'once'
      ? 0
      : pays.per === 'rolling'
        ? pays.rollingMs
        : periodMsMax[pays.per] * limits.dayMs;
  const waitMs = 'within' in rule ? rule.within : 0;
  const coolDownMs = ('coolDown' in rule ? rule.coolDown : undefined) ?? 0;
  return Math.max(own, coolDownMs, periodMsMax.month * limits.dayMs) + waitMs;
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
