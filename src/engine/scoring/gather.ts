/**
 * The first half of a score: one pass over the events in the order of their times gathers each rule's awards.
 *
 * The pass keeps one accumulator a rule. Visits are numbered on the way. Frozen awards
 * come first, so that a later event cannot earn again what is paid once. A reset takes back all awards until the end of
 * its instant, and the rules restart.
 */
import { AbsenceAccumulator } from './absence-accumulator.ts';
import {
  type CandidateAward,
  MatchPosition,
  type Position,
  type Refusal,
  type ReplacedAwards,
  type RuleAccumulator,
} from './award.ts';
import type { CompiledProgramme, CompiledReset, CompiledRule } from './compile.ts';
import type { Span } from './outline.ts';
import { PayAccumulator } from './pay-accumulator.ts';
import { isOfPhase, PhasesSeen } from './phases.ts';
import type { EventMatch, MatchedEvent, ProfileState, RefusedEvent } from './profile-state.ts';
import { RecentAccumulator, type RecentCount } from './recent-accumulator.ts';
import { refusalInWords } from './refused-events.ts';
import { RungsAccumulator } from './rungs-accumulator.ts';
import { SequenceAccumulator } from './sequence-accumulator.ts';
import type { Signature } from './signatures.ts';
import { type JudgedAgain, type Suspicion, suspicionsAfter, suspicionsOf } from './suspicion.ts';
import { inTime, Visits } from './visits.ts';

export interface Gathering {
  awards: readonly CandidateAward[];
  refusals: readonly Refusal[];
  /** What recent counts hold. */
  recent: readonly RecentCount[];
  /** When an absence runs out or a provisional click lapses; null when neither ever. */
  nextChangeAtMs: number | null;
  /** The last reset, and when; the last in the file, of several at one instant. */
  reset: LastReset | null;
  /** The suspicious clicks among the events, by event hash. */
  suspicions: ReadonlyMap<number, Suspicion>;
  /** Whether there is or was any event of this programme: one that is sealed left an award or a mark. */
  hasAny: boolean;
  /** By signature id of a rule: its accumulator since the last reset, closed. */
  accumulators: readonly (RuleAccumulator | undefined)[];
}

export interface LastReset {
  reset: CompiledReset;
  atMs: number;
  /** Its own event is sealed, and so is all that it took back. */
  isFrozen: boolean;
}

/**
 * Gathers the awards of one programme for one profile at a time. Pure; the state is only read. `suspicions` are given where
 * the state's events are only some of those that decide on its clicks.
 */
export function gather(
  state: ProfileState,
  programme: CompiledProgramme,
  nowMs: number,
  suspicions?: Gathering['suspicions'],
): Gathering {
  return beginPass(state, programme, nowMs, suspicions && new Map(suspicions)).at(nowMs);
}

/** Begins the pass over a state's events; it can continue with later ones. `suspicions` are those of its clicks, where they are known. */
export function beginPass(
  state: ProfileState,
  programme: CompiledProgramme,
  nowMs: number,
  suspicions: Map<number, Suspicion> = suspicionsOf(state.matchedEvents, programme, nowMs),
): Pass {
  const pass = new Pass(programme, suspicions);
  pass.recall(state);
  inTime(
    state.matchedEvents,
    state.outline,
    (matched) => pass.see(matched),
    (span) => pass.hold(span),
  );
  return pass;
}

export class Pass {
  readonly #programme: CompiledProgramme;
  readonly #suspicions: Map<number, Suspicion>;
  readonly #refusals: Refusal[] = [];
  #accumulators: (RuleAccumulator | undefined)[] = [];
  #reset: Gathering['reset'] = null;
  /** A reset whose instant is not over yet. */
  #pending: Gathering['reset'] = null;
  /** Null where the programme has none. */
  readonly #phases: PhasesSeen | null;
  #hasAny = false;
  #hasEnded = false;
  readonly #visits: Visits;

  /** `suspicions` become its own. */
  constructor(programme: CompiledProgramme, suspicions: Map<number, Suspicion>) {
    this.#programme = programme;
    this.#suspicions = suspicions;
    this.#visits = new Visits(programme.visitGapMs);
    this.#phases = programme.phases.all.length === 0 ? null : new PhasesSeen(programme.phases);
  }

