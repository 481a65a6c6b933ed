/**
 * Who gets a lead, and why. Pure.
 *
 * The steps are tried in order. A step selects its reps and excludes those who cannot take the lead. A rep is
 * excluded who does not sell in the territory, in the language or the product. So is a rep who is away, not at work
 * before the deadline, or at the maximum of open hot leads. The step chooses among the others by turns. Without a rep
 * in any step the lead waits in the queue.
 *
 * Turns count leads per share: a rep with capacity 2 advances by a half. Candidates are the reps who have had no more
 * than their part, the mean weighed by capacity. The one whose next lead is due first gets it. So every rep stays
 * within one lead of the exact share at every moment (worst-case fair queueing, Bennett and Zhang 1996). A rep who
 * was unavailable for a while resumes one lead behind the others, and does not catch up on the rest.
 */

import { type WorkingTime, workBeginsAt } from '../../base/time/time.ts';
import type { Routing, RoutingStep, Speciality } from '../../contract/language/language.ts';

/** A user as routing sees it. */
export interface Rep {
  email: string;
  team: string | null;
  languages: readonly string[];
  territories: readonly string[];
  products: readonly string[];
  acceptsLeads: boolean;
  capacity: number;
  maxOpenLeads: number;
  deputy: string | null;
  timeZone: string | null;
  workingTime: WorkingTime | null;
  away: { fromMs: number; untilMs: number } | null;
  /** Open hot leads of the rep, counted up to the maximum. */
  openHotLeads: number;
  /** Leads assigned by turns, divided by capacity. */
  turn: number;
  /** The mean turn of the available reps when this rep was last chosen. */
  chosen: number;
  /** Whether the turn has changed since the rep was read. */
  hasBeenChosen: boolean;
}

/** A lead or task to route. */
export interface Candidate {
  /**
   * Returns the owner of the account, or the deputy of an absent one. The maximum of open leads does not apply to the
   * owner.
   */
  accountOwner: string | null;
  /** `the account` or the name of its company, for the reason. */
  account: string;
  /** ISO codes; null where unknown, which excludes no rep. */
  country: string | null;
  language: string | null;
  campaign: string | null;
  programme: string | null;
  grade: string | null;
  tier: number;
  /** Rules that gave points, those with the most first. */
  rules: readonly string[];
  atMs: number;
  /** When the contact is due. */
  dueAtMs: number;
  /** Whether it counts as an open hot lead of the rep. */
  isLead: boolean;
  /** Users it is not assigned to. */
  exclude: readonly string[];
}

/** The rules with every rep. Routing changes `reps` in place as it assigns leads. */
export interface RoutingSnapshot {
  routing: Routing;
  reps: Map<string, Rep>;
  territories: readonly { name: string; countries: readonly string[] }[];
}

export interface Routed {
  /** Null: it waits in the queue. */
  owner: string | null;
  reason: string;
}

type Known = Candidate & Record<Speciality, string | null>;

/** The territory of a country in no territory: known, and of no rep. */
const noTerritory = '';
/** Turns are sums of fractions: within this difference they are equal. */
const turnsApartMin = 1e-6;

/** What became of a step for a candidate, in the order of the steps. */
export interface TriedStep {
  step: string;
  outcome: 'taken' | 'nobody' | 'not for it' | 'not reached';
  /** Why nobody of the step can take it; empty where that says it all. */
  why: string;
}

/** Routes a candidate, and counts the assignment in the snapshot for the next one. */
export function route(snapshot: RoutingSnapshot, candidate: Candidate): Routed {
  return routeByStep(snapshot, candidate).routed;
}

