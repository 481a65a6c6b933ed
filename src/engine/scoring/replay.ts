/**
 * The replay of a profile in memory: event by event and timer by timer, as live scoring would have.
 *
 * Examples and backtests run on it: the same state, the same evaluation, the same ladder.
 */

import type { PlannedAction } from '../../contract/api/api.ts';
import { isLate, type ScovilleEvent } from '../../contract/language/language.ts';
import { takeActions } from './actions.ts';
import type { CompiledProgramme, CompiledProgrammes } from './compile.ts';
import { type Evaluation, evaluateGathered } from './evaluate.ts';
import { beginPass, type Pass } from './gather.ts';
import { type IdentityRecord, learnFrom, noIdentity, personOf } from './identity.ts';
import { newTierState, reevaluateAtMs, stepTierState } from './ladder.ts';
import type { Span } from './outline.ts';
import { nobody, type Person } from './person.ts';
import { emptyState, type MatchedEvent, type ProfileState, type TierState } from './profile-state.ts';
import { type Recognised, recognise } from './recognise.ts';
import { sealOld } from './seal.ts';
import { takeEvent } from './take-event.ts';

/** A tier change as it happened; or actions that were open, taken while the tier lasts. */
export interface Crossing {
  programme: CompiledProgramme;
  before: TierState;
  after: TierState;
  evaluation: Evaluation;
  person: Person;
  actions: readonly PlannedAction[];
  atMs: number;
}

/** One programme's side of a replayed profile. */
interface Side {
  programme: CompiledProgramme;
  tierState: TierState;
  /** Null before its first evaluation. */
  last: LastEvaluation | null;
  /** The pass over the events so far, and how many it has seen; null where it must restart. */
  pass: Pass | null;
  seen: number;
}

/** An evaluation, and when time alone asks for the next one as far as it was looked for, all in ms. */
interface LastEvaluation {
  evaluation: Evaluation;
  atMs: number;
  /** Null where it is not before `lookedUntilMs`. */
  nextAtMs: number | null;
  lookedUntilMs: number;
}

/** The fields of an event that count beside its matches. */
export type ReplayedEvent = Pick<
  ScovilleEvent,
  'key' | 'traits' | 'consent' | 'atMs' | 'acceptedAtMs' | 'via'
>;

/** Events a state may hold before sealing old ones is worthwhile. */
const unsealedEventsMax = 256;