  recall({ frozenAwards, tallies, refusedEvents }: ProfileState): void {
    const { bySignatureId, resets } = this.#programme;
    for (const refusedEvent of refusedEvents) this.#refuseEvent(refusedEvent);
    for (const { signatureId, atMs } of frozenAwards) {
      if (signatureId === this.#programme.signatureId) this.#hasAny = true;
      const signature = bySignatureId[signatureId];
      if (isOfPhase(signature)) {
        if (!signature.isAside) this.#hasAny = true;
        this.#phases?.see(signature.role, signature.of, atMs);
      }
      if (signature?.role !== 'reset') continue;
      this.#hasAny = true;
      this.#reset = later(this.#reset, {
        reset: resets[signature.of] as CompiledReset,
        atMs,
        isFrozen: true,
      });
    }
    for (const frozenAward of frozenAwards) {
      const rule = this.#ruleOf(frozenAward.signatureId);
      if (rule === null) continue;
      this.#hasAny = true;
      if (this.#reset === null || frozenAward.atMs > this.#reset.atMs)
        this.#accumulator(rule).restore(frozenAward);
    }
    for (const tally of tallies) {
      const rule = this.#ruleOf(tally.signatureId);
      if (rule !== null) this.#accumulator(rule).recall(tally);
    }
  }