/** The same, with what became of each step. */
export function routeByStep(
  snapshot: RoutingSnapshot,
  candidate: Candidate,
): { routed: Routed; steps: TriedStep[] } {
  const known: Known = {
    ...candidate,
    territory: territoryOf(snapshot, candidate),
    product: productOf(snapshot, candidate),
  };
  const passed: string[] = [];
  const tried: TriedStep[] = [];
  let routed: Routed | null = null;
  for (const step of snapshot.routing.steps) {
    const note = (outcome: TriedStep['outcome'], why = '') => tried.push({ step: step.step, outcome, why });
    if (routed !== null) {
      note('not reached');
      continue;
    }
    if (!holds(step, known)) {
      note('not for it');
      continue;
    }
    if (step.to === 'queue') {
      routed = queued(snapshot, [...passed, step.step].join('; '));
      note('taken');
      continue;
    }
    const found = step.to === 'account owner' ? ownerOf(snapshot, known) : choose(snapshot, step, known);
    if (found === null || typeof found === 'string') {
      if (found !== null) passed.push(found);
      note('nobody', found ?? '');
      continue;
    }
    const rep = snapshot.reps.get(found.owner ?? '');
    if (rep !== undefined && countsAsHot(snapshot, known)) rep.openHotLeads++;
    routed = found;
    note('taken');
  }
  routed ??= queued(snapshot, passed.length > 0 ? passed.join('; ') : 'nobody takes leads of this kind');
  return { routed, steps: tried };
}

function queued({ routing }: RoutingSnapshot, why: string): Routed {
  return { owner: null, reason: `${routing.queue}: ${why}` };
}

function holds({ when }: RoutingStep, known: Known): boolean {
  if (when === undefined) return true;
  const isOf = (wanted: readonly string[] | undefined, value: string | null) =>
    wanted === undefined || (value !== null && wanted.includes(value));
  return (
    isOf(when.country, known.country) &&
    isOf(when.territory, known.territory) &&
    isOf(when.language, known.language) &&
    isOf(when.product, known.product) &&
    isOf(when.campaign, known.campaign) &&
    isOf(when.programme, known.programme) &&
    isOf(when.grade, known.grade) &&
    (when.tier === undefined || known.tier >= when.tier)
  );
}

/** Returns the owner of the account, or the deputy of an absent one. The maximum of open leads does not apply to the owner. */
function ownerOf(snapshot: RoutingSnapshot, known: Known): Routed | string | null {
  const name = known.accountOwner;
  if (name === null) return null;
  const rep = snapshot.reps.get(name) ?? snapshot.reps.get(name.toLowerCase());
  const owner = rep?.email ?? name;
  if (known.exclude.includes(owner)) return null;
  // An owner without a log-in has no calendar and no limit to check.
  if (rep === undefined || isInTime(rep, known)) return { owner, reason: `owns ${known.account}` };
  const away = `${owner} owns ${known.account} and is not at work before it is due`;
  const deputy = rep.deputy === null ? undefined : snapshot.reps.get(rep.deputy);
  if (deputy === undefined || known.exclude.includes(deputy.email)) return away;
  if (!isInTime(deputy, known)) return `${away}, nor is the deputy ${deputy.email}`;
  if (countsAsHot(snapshot, known) && isFull(deputy))
    return `${away}; the deputy ${deputy.email} has the maximum of open hot leads`;
  return {
    owner: deputy.email,
    reason: `deputy of ${owner}, who owns ${known.account} and is away`,
  };
}

function isInTime(rep: Rep, { atMs, dueAtMs }: Known): boolean {
  return dutyBeginsAt(rep, atMs) < dueAtMs;
}

function countsAsHot(
  { routing }: RoutingSnapshot,
  { isLead, tier }: Pick<Candidate, 'isLead' | 'tier'>,
): boolean {
  return isLead && tier >= routing.minTier;
}

/**
 * Chooses by turns among the reps of a step. A text says why none of them can take it; null is a step without reps.
 */
function choose(snapshot: RoutingSnapshot, step: RoutingStep, known: Known): Routed | string | null {
  const meant = [...snapshot.reps.values()].filter((rep) => isMeant(step, rep, known));
  if (meant.length === 0) return null;
  const free = countsAsHot(snapshot, known) ? meant.filter((rep) => !isFull(rep)) : meant;
  const nowIn = free.filter((rep) => dutyBeginsAt(rep, known.atMs) <= known.atMs);
  const able = nowIn.length > 0 ? nowIn : free.filter((rep) => isInTime(rep, known));
  if (able.length === 0) {
    const full = meant.length - free.length;
    const reasons = [
      ...(full > 0 ? [`${full} of ${meant.length} have the maximum of open hot leads`] : []),
      ...(free.length > 0 ? [`${free.length} of ${meant.length} are not at work before it is due`] : []),
    ];
    return `${step.step}: ${reasons.join(', ')}`;
  }
  const rep = takeTurn(able, meant);
  const others = able.length === 1 ? 'the only one who can' : `in turn among ${able.length}`;
  const reaches = nowIn.length > 0 ? '' : ', at work before it is due';
  return { owner: rep.email, reason: `${step.step}${ofWhat(step, known)}: ${others}${reaches}` };
}

