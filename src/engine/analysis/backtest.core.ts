/**
 * A backtest's sums over profiles: what an active programme and its draft each make of the same history. Pure.
 *
 * A profile is replayed once for both; crossings, moves and the rules behind them are counted on the way. Sums
 * of different workers are joined by `joined`, and put in words and shares by the report.
 */
import type { BacktestMove, BacktestReport, BacktestResult } from '../../contract/api/api.ts';
import {
  type CompiledProgrammes,
  type Crossing,
  type Evaluation,
  newTierState,
  Replay,
  stepTierState,
  takeActions,
  tierStateOn,
  toPoints,
} from '../scoring/scoring.ts';
import type { PastEvent } from './replay-worker.ts';

/** The sales records that a crossing is rated by. */
export interface SalesRecord {
  /** By e-mail address: owner and kind of the person. */
  people: ReadonlyMap<string, { owner: string | null; kind: string }>;
  /** By profile id: how its lead ended. */
  outcomes: ReadonlyMap<string, 'won' | 'lost'>;
  /** By profile id: the rep's rating of its lead. */
  qualities: ReadonlyMap<string, LeadQuality>;
}

export type LeadQuality = 'good' | 'junk';
type QualityCounts = Record<LeadQuality, number>;

export interface Settings {
  programmes: CompiledProgrammes;
  latenessMs: number;
  /** Crossings are counted from then, until then; scores are read then. */
  sinceMs: number;
  untilMs: number;
}

export interface RuleSums {
  label: string;
  fires: number;
  refusals: number;
  thousandths: number;
  profiles: number;
  won: number;
  lost: number;
  good: number;
  junk: number;
  lastFiredMs: number;
  /** Profiles where another rule fired too, by its id. */
  together: Record<string, number>;
}

/** One side of the comparison. */
export interface SideSums {
  /** Profiles by tier at the end; 0 is below the ladder. */
  tiers: number[];
  /** Profiles never scored. */
  neverScored: number;
  /** `day owner kind` → how many; kind is lead or task. */
  crossings: Record<string, number>;
  rules: Record<string, RuleSums>;
  /** By highest tier reached: leads won and lost. */
  won: number[];
  lost: number[];
  /** Rated leads that would have come to sales, and those that would not. */
  made: QualityCounts;
  spared: QualityCounts;
}

/** A move as it is found and kept: without the address, which readers look up. */
export type FoundMove = Omit<BacktestMove, 'email'>;
export type FoundReport = Omit<BacktestReport, 'moves'> & { moves: FoundMove[] };
export type FoundResult = Omit<BacktestResult, 'moves'> & { moves: FoundMove[] };

/** A move without the names of its tiers. */
type Move = Omit<FoundMove, 'from' | 'to'>;

export interface Sums {
  profiles: number;
  events: number;
  sides: SideSums[];
  moves: Move[];
  /** `from to`, the tiers of both sides → profiles. */
  flows: Record<string, number>;
  /** Profiles of which the change alone opens a lead. */
  leadsAtOnce: number;
}

/** The actions that bring a profile to a rep. */
const workActions = new Set<string>(['open lead', 'contact task']);

/** Moves kept: those of most tiers, then of most points. */
export const movesMax = 200;

export function noSums({ programmes }: CompiledProgrammes): Sums {
  return {
    profiles: 0,
    events: 0,
    moves: [],
    flows: {},
    leadsAtOnce: 0,
    sides: programmes.map(({ programme }) => {
      const zeros = () => new Array<number>(programme.ladder.tiers.length + 1).fill(0);
      const none = () => ({ good: 0, junk: 0 });
      return {
        tiers: zeros(),
        neverScored: 0,
        crossings: {},
        rules: {},
        won: zeros(),
        lost: zeros(),
        made: none(),
        spared: none(),
      };
    }),
  };
}

