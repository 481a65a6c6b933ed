/**
 * Who gets a lead, and why. Pure.
 *
 * The steps of the routing are tried in order. A step finds the reps it means, leaves out whom it cannot have (who does
 * not sell there, speak the language or sell the product; who is away or not at work before the deadline; who has as many
 * open hot leads as allowed), and chooses among the others by turns. Nobody found by any step: the lead waits in the queue.
 *
 * Turns are counted in leads per share: who has capacity 2 moves on by a half. Of those who have had no more than their
 * part (the mean, each weighed by capacity), the one whose next lead is soonest due gets it, so that everybody stays within
 * one lead of the exact share at every moment (worst-case fair queueing, Bennett and Zhang 1996). Who could not take any
 * for a while starts again one lead behind the others, not with all that was missed.
 */

import { type WorkingTime, workBeginsAt } from '../../base/time/time.ts';
import type { Routing, RoutingStep, Speciality } from '../../contract/language/language.ts';

/** A user as routing sees one. */
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
  /** Open hot leads the rep has; as many as allowed may stand for more. */
  openHotLeads: number;
  /** Leads had by turns, a share of capacity each. */
  turn: number;
  /** Where the turns of all who could then have it stood when the rep was last chosen. */
  chosen: number;
  /** Whether the turn has moved on since the rep was read. */
  hasBeenChosen: boolean;
}

/** What is to be given to somebody. */
export interface Candidate {
  /** Whom the account belongs to: a user, or anybody else by name. */
  accountOwner: string | null;
  /** `the account` or the company whose owner it is, for the reason. */
  account: string;
  /** ISO codes; null where unknown, and then it rules nobody out. */
  country: string | null;
  language: string | null;
  campaign: string | null;
  programme: string | null;
  grade: string | null;
  tier: number;
  /** Rules that gave points, those with the most first. */
  rules: readonly string[];
  atMs: number;
  /** When contact must have been made. */
  dueAtMs: number;
  /** Whether it counts towards a rep's open hot leads. */
  isLead: boolean;
  /** Who is not to get it (again). */
  exclude: readonly string[];
}

/** Routing with everybody it can choose among; `reps` are changed in place as leads are given to them. */
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

/** The territory of a country that is in none: known, and nobody's. */
const noTerritory = '';
/** Turns are sums of fractions: nearer than this they are the same. */
const turnsApartMin = 1e-6;

/** Chooses, and counts the choice in the desk, so that the next one is chosen beside it. */
export function route(snapshot: RoutingSnapshot, candidate: Candidate): Routed {
  const known: Known = {
    ...candidate,
    territory: territoryOf(snapshot, candidate),
    product: productOf(snapshot, candidate),
  };
  const passed: string[] = [];
  for (const step of snapshot.routing.steps) {
    if (!holds(step, known)) continue;
    if (step.to === 'queue') return queued(snapshot, [...passed, step.step].join('; '));
    const found = step.to === 'account owner' ? ownerOf(snapshot, known) : choose(snapshot, step, known);
    if (found === null) continue;
    if (typeof found === 'string') {
      passed.push(found);
      continue;
    }
    const rep = snapshot.reps.get(found.owner ?? '');
    if (rep !== undefined && countsAsHot(snapshot, known)) rep.openHotLeads++;
    return found;
  }
  return queued(snapshot, passed.length > 0 ? passed.join('; ') : 'nobody takes leads of this kind');
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

/** The owner of the account, or the deputy meanwhile; a limit of open leads does not part an owner from an account. */
function ownerOf(snapshot: RoutingSnapshot, known: Known): Routed | string | null {
  const name = known.accountOwner;
  if (name === null) return null;
  const rep = snapshot.reps.get(name) ?? snapshot.reps.get(name.toLowerCase());
  const owner = rep?.email ?? name;
  if (known.exclude.includes(owner)) return null;
  // Somebody without a log-in, by name alone: nothing is known that would speak against it.
  if (rep === undefined || isInTime(rep, known)) return { owner, reason: `owns ${known.account}` };
  const away = `${owner} owns ${known.account} and is not at work before it is due`;
  const deputy = rep.deputy === null ? undefined : snapshot.reps.get(rep.deputy);
  if (deputy === undefined || known.exclude.includes(deputy.email)) return away;
  if (!isInTime(deputy, known)) return `${away}, nor is the deputy ${deputy.email}`;
  if (countsAsHot(snapshot, known) && isFull(deputy))
    return `${away}; the deputy ${deputy.email} has all the open hot leads he or she may have`;
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

/** By turns among the reps a step means; text says why none of them can, null that the step means nobody. */
function choose(snapshot: RoutingSnapshot, step: RoutingStep, known: Known): Routed | string | null {
  const meant = [...snapshot.reps.values()].filter((rep) => isMeant(step, rep, known));
  if (meant.length === 0) return null;
  const free = countsAsHot(snapshot, known) ? meant.filter((rep) => !isFull(rep)) : meant;
  const nowIn = free.filter((rep) => dutyBeginsAt(rep, known.atMs) <= known.atMs);
  const able = nowIn.length > 0 ? nowIn : free.filter((rep) => isInTime(rep, known));
  if (able.length === 0) {
    const full = meant.length - free.length;
    const reasons = [
      ...(full > 0 ? [`${full} of ${meant.length} have all the open hot leads they may have`] : []),
      ...(free.length > 0 ? [`${free.length} of ${meant.length} are not at work before it is due`] : []),
    ];
    return `${step.step}: ${reasons.join(', ')}`;
  }
  const rep = takeTurn(able, meant);
  const others = able.length === 1 ? 'the only one who can' : `in turn among ${able.length}`;
  const reaches = nowIn.length > 0 ? '' : ', at work before it is due';
  return { owner: rep.email, reason: `${step.step}${ofWhat(step, known)}: ${others}${reaches}` };
}

/** Chooses whose turn it is, and moves it on. */
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
  // Who names nothing takes everything; what is not known of a lead rules nobody out.
  return (Object.keys(lists) as Speciality[]).every(
    (one) => lists[one].length === 0 || known[one] === null || lists[one].includes(known[one]),
  );
}

/** A lead is no longer a rep's: there is room for another, where it is known that there were no more than allowed. */
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

/** When a rep is next at work: `atMs` itself where the rep is, infinity where not within reach of the calendar. */
export function dutyBeginsAt(rep: Pick<Rep, 'away' | 'workingTime' | 'timeZone'>, atMs: number): number {
  const { away, workingTime, timeZone } = rep;
  const afterLeave = (ms: number) =>
    away !== null && away.fromMs <= ms && ms < away.untilMs ? away.untilMs : ms;
  const atWork = (ms: number) =>
    workingTime === null || ms === Number.POSITIVE_INFINITY
      ? ms
      : workBeginsAt(ms, workingTime, timeZone ?? 'UTC');
  // Twice, since the leave may begin before the next working hour does.
  return atWork(afterLeave(atWork(afterLeave(atMs))));
}

function territoryOf({ territories }: RoutingSnapshot, { country }: Candidate): string | null {
  if (country === null) return null;
  return territories.find(({ countries }) => countries.includes(country))?.name ?? noTerritory;
}

/** The product whose rule gave the most points. */
function productOf({ routing }: RoutingSnapshot, { rules }: Candidate): string | null {
  for (const rule of rules)
    for (const [product, showing] of Object.entries(routing.products))
      if (showing.includes(rule)) return product;
  return null;
}