/** Returns the rep whose turn it is, and advances the turn. */
function takeTurn(able: readonly Rep[], meant: readonly Rep[]): Rep {
  const nowAt = Math.max(...meant.map(({ chosen }) => chosen));
  const turns = able.map((rep) => {
    const turn = Math.max(rep.turn, nowAt - 1 / rep.capacity);
    return { rep, turn, after: turn + 1 / rep.capacity };
  });
  const shares = able.reduce((sum, { capacity }) => sum + capacity, 0);
  const mean = turns.reduce((sum, { rep, turn }) => sum + turn * rep.capacity, 0) / shares;
  const [next] = turns
    .filter(({ turn }) => turn <= mean + turnsApartMin)
    .sort((a, b) => {
      if (Math.abs(a.after - b.after) > turnsApartMin) return a.after - b.after;
      return a.rep.turn - b.rep.turn || (a.rep.email < b.rep.email ? -1 : 1);
    }) as [(typeof turns)[number]];
  next.rep.chosen = Math.max(next.rep.chosen, mean);
  next.rep.turn = next.after;
  next.rep.hasBeenChosen = true;
  return next.rep;
}

function ofWhat({ match }: RoutingStep, known: Known): string {
  const words = (match ?? []).flatMap((one) => known[one] ?? []);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function isMeant({ to, match }: RoutingStep, rep: Rep, known: Known): boolean {
  if (known.exclude.includes(rep.email)) return false;
  if (typeof to === 'object' && 'rep' in to) return rep.email === to.rep;
  if (!rep.acceptsLeads) return false;
  if (typeof to === 'object' && rep.team !== to.team) return false;
  const lists = { territory: rep.territories, language: rep.languages, product: rep.products };
  if ((match ?? []).some((one) => known[one] === null || !lists[one].includes(known[one]))) return false;
  // A rep who names none takes every lead; an unknown attribute of a lead excludes no rep.
  return (Object.keys(lists) as Speciality[]).every(
    (one) => lists[one].length === 0 || known[one] === null || lists[one].includes(known[one]),
  );
}

/**
 * Takes a lead off a rep's open hot leads. A rep at the maximum stays there, since more may be open than were
 * counted.
 */
export function relieve(
  snapshot: RoutingSnapshot,
  email: string,
  lead: Pick<Candidate, 'isLead' | 'tier'>,
): void {
  const rep = snapshot.reps.get(email);
  if (rep !== undefined && countsAsHot(snapshot, lead) && !isFull(rep)) rep.openHotLeads--;
}

export function isFull({ openHotLeads, maxOpenLeads }: Pick<Rep, 'openHotLeads' | 'maxOpenLeads'>): boolean {
  return openHotLeads >= maxOpenLeads;
}

/** Returns when a rep is next at work: `atMs` itself at work, infinity where not within reach of the calendar. */
export function dutyBeginsAt(rep: Pick<Rep, 'away' | 'workingTime' | 'timeZone'>, atMs: number): number {
  const { away, workingTime, timeZone } = rep;
  const afterLeave = (ms: number) =>
    away !== null && away.fromMs <= ms && ms < away.untilMs ? away.untilMs : ms;
  const atWork = (ms: number) =>
    workingTime === null || ms === Number.POSITIVE_INFINITY
      ? ms
      : workBeginsAt(ms, workingTime, timeZone ?? 'UTC');
  // Twice, since an absence may begin before the next working hour.
  return atWork(afterLeave(atWork(afterLeave(atMs))));
}

function territoryOf({ territories }: RoutingSnapshot, { country }: Candidate): string | null {
  if (country === null) return null;
  return territories.find(({ countries }) => countries.includes(country))?.name ?? noTerritory;
}

/** Returns the product whose rule gave the most points. */
function productOf({ routing }: RoutingSnapshot, { rules }: Candidate): string | null {
  for (const rule of rules)
    for (const [product, showing] of Object.entries(routing.products))
      if (showing.includes(rule)) return product;
  return null;
}