/** Replays one profile's events, in the order of acceptance, and adds the outcome to the sums. */
export function addProfile(
  sums: Sums,
  profile: string,
  events: readonly PastEvent[],
  settings: Settings,
  sales: SalesRecord,
): void {
  const { programmes, latenessMs, sinceMs, untilMs } = settings;
  const highest = programmes.programmes.map(() => 0);
  const worked = programmes.programmes.map(() => ({ episode: 0, kinds: new Set<string>() }));
  const isMade = programmes.programmes.map(() => false);
  /** The episode in which a side last opened a lead; -1 for none. */
  const leadEpisodes = programmes.programmes.map(() => -1);
  const sideOf = (programme: Crossing['programme']) => programmes.programmes.indexOf(programme);
  /** Work is opened where a rise has actions, or where actions that waited for somebody to contact are taken. */
  const work = (side: number, crossing: Crossing) => {
    const { atMs, after } = crossing;
    const { episode } = after;
    if (crossing.actions.some((action) => workActions.has(action.do))) isMade[side] = true;
    if (kindsOf(crossing.actions, replay.person.email, sales).includes('lead')) leadEpisodes[side] = episode;
    const own = worked[side] as (typeof worked)[number];
    if (own.episode !== episode) worked[side] = { episode, kinds: new Set() };
    const { kinds } = worked[side] as (typeof worked)[number];
    // Once an episode, whenever its condition holds.
    const isNew = (kind: string) => !kinds.has(kind) && kinds.add(kind) !== undefined;
    if (atMs >= sinceMs && atMs < untilMs)
      countWork(sums.sides[side] as SideSums, crossing, atMs, replay.person.email, { sales, isNew });
  };
  const replay = new Replay(programmes, latenessMs, (crossing) => {
    const side = sideOf(crossing.programme);
    highest[side] = Math.max(highest[side] ?? 0, crossing.after.tier);
    if (crossing.after.tier >= crossing.before.tier) work(side, crossing);
  });
  for (const event of events) replay.takeMatched(event.matched, event);
  replay.until(untilMs);
  sums.profiles++;
  sums.events += events.length;
  const evaluations = replay.evaluations(untilMs);
  const outcome = sales.outcomes.get(profile) ?? null;
  const quality = sales.qualities.get(profile) ?? null;
  evaluations.forEach((evaluation, side) => {
    const own = sums.sides[side] as SideSums;
    const tier = replay.tierStates[side]?.tier ?? 0;
    own.tiers[tier] = (own.tiers[tier] ?? 0) + 1;
    if (!evaluation.isComputed) own.neverScored++;
    if (outcome !== null) {
      const ended = own[outcome];
      const reached = highest[side] ?? 0;
      ended[reached] = (ended[reached] ?? 0) + 1;
    }
    if (quality !== null) own[isMade[side] ? 'made' : 'spared'][quality]++;
    countRules(own, evaluation, outcome, quality);
  });
  const ends = replay.tierStates.map(({ tier }) => tier);
  // Where nothing is active, everybody begins below the ladder.
  const tiers = [ends.length > 1 ? (ends[0] ?? 0) : 0, ends.at(-1) ?? 0] satisfies [number, number];
  const flow = tiers.join(' ');
  sums.flows[flow] = (sums.flows[flow] ?? 0) + 1;
  const old = ends.length > 1 ? replay.tierStates[0] : undefined;
  const hasLead = old !== undefined && old.tier > 0 && leadEpisodes[0] === old.episode;
  if (!hasLead && opensLead(replay, { programmes, nowMs: untilMs, sales })) sums.leadsAtOnce++;
  const [before, after] = evaluations;
  if (before === undefined || after === undefined) return;
  if (tiers[0] === tiers[1] && before.score === after.score) return;
  sums.moves.push({
    profile,
    tiers,
    scores: [toPoints(before.score), toPoints(after.score)],
    reasons: differencesOf(before, after),
  });
  if (sums.moves.length >= 2 * movesMax) sums.moves = foremost(sums.moves);
}

/** The sums of two workers together. */
export function joined(one: Sums, other: Sums): Sums {
  const plus = (a: number[], b: number[]) => a.map((value, index) => value + (b[index] ?? 0));
  return {
    profiles: one.profiles + other.profiles,
    events: one.events + other.events,
    moves: foremost([...one.moves, ...other.moves]),
    flows: added(one.flows, other.flows),
    leadsAtOnce: one.leadsAtOnce + other.leadsAtOnce,
    sides: one.sides.map((side, index) => {
      const more = other.sides[index] as SideSums;
      return {
        tiers: plus(side.tiers, more.tiers),
        neverScored: side.neverScored + more.neverScored,
        crossings: added(side.crossings, more.crossings),
        won: plus(side.won, more.won),
        lost: plus(side.lost, more.lost),
        made: both(side.made, more.made),
        spared: both(side.spared, more.spared),
        rules: joinedRules(side.rules, more.rules),
      };
    }),
  };
}

function both(one: QualityCounts, other: QualityCounts): QualityCounts {
  return { good: one.good + other.good, junk: one.junk + other.junk };
}

function joinedRules(one: SideSums['rules'], other: SideSums['rules']): SideSums['rules'] {
  const rules = { ...one };
  for (const [id, more] of Object.entries(other)) {
    const known = rules[id];
    rules[id] =
      known === undefined
        ? more
        : {
            label: known.label,
            fires: known.fires + more.fires,
            refusals: known.refusals + more.refusals,
            thousandths: known.thousandths + more.thousandths,
            profiles: known.profiles + more.profiles,
            won: known.won + more.won,
            lost: known.lost + more.lost,
            good: known.good + more.good,
            junk: known.junk + more.junk,
            lastFiredMs: Math.max(known.lastFiredMs, more.lastFiredMs),
            together: added(known.together, more.together),
          };
  }
  return rules;
}

function countWork(
  side: SideSums,
  crossing: Crossing,
  atMs: number,
  email: string | null,
  { sales, isNew }: { sales: SalesRecord; isNew: (kind: string) => boolean },
): void {
  const { owner } = personIn(sales, email);
  const day = new Date(atMs).toISOString().slice(0, 10);
  for (const kind of kindsOf(crossing.actions, email, sales)) {
    if (!isNew(kind)) continue;
    const id = `${day} ${kind} ${owner ?? ''}`;
    side.crossings[id] = (side.crossings[id] ?? 0) + 1;
  }
}

