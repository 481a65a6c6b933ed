/**
 * `score(matches, programme, now)`: the score of a profile's events and person in one programme at one time.
 *
 * One pass over the events gathers awards. Caps are applied, the rest fades to now and is held within the standing
 * bounds; the fit of the person is added. Every step leaves a line, so that the lines sum to the score.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { Refusal } from './award.ts';
import { Allocating } from './cap-allocation.ts';
import type { CompiledProgramme, Source } from './compile.ts';
import { type Contribution, valueAt, withValue } from './contribution.ts';
import { inGroups } from './fading-groups.ts';
import { type Fit, fitOf } from './fit.ts';
import { beginPass, type Gathering, gather, type Pass } from './gather.ts';
import type { Person } from './person.ts';
import type { MatchedEvent, ProfileState } from './profile-state.ts';
import { recentLines } from './recent-counts.ts';
import { fitLines, sumUp } from './standing.ts';

export interface Evaluation {
  /** In thousandths of a point; 0 where it was never computed. */
  readonly score: number;
  /**
   * Whether there is anything to compute a score from: an event or a payment of this programme, or a fit. Never computed
   * is not the same as zero.
   */
  readonly isComputed: boolean;
  /** The rule that keeps the profile from scoring; null for none. */
  readonly excludedBy: Source | null;
  /** Null where the programme has no fit. */
  readonly fit: Fit | null;
  /** The fit whose points are in the score: null where a reset took them too, or the profile is excluded. */
  readonly countedFit: Fit | null;
  /** Their values sum to the score. Made when first asked for: of thousands of payments, few evaluations show any. */
  readonly contributions: readonly Contribution[];
  /** The payments behind them, with what was earned as their values: of a rule with very many, all but the latest in groups. */
  readonly payments: readonly Contribution[];
  /** The lines of fit and caps, behind those of payments. */
  readonly lines: readonly Contribution[];
  /** Every payment by itself, and the lines of the fit: known before any value is worked out. */
  readonly paid: readonly Contribution[];
  /** When it was made, ms. */
  readonly atMs: number;
  readonly refusals: readonly Refusal[];
  /** When the clock alone next changes the score at once (an absence, an expiry, a lapse); null when never. */
  readonly nextChangeAtMs: number | null;
  /** Whether something fades a little with every moment. */
  readonly isFading: boolean;
}

/** Evaluates one programme for one profile at a time. Pure; the state is only read. */
export function evaluate(
  state: ProfileState,
  person: Person,
  programme: CompiledProgramme,
  nowMs: number,
): Evaluation {
  return evaluateGathered(gather(state, programme, nowMs), person, programme, nowMs);
}

/** A profile at a time. */
export interface Moment {
  state: ProfileState;
  person: Person;
  nowMs: number;
}

/** What an evaluation leaves for the next one of the same profile. That goes on with its pass, so it serves one only. */
export interface Evaluated {
  programme: CompiledProgramme;
  person: Person;
  pass: Pass;
  allocating: Allocating;
  evaluation: Evaluation;
}

/** A profile before and after something happened, and what was gathered for the latter. */
export interface Change {
  /** Null where it was never evaluated. */
  before: Evaluation | null;
  after: Evaluation;
  gathering: Gathering;
  /** What the next change goes on with. */
  evaluated: Evaluated;
}

/**
 * Evaluates a profile as it was, by its programme at that time, and as it is now. Where only later events came, both are one pass,
 * and what caps left to the earlier ones is not worked out again. `known` is what the last change left, if it ended where this one
 * begins: then the profile as it was is not evaluated again.
 */
export function evaluateChange(
  before: Moment | null,
  after: Moment,
  programme: CompiledProgramme,
  programmeBefore: CompiledProgramme = programme,
  known: Evaluated | null = null,
): Change {
  if (before === null) return changeTo(null, beginEvaluation(after, programme));
  const was = isEvaluated(known, before) ? known : beginEvaluation(before, programmeBefore);
  const next = programmeBefore === programme ? goOn(was, before, after) : beginEvaluation(after, programme);
  return changeTo(was.evaluation, next);
}

function changeTo(before: Evaluation | null, { gathering, ...evaluated }: Evaluating): Change {
  return { before, after: evaluated.evaluation, gathering, evaluated };
}

type Evaluating = Evaluated & { gathering: Gathering };