  see(matched: MatchedEvent): void {
    const { atMs, matches } = matched;
    if (this.#pending !== null && atMs > this.#pending.atMs) this.#takeBack();
    this.#visits.see(atMs, atMs);
    const visit = this.#visits.numberAt(atMs);
    const { bySignatureId } = this.#programme;
    // Ends and second events are seen first, so that an event cannot be both halves of a pair.
    let firsts = 0;
    for (const match of matches) {
      const signature = bySignatureId[match.signatureId];
      if (signature?.role === 'when') firsts++;
      else if (signature !== undefined) this.#seeMatch(match, matched, signature, visit);
    }
    if (firsts === 0) return;
    for (const match of matches) {
      const signature = bySignatureId[match.signatureId];
      if (signature?.role === 'when') this.#seeMatch(match, matched, signature, visit);
    }
  }

  /** Something that no rule recognised holds a visit open. */
  hold({ fromMs, toMs }: Span): void {
    this.#visits.see(fromMs, toMs);
  }

  /** The suspicious clicks that it knows, with those that are judged otherwise: another pass may begin with them. */
  suspicionsWith({ others }: JudgedAgain): Map<number, Suspicion> {
    return new Map([...this.#suspicions, ...others]);
  }

  /** How clicks are judged once those events `came`, the last of a state. */
  judged(
    came: readonly (MatchedEvent | Span)[],
    { matchedEvents }: Pick<ProfileState, 'matchedEvents'>,
    nowMs: number,
  ): JudgedAgain {
    const events = came.filter((one) => 'hash' in one);
    return suspicionsAfter(this.#suspicions, matchedEvents, events, this.#programme, nowMs);
  }

  /**
   * Continues with what came after all it has seen. Returns the awards that others took the place of, as clicks of before are judged
   * otherwise now. Null where it cannot; then it has seen nothing of it. It cannot after a reset was applied, since events may follow at
   * its very instant. Nor can it where clicks of before count now and did not, or the other way round.
   */
  goOn(came: readonly (MatchedEvent | Span)[], { others, hasChanged }: JudgedAgain): ReplacedAwards | null {
    if (this.#hasEnded) return null;
    const replaced = hasChanged ? this.#judgeAgain(others) : noneReplaced;
    if (replaced === null) return null;
    for (const [hash, suspicion] of others) this.#suspicions.set(hash, suspicion);
    for (const one of came)
      if ('hash' in one) this.see(one);
      else this.hold(one);
    return replaced;
  }

  /** Says of awards for clicks what they are judged as now; null where that is not all that changes. */
  #judgeAgain(others: ReadonlyMap<number, Suspicion>): ReplacedAwards | null {
    for (const [hash, { state }] of others)
      if (state === 'lapsed' || this.#suspicions.get(hash)?.state === 'lapsed') return null;
    const ofClicks: RuleAccumulator[] = [];
    for (const { isClick, signatureId } of this.#programme.rules) {
      const accumulator = this.#accumulators[signatureId];
      if (isClick && accumulator !== undefined) ofClicks.push(accumulator);
    }
    if (ofClicks.some(({ judgeAgain }) => judgeAgain === undefined)) return null;
    const replaced = new Map<CandidateAward, CandidateAward>();
    for (const accumulator of ofClicks) accumulator.judgeAgain?.(others, replaced);
    return replaced;
  }

  /** Returns the awards at a time, of the events seen so far. */
  at(nowMs: number): Gathering {
    if (this.#pending !== null) {
      this.#takeBack();
      this.#hasEnded = true;
    }
    const awards: (readonly CandidateAward[])[] = [];
    const refusals = [...this.#refusals];
    const recent: RecentCount[] = [];
    let nextChangeAtMs: number | null = null;
    const at = (ms: number) => {
      if (nextChangeAtMs === null || ms < nextChangeAtMs) nextChangeAtMs = ms;
    };
    for (const rule of this.#programme.rules) {
      const accumulator = this.#accumulators[rule.signatureId];
      if (accumulator === undefined) continue;
      const changeAtMs = accumulator.close(nowMs);
      if (changeAtMs !== null) at(changeAtMs);
      awards.push(accumulator.awards);
      if (accumulator.recent !== undefined) recent.push(...accumulator.recent);
      for (const refusal of accumulator.refusals) refusals.push(refusal);
    }
    for (const { state, untilMs } of this.#suspicions.values()) if (state === 'provisional') at(untilMs);
    return {
      awards: noAwards.concat(...awards),
      refusals,
      recent,
      nextChangeAtMs,
      reset: this.#reset,
      suspicions: this.#suspicions,
      hasAny: this.#hasAny,
      accumulators: this.#accumulators,
    };
  }

  #seeMatch(match: EventMatch, matched: MatchedEvent, signature: Signature, visit: number): void {
    const { atMs } = matched;
    if (!signature.isAside) this.#hasAny = true;
    if (signature.role === 'reset')
      this.#pending = later(this.#pending, {
        reset: this.#programme.resets[signature.of] as CompiledReset,
        atMs,
        isFrozen: false,
      });
    if (isOfPhase(signature)) this.#phases?.see(signature.role, signature.of, atMs);
    // Events that a sealed reset took back may have stayed for another programme.
    if (this.#reset !== null && atMs <= this.#reset.atMs) return;
    if (signature.role !== 'when' && signature.role !== 'then' && signature.role !== 'unless') return;
    const rule = this.#programme.rules[signature.of] as CompiledRule;
    const outside = signature.role === 'unless' ? null : (this.#phases?.refusal(rule.counting, atMs) ?? null);
    if (outside !== null) {
      if (match.basket !== undefined)
        this.#accumulator(rule).seeOutside?.(new MatchPosition(matched, match, visit, null));
      if (match.signatureId === rule.paysAt)
        this.#refusals.push({ source: rule, atMs, hash: matched.hash, reason: outside });
      return;
    }
    const suspicion = rule.isClick ? (this.#suspicions.get(matched.hash) ?? null) : null;
    const position = new MatchPosition(matched, match, visit, suspicion);
    if (signature.role === 'when') this.#when(rule, position);
    else this.#accumulator(rule).seeOther(position);
  }

  #when(rule: CompiledRule, position: Position): void {
    const { suspicion } = position;
    if (suspicion?.state === 'lapsed') {
      const { atMs, hash } = position;
      const reason = `taken back: no human sign after a suspicious click (${suspicion.why})`;
      this.#refusals.push({ source: rule, atMs, hash, reason });
    } else this.#accumulator(rule).see(position);
  }

  /** What is refused earns nothing of any rule that recognises it, holds no visit open and ends nothing. */
  #refuseEvent({ atMs, hash, sign, matches }: RefusedEvent): void {
    const { bySignatureId, rules } = this.#programme;
    for (const { signatureId } of matches) {
      const signature = bySignatureId[signatureId];
      if (signature?.role !== 'when') continue;
      const source = rules[signature.of] as CompiledRule;
      this.#refusals.push({ source, atMs, hash, reason: refusalInWords[sign] });
    }
  }

  #takeBack(): void {
    const { reset, atMs } = this.#pending as NonNullable<Gathering['reset']>;
    for (const accumulator of this.#accumulators) {
      if (accumulator === undefined) continue;
      accumulator.close(atMs);
      for (const { rule, hash, atMs: awardedAtMs } of accumulator.awards)
        this.#refusals.push({
          source: rule,
          atMs: awardedAtMs,
          hash,
          reason: `taken back by "${reset.label}"`,
        });
    }
    this.#accumulators = [];
    this.#reset = this.#pending;
    this.#pending = null;
  }

  #ruleOf(signatureId: number): CompiledRule | null {
    const signature = this.#programme.bySignatureId[signatureId];
    return signature?.role === 'when' ? (this.#programme.rules[signature.of] ?? null) : null;
  }

  /** Returns a rule's accumulator, made at its first match: most profiles meet few of many rules. */
  #accumulator(rule: CompiledRule): RuleAccumulator {
    let accumulator = this.#accumulators[rule.signatureId];
    if (accumulator === undefined) {
      accumulator = accumulatorOf(rule, this.#programme);
      this.#accumulators[rule.signatureId] = accumulator;
    }
    return accumulator;
  }
}

const noAwards: CandidateAward[] = [];
const noneReplaced: ReplacedAwards = new Map();

function later(one: LastReset | null, other: LastReset): LastReset {
  if (one === null || other.atMs > one.atMs) return other;
  return other.atMs === one.atMs && other.reset.index > one.reset.index ? other : one;
}

function accumulatorOf(rule: CompiledRule, { calendar }: CompiledProgramme): RuleAccumulator {
  if ('count' in rule.rule && rule.rule.count.per === 'recent') return new RecentAccumulator(rule, calendar);
  if ('rungs' in rule.rule) return new RungsAccumulator(rule, calendar);
  if ('then' in rule.rule) return new SequenceAccumulator(rule, calendar);
  if ('within' in rule.rule) return new AbsenceAccumulator(rule, calendar);
  return new PayAccumulator(rule, calendar);
}