export class Replay {
  readonly #programmes: CompiledProgrammes;
  readonly #latenessMs: number;
  readonly #onCrossing: (crossing: Crossing) => void;
  readonly #sides: Side[];
  readonly #identity: IdentityRecord = noIdentity();
  #state: ProfileState = emptyState();
  #person: Person = nobody;
  #matchedEventsMax: number;
  /** What came after all that the passes began with, in order. */
  readonly #following: (MatchedEvent | Span)[] = [];
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(
    programmes: CompiledProgrammes,
    latenessMs: number,
    onCrossing: (crossing: Crossing) => void = () => undefined,
  ) {
    this.#programmes = programmes;
    this.#latenessMs = latenessMs;
    this.#onCrossing = onCrossing;
    // A later known person may change frozen awards: then nothing is sealed, since a replay rebuilds nothing.
    const isSealing = !programmes.programmes.some(({ freezesByPerson }) => freezesByPerson);
    this.#matchedEventsMax = isSealing ? unsealedEventsMax : Number.POSITIVE_INFINITY;
    this.#sides = programmes.programmes.map((programme) => ({
      programme,
      tierState: newTierState(programme.signatureId),
      last: null,
      pass: null,
      seen: 0,
    }));
  }

  get state(): ProfileState {
    return this.#state;
  }

  get person(): Person {
    return this.#person;
  }

  /** Tier states, in the order of the programmes. */
  get tierStates(): readonly TierState[] {
    return this.#sides.map(({ tierState }) => tierState);
  }

  /** An event, as it was accepted. Events come in the order of acceptance. */
  take(event: ScovilleEvent): void {
    this.takeMatched(recognise(this.#programmes, event), event);
  }

  /** The same of an event that was recognised before. */
  takeMatched(matched: Recognised, event: ReplayedEvent): void {
    const nowMs = event.acceptedAtMs;
    this.until(nowMs);
    const hasLearnt = learnFrom(this.#identity, event) === 'person';
    if (hasLearnt) this.#person = personOf(this.#identity);
    if (isLate(event, this.#latenessMs)) {
      if (hasLearnt) this.#reevaluate(nowMs, () => true);
      return;
    }
    const taking = { programmes: this.#programmes, person: this.#person, nowMs, historyFromMs: 0 };
    const { state, as } = takeEvent(this.#state, matched, { ...taking, horizonMs: nowMs - this.#latenessMs });
    if (state !== this.#state) {
      this.#state = state;
      this.#restart();
    }
    if (as === 'new') this.#follow(matched, matched.atMs);
    else if (as === 'held') this.#follow({ fromMs: matched.atMs, toMs: matched.atMs }, matched.atMs);
    else if (as === 'duplicate') this.#restart();
    if (matched.refused !== undefined) this.#restart();
    // An event that no rule of a programme recognised can only hold a visit open, which earns nothing by itself.
    this.#reevaluate(nowMs, ({ programme, tierState }) => {
      // Actions may have waited for what was learnt.
      if (hasLearnt && (programme.readsPerson || tierState.openActions > 0)) return true;
      return (
        as === 'duplicate' ||
        (as === 'new' &&
          matched.matches.some(({ signatureId }) => programme.bySignatureId[signatureId] !== undefined))
      );
    });
    if (this.#state.matchedEvents.length > this.#matchedEventsMax) this.#seal(nowMs);
  }

  /** What came last goes on from where the passes are; what came before others changes the evaluation of those after it. */
  #follow(one: MatchedEvent | Span, atMs: number): void {
    const isLast = !('hash' in one) || this.#state.matchedEvents.at(-1) === one;
    if (atMs < this.#lastMs || !isLast) this.#restart();
    else this.#following.push(one);
    this.#lastMs = Math.max(this.#lastMs, atMs);
  }

  /** Advances the clock to `nowMs`: every re-evaluation due by then happens at its time. */
  until(nowMs: number): void {
    for (;;) {
      const dueMs = Math.min(...this.#sides.map((side) => dueAtMs(side, nowMs)));
      if (dueMs > nowMs) return;
      this.#reevaluate(dueMs, (side) => dueAtMs(side, dueMs) <= dueMs);
    }
  }

  /** Returns the evaluation of each programme now, in their order. */
  evaluations(nowMs: number): Evaluation[] {
    return this.#sides.map((side) => this.#evaluate(side, nowMs));
  }

  #reevaluate(nowMs: number, isDue: (side: Side) => boolean): void {
    for (const side of this.#sides) {
      if (!isDue(side)) continue;
      const { programme, tierState: before } = side;
      const evaluation = this.#evaluate(side, nowMs);
      const stepped = stepTierState(programme.programme.ladder, before, evaluation, nowMs);
      const person = this.#person;
      const { tierState: after, actions } = takeActions(programme, before, stepped, evaluation, person, {
        nowMs,
        takesOpen: true,
      });
      side.tierState = after;
      side.last = { evaluation, atMs: nowMs, nextAtMs: null, lookedUntilMs: nowMs };
      if (after.tier === before.tier && actions.length === 0) continue;
      this.#onCrossing({ programme, before, after, evaluation, person, actions, atMs: nowMs });
    }
  }

  /** Evaluates as `evaluate` does. */
  #evaluate(side: Side, nowMs: number): Evaluation {
    const pass = this.#passOf(side, nowMs);
    side.pass = pass;
    side.seen = this.#following.length;
    return evaluateGathered(pass.at(nowMs), this.#person, side.programme, nowMs);
  }

  /** The previous pass gone on, where that is possible; else another. */
  #passOf({ pass, seen, programme }: Side, nowMs: number): Pass {
    const state = this.#state;
    if (pass === null) return beginPass(state, programme, nowMs);
    const came = this.#following.slice(seen);
    const judged = pass.judged(came, state, nowMs);
    return pass.goOn(came, judged) ? pass : beginPass(state, programme, nowMs, pass.suspicionsWith(judged));
  }

  #restart(): void {
    this.#following.length = 0;
    for (const side of this.#sides) {
      side.pass = null;
      side.seen = 0;
    }
  }

  #seal(nowMs: number): void {
    this.#restart();
    this.#state = sealOld(
      this.#state,
      this.#person,
      this.#programmes.programmes,
      nowMs - this.#latenessMs,
      nowMs,
    );
    // Events that could not be sealed are retried only after their number has doubled.
    this.#matchedEventsMax = Math.max(unsealedEventsMax, 2 * this.#state.matchedEvents.length);
  }
}

/**
 * Returns when a side is due to be evaluated again, ms; infinity where that is not known to be by `untilMs`. Mostly the next event comes first, so
 * it is looked for only as far as the clock is advanced.
 */
function dueAtMs(side: Side, untilMs: number): number {
  const { programme, tierState, last } = side;
  if (last === null) return Number.POSITIVE_INFINITY;
  if (last.nextAtMs === null && last.lookedUntilMs < untilMs) {
    // Twice as far each time: of many events that no rule knows, few ask for a search.
    const lookMs = Math.max(untilMs, 2 * last.lookedUntilMs - last.atMs);
    const nextAtMs = reevaluateAtMs(programme, tierState, last.evaluation, last.atMs, lookMs);
    if (nextAtMs !== null && nextAtMs <= lookMs) last.nextAtMs = nextAtMs;
    last.lookedUntilMs = lookMs;
  }
  return last.nextAtMs ?? Number.POSITIVE_INFINITY;
}