/** `suspicions` are those of its clicks, where they are known. */
function beginEvaluation(
  { state, person, nowMs }: Moment,
  programme: CompiledProgramme,
  suspicions?: Parameters<typeof beginPass>[3],
): Evaluating {
  const pass = beginPass(state, programme, nowMs, suspicions);
  return evaluating(pass, new Allocating(programme, person), person, programme, nowMs);
}

function evaluating(
  pass: Pass,
  allocating: Allocating,
  person: Person,
  programme: CompiledProgramme,
  nowMs: number,
): Evaluating {
  const gathering = pass.at(nowMs);
  const evaluation = evaluateGathered(gathering, person, programme, nowMs, allocating);
  return { programme, person, pass, allocating, evaluation, gathering };
}

/** Whether an evaluation is that of a moment: its programme, events and time are known to be the same. */
function isEvaluated(known: Evaluated | null, { person }: Moment): known is Evaluated {
  if (known === null) return false;
  return !known.programme.readsPerson || JSON.stringify(known.person) === JSON.stringify(person);
}

/** Goes on with an evaluation, or begins another where more than later events came. */
function goOn(was: Evaluated, before: Moment, after: Moment): Evaluating {
  const { pass, programme } = was;
  const { state, person, nowMs } = after;
  const came = eventsAfter(before.state, state);
  if (came === null) return beginEvaluation(after, programme);
  const judged = pass.judged(came, state, nowMs);
  const replaced = pass.goOn(came, judged);
  if (replaced === null) return beginEvaluation(after, programme, pass.suspicionsWith(judged));
  // Another person is another allocation, since rules may be for certain people.
  const isSamePerson = person === before.person || !programme.readsPerson;
  const allocating = isSamePerson ? was.allocating : new Allocating(programme, person);
  allocating.replace(replaced);
  return evaluating(pass, allocating, person, programme, nowMs);
}

/** The events of a state that come after all of another, spans of its visits too; null where they differ otherwise. */
function eventsAfter(before: ProfileState, after: ProfileState): readonly MatchedEvent[] | null {
  const isSealedAlike =
    before.frozenAwards === after.frozenAwards &&
    before.tallies === after.tallies &&
    before.refusedEvents === after.refusedEvents;
  const beginsWith = <Item>(items: readonly Item[], beginning: readonly Item[]) =>
    beginning.every((item, index) => item === items[index]);
  const hasOnlyMore =
    isSealedAlike &&
    before.outline.length === after.outline.length &&
    beginsWith(after.outline, before.outline) &&
    beginsWith(after.matchedEvents, before.matchedEvents);
  if (!hasOnlyMore) return null;
  const came = after.matchedEvents.slice(before.matchedEvents.length);
  const spansBeganMs = before.outline.at(-1)?.fromMs ?? Number.NEGATIVE_INFINITY;
  // A visit is numbered by what the pass sees first of it.
  return came.every(({ atMs }) => atMs >= spansBeganMs) ? came : null;
}

/** Evaluates awards that are already gathered; `allocating` remembers what was decided on earlier ones. */
export function evaluateGathered(
  gathering: Gathering,
  person: Person,
  programme: CompiledProgramme,
  nowMs: number,
  allocating: Allocating = new Allocating(programme, person),
): Evaluation {
  const fit = programme.fit === null ? null : fitOf(programme.fit, person);
  const isComputed = gathering.hasAny || (fit?.held.length ?? 0) > 0;
  const excludedBy = programme.exclude.find(({ holds }) => holds(person)) ?? null;
  if (excludedBy !== null) return excluded(gathering, excludedBy, { isComputed, fit, atMs: nowMs });

  const countedFit = countedFitOf(gathering, fit);
  const { contributions, refusals } = allocating.of(gathering.awards, countedFit);
  const recent = recentLines(gathering.recent, person);
  const { nextChangeAtMs } = gathering;
  return new Scored(
    {
      alone: joined(contributions, recent.contributions),
      programme,
      countedFit,
      nextChangeAtMs,
      atMs: nowMs,
    },
    {
      isComputed,
      fit,
      refusals: [...gathering.refusals, ...refusals, ...recent.refusals].slice(0, limits.refusalsMax),
    },
  );
}

/** The fit whose points are in the score; null where the last reset took these too. */
export function countedFitOf({ reset }: Gathering, fit: Fit | null): Fit | null {
  return reset?.reset.to === 'zero' ? null : fit;
}

/** Mostly there is no recent count: then the same array. */
function joined(paid: readonly Contribution[], recent: readonly Contribution[]): readonly Contribution[] {
  return recent.length === 0 ? paid : [...paid, ...recent];
}

