/**
 * Who gets a lead, and why. Pure.
 *
 * The steps of the routing are tried in order. A step finds the reps it means, leaves out whom it cannot have (who does
 * not sell there, speak the language or sell the product; who is away or not at work before the deadline; who has as many
 * open hot leads as allowed), and chooses by turns: the lowest turn is next, and moves on by a share of the rep's
 * capacity. Whoever was away starts again where the others are. Nobody found by any step: the lead waits in the queue.
 */
import type { Routing, RoutingStep, Speciality, WorkingTime } from '../../contract/contract.ts';
import { workBeginsAt } from '../../scoring/scoring.ts';

/** A user as routing sees one. */
export interface Rep {
  email: string;
  team: string | null;
  languages: readonly string[];
  territories: readonly string[];
  products: readonly string[];
  takesLeads: boolean;
  capacity: number;
  openLeadsMax: number;
  deputy: string | null;
  timeZone: string | null;
  workingTime: WorkingTime | null;
  away: { fromMs: number; untilMs: number } | null;
  /** Open hot leads the rep has; as many as allowed may stand for more. */
  openHotLeads: number;
  /** Place in the round robin, and the place at which the rep was last chosen. */
  turn: number;
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
  /** ISO code; null where unknown, and then it rules nobody out. */
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
  notTo: string | null;
}

/** Routing with everybody it can choose among; `reps` are changed in place as leads are given to them. */
export interface Desk {
  routing: Routing;
  reps: Map<string, Rep>;
  territories: readonly { name: string; countries: readonly string[] }[];
}

export interface Routed {
  /** Null: it waits in the queue. */
  owner: string | null;
  because: string;
}

type Known = Candidate & Record<Speciality, string | null>;

/** Chooses, and counts the choice in the desk, so that the next one is chosen beside it. */
export function route(desk: Desk, candidate: Candidate): Routed {
  const known: Known = {
    ...candidate,
    territory: territoryOf(desk, candidate),
    product: productOf(desk, candidate),
  };
  const passed: string[] = [];
  for (const step of desk.routing.steps) {
    if (!holds(step, known)) continue;
    if (step.to === 'queue') return queued(desk, `step "${step.step}"`);
    const found = step.to === 'account owner' ? ownerOf(desk, known) : choose(desk, step, known);
    if (found === null) continue;
    if (typeof found === 'string') {
      passed.push(found);
      continue;
    }
    const rep = desk.reps.get(found.owner ?? '');
    if (rep !== undefined && known.isLead && known.tier >= desk.routing.hotFromTier) rep.openHotLeads++;
    return found;
  }
  return queued(desk, passed.length > 0 ? passed.join('; ') : 'nobody takes leads of this kind');
}

function queued({ routing }: Desk, why: string): Routed {
  return { owner: null, because: `${routing.queue}: ${why}` };
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

/** The owner of the account, or the deputy meanwhile; a limit of open leads does not part anybody from an account. */
function ownerOf(desk: Desk, known: Known): Routed | string | null {
  const owner = known.accountOwner;
  if (owner === null || owner === known.notTo) return null;
  const rep = desk.reps.get(owner);
  // Somebody without a log-in, by name alone: nothing is known that would speak against it.
  const isIn = rep === undefined || dutyBeginsAt(rep, known.atMs) < known.dueAtMs;
  if (isIn) return { owner, because: `owns ${known.account}` };
  const deputy = rep.deputy === null ? undefined : desk.reps.get(rep.deputy);
  if (
    deputy !== undefined &&
    deputy.email !== known.notTo &&
    dutyBeginsAt(deputy, known.atMs) < known.dueAtMs
  )
    return {
      owner: deputy.email,
      because: `deputy of ${owner}, who owns ${known.account} and is away`,
    };
  return `${owner} owns ${known.account} and is not at work before it is due`;
}

/** By turns among the reps a step means; text says why none of them can, null that the step means nobody. */
function choose(desk: Desk, step: RoutingStep, known: Known): Routed | string | null {
  const meant = [...desk.reps.values()].filter((rep) => isMeant(step, rep, known));
  if (meant.length === 0) return null;
  const free = meant.filter((rep) => !known.isLead || known.tier < desk.routing.hotFromTier || !isFull(rep));
  const begins = new Map(free.map((rep) => [rep, dutyBeginsAt(rep, known.atMs)]));
  const nowIn = free.filter((rep) => (begins.get(rep) as number) <= known.atMs);
  const soonIn = free.filter((rep) => (begins.get(rep) as number) < known.dueAtMs);
  const able = nowIn.length > 0 ? nowIn : soonIn;
  if (able.length === 0) {
    const full = meant.length - free.length;
    const reasons = [
      ...(full > 0 ? [`${full} of ${meant.length} have all the open hot leads they may have`] : []),
      ...(free.length > 0 ? [`${free.length} of ${meant.length} are not at work before it is due`] : []),
    ];
    return `${step.step}: ${reasons.join(', ')}`;
  }
  const now = Math.max(0, ...[...desk.reps.values()].map(({ chosen }) => chosen));
  const turnOf = (rep: Rep) => Math.max(rep.turn, now);
  const [rep] = able.sort(
    (a, b) => turnOf(a) - turnOf(b) || a.turn - b.turn || (a.email < b.email ? -1 : 1),
  ) as [Rep];
  rep.chosen = turnOf(rep);
  rep.turn = rep.chosen + 1 / rep.capacity;
  rep.hasBeenChosen = true;
  const others = able.length === 1 ? 'the only one who can' : `in turn among ${able.length}`;
  const reaches = nowIn.length > 0 ? '' : ', at work before it is due';
  return { owner: rep.email, because: `${step.step}${ofWhat(step, known)}: ${others}${reaches}` };
}

function ofWhat({ naming }: RoutingStep, known: Known): string {
  const words = (naming ?? []).flatMap((one) => known[one] ?? []);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function isMeant({ to, naming }: RoutingStep, rep: Rep, known: Known): boolean {
  if (rep.email === known.notTo) return false;
  if (typeof to === 'object' && 'rep' in to) return rep.email === to.rep;
  if (!rep.takesLeads) return false;
  if (typeof to === 'object' && rep.team !== to.team) return false;
  const lists = { territory: rep.territories, language: rep.languages, product: rep.products };
  if ((naming ?? []).some((one) => known[one] === null || !lists[one].includes(known[one]))) return false;
  // Who names nothing takes everything; what is not known of a lead rules nobody out.
  return (Object.keys(lists) as Speciality[]).every(
    (one) => lists[one].length === 0 || known[one] === null || lists[one].includes(known[one]),
  );
}

export function isFull({ openHotLeads, openLeadsMax }: Pick<Rep, 'openHotLeads' | 'openLeadsMax'>): boolean {
  return openHotLeads >= openLeadsMax;
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

function territoryOf({ territories }: Desk, { country }: Candidate): string | null {
  if (country === null) return null;
  return territories.find(({ countries }) => countries.includes(country))?.name ?? null;
}

/** The product whose rule gave the most points. */
function productOf({ routing }: Desk, { rules }: Candidate): string | null {
  for (const rule of rules)
    for (const [product, showing] of Object.entries(routing.products))
      if (showing.includes(rule)) return product;
  return null;
}