function personIn({ people }: SalesRecord, email: string | null): { owner: string | null; kind: string } {
  return (email === null ? undefined : people.get(email)) ?? { owner: null, kind: 'prospect' };
}

/** The work that actions open of a person, as sales takes them. */
function kindsOf(actions: Crossing['actions'], email: string | null, sales: SalesRecord): string[] {
  const person = personIn(sales, email);
  const isWanted = (kind: string) =>
    actions.some(
      (action) =>
        action.do === kind &&
        (action.owner === undefined || (action.owner === 'present') === (person.owner !== null)),
    );
  const opensLead = person.kind === 'prospect' && isWanted('open lead');
  return [...(opensLead ? ['lead'] : []), ...(isWanted('contact task') ? ['task'] : [])];
}

/**
 * Whether the draft, made active now and notified of, opens a lead. It meets each profile at the tier where the active programme
 * has left it. A hysteresis or least time of the draft has held nobody there yet.
 */
function opensLead(
  replay: Replay,
  { programmes, nowMs, sales }: { programmes: CompiledProgrammes; nowMs: number; sales: SalesRecord },
): boolean {
  const draft = programmes.programmes.at(-1);
  const evaluation = replay.evaluations(nowMs).at(-1);
  if (draft === undefined || evaluation === undefined) return false;
  const { ladder } = draft.programme;
  const [active] = programmes.programmes;
  const [standing] = replay.tierStates;
  const before =
    active === draft || active === undefined || standing === undefined
      ? newTierState(draft.signatureId)
      : tierStateOn(ladder, standing, active.programme.ladder);
  const after = stepTierState(ladder, before, evaluation, nowMs);
  const { actions } = takeActions(draft, before, after, evaluation, replay.person, {
    ...{ nowMs, takesOpen: true },
  });
  return after.tier >= before.tier && kindsOf(actions, replay.person.email, sales).includes('lead');
}

function countRules(
  side: SideSums,
  evaluation: Evaluation,
  outcome: 'won' | 'lost' | null,
  quality: LeadQuality | null,
): void {
  const fired = new Set<string>();
  const sumsOf = (source: { id: string; label: string }): RuleSums => {
    side.rules[source.id] ??= {
      label: source.label,
      fires: 0,
      refusals: 0,
      thousandths: 0,
      profiles: 0,
      won: 0,
      lost: 0,
      good: 0,
      junk: 0,
      lastFiredMs: 0,
      together: {},
    };
    return side.rules[source.id] as RuleSums;
  };
  for (const { source, kind, value, count, atMs } of evaluation.contributions) {
    if (kind === 'cap') continue;
    const sums = sumsOf(source);
    sums.fires += count;
    sums.thousandths += value;
    if (kind === 'rule') sums.lastFiredMs = Math.max(sums.lastFiredMs, atMs);
    fired.add(source.id);
  }
  // A fit that is not in the score has no lines in it, and holds all the same.
  for (const one of evaluation.fit?.held ?? []) {
    if (fired.has(one.id)) continue;
    sumsOf(one).fires++;
    fired.add(one.id);
  }
  for (const { source } of evaluation.refusals) sumsOf(source).refusals++;
  for (const id of fired) {
    const sums = side.rules[id] as RuleSums;
    sums.profiles++;
    if (outcome !== null) sums[outcome]++;
    if (quality !== null) sums[quality]++;
    for (const other of fired) if (other !== id) sums.together[other] = (sums.together[other] ?? 0) + 1;
  }
}

function differencesOf(before: Evaluation, after: Evaluation): Move['reasons'] {
  const sums = new Map<string, number>();
  const add = ({ contributions }: Evaluation, sign: number) => {
    for (const { source, value } of contributions)
      sums.set(source.id, (sums.get(source.id) ?? 0) + sign * value);
  };
  add(after, 1);
  add(before, -1);
  return [...sums]
    .filter(([, thousandths]) => thousandths !== 0)
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || (a[0] < b[0] ? -1 : 1))
    .map(([rule, thousandths]) => ({ rule, points: toPoints(thousandths) }));
}

/** Those of most tiers moved first, then of most points; then by name, so that the answer is always the same. */
function foremost(moves: Move[]): Move[] {
  const tiersOf = ({ tiers }: Move) => Math.abs(tiers[1] - tiers[0]);
  const pointsOf = ({ scores }: Move) => Math.abs(scores[1] - scores[0]);
  return moves
    .sort((a, b) => tiersOf(b) - tiersOf(a) || pointsOf(b) - pointsOf(a) || (a.profile < b.profile ? -1 : 1))
    .slice(0, movesMax);
}

function added(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sums = { ...one };
  for (const [id, value] of Object.entries(other)) sums[id] = (sums[id] ?? 0) + value;
  return sums;
}