/** What the score is worked out from. */
interface Basis {
  /** Every payment by itself. */
  alone: readonly Contribution[];
  programme: CompiledProgramme;
  countedFit: Fit | null;
  /** When the clock changes what was gathered, ms; null when never. */
  nextChangeAtMs: number | null;
  atMs: number;
}

/**
 * An evaluation that works out what stands when it is first asked for: of a profile as it was, only what was paid is asked.
 *
 * A class, and no literal with getters: an engine keeps the functions of those for long, and thousands of payments with each.
 */
class Scored implements Evaluation {
  readonly isComputed: boolean;
  readonly excludedBy = null;
  readonly fit: Fit | null;
  readonly countedFit: Fit | null;
  readonly paid: readonly Contribution[];
  readonly refusals: readonly Refusal[];
  readonly atMs: number;
  readonly basis: Basis;
  #standing: Standing | null = null;
  #contributions: readonly Contribution[] | null = null;

  constructor(basis: Basis, known: Pick<Evaluation, 'isComputed' | 'fit' | 'refusals'>) {
    const lines = fitLines(basis.programme, basis.countedFit, basis.atMs);
    this.isComputed = known.isComputed;
    this.fit = known.fit;
    this.countedFit = basis.countedFit;
    this.paid = lines.length === 0 ? basis.alone : [...basis.alone, ...lines];
    this.refusals = known.refusals;
    this.atMs = basis.atMs;
    this.basis = basis;
  }

  get score(): number {
    return this.#stands.score;
  }

  get payments(): readonly Contribution[] {
    return this.#stands.payments;
  }

  get lines(): readonly Contribution[] {
    return this.#stands.lines;
  }

  get contributions(): readonly Contribution[] {
    const { payments, values, lines } = this.#stands;
    this.#contributions ??= [
      ...payments.map((one, index) => withValue(one, values[index] as number)),
      ...lines,
    ];
    return this.#contributions;
  }

  get nextChangeAtMs(): number | null {
    return earliest(this.basis.nextChangeAtMs, this.#stands.endsAtMs);
  }

  get isFading(): boolean {
    return this.#stands.isFading;
  }

  get #stands(): Standing {
    this.#standing ??= standingOf(this.basis);
    return this.#standing;
  }
}

/** What payments are worth at a time, and what the clock does to them. */
interface Standing {
  payments: readonly Contribution[];
  values: readonly number[];
  lines: readonly Contribution[];
  score: number;
  /** When the first of them ends at once, ms. */
  endsAtMs: number | null;
  /** Whether any fades with every moment. */
  isFading: boolean;
}

function standingOf({ alone, programme, countedFit, atMs }: Basis): Standing {
  const payments = inGroups(alone, programme.fadingAloneMax);
  const values: number[] = [];
  let endsAtMs = Number.POSITIVE_INFINITY;
  let isFading = false;
  for (const { earned, earnedAtMs, fade } of payments) {
    const value = valueAt({ earned, earnedAtMs, fade }, atMs);
    values.push(value);
    const itsEndMs = earnedAtMs + fade.endsAfterMs;
    // From its end on nothing stands of it.
    if (itsEndMs === Number.POSITIVE_INFINITY || value === 0) continue;
    if (fade.isGradual) isFading = true;
    else if (itsEndMs < endsAtMs) endsAtMs = itsEndMs;
  }
  const { lines, score } = sumUp(payments, values, programme, countedFit, atMs);
  const clock = { endsAtMs: endsAtMs === Number.POSITIVE_INFINITY ? null : endsAtMs, isFading };
  return { payments, values, lines, score, ...clock };
}

function earliest(oneMs: number | null, otherMs: number | null): number | null {
  if (oneMs === null || otherMs === null) return oneMs ?? otherMs;
  return Math.min(oneMs, otherMs);
}

function excluded(
  gathering: Gathering,
  excludedBy: Source,
  known: { isComputed: boolean; fit: Fit | null; atMs: number },
): Evaluation {
  const reason = `excluded: ${excludedBy.label}`;
  const refusals = gathering.awards.map(({ rule, atMs, hash }) => ({ source: rule, atMs, hash, reason }));
  return {
    ...known,
    countedFit: null,
    score: 0,
    excludedBy,
    contributions: [],
    payments: [],
    lines: [],
    paid: [],
    refusals: [...gathering.refusals, ...refusals].slice(0, limits.refusalsMax),
    nextChangeAtMs: null,
    isFading: false,
  };
}
