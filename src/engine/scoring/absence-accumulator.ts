/**
 * The accumulator of an absence: something begun and not called off in time (the abandoned basket), or nothing for a while.
 *
 * A key is quiet, then open from its last match. Then it is either ended (quiet again), or due once the time has run out. A due
 * one is paid at that time, by the rule's frequency, and may be paid again while the silence goes on. With `per`, an end without a key
 * ends every open one, and a match without a key belongs to its visit. A match and an end at one instant count as ended.
 *
 * Where a rule counts what a basket holds, its matches change that. One that leaves nothing in it is an end. A statement of what is
 * there anyway is nothing.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { Calendar } from '../../base/time/time.ts';
import type { AbsenceRule } from '../../contract/language/language.ts';
import type { CandidateAward, Position, Refusal, RuleAccumulator } from './award.ts';
import type { BasketContent, BasketSummary } from './basket-content.ts';
import { BasketLives, type BasketOfKey } from './basket-life.ts';
import type { CompiledRule } from './compile.ts';
import { inWords } from './fade.ts';
import { Awards } from './pay-accumulator.ts';
import { toPoints } from './points.ts';
import type { FrozenAward } from './profile-state.ts';

interface Wait extends BasketOfKey {
  /** The last match not yet ended; null while quiet. */
  open: Position | null;
  /** What the basket holds that it is about: the next one may have begun with nothing. Null where none is counted. */
  held: BasketContent | null;
  endedAtMs: number;
  /** It is among those that may be open. */
  isListed: boolean;
}

/** A wait that has run out, or is open. */
interface Silence {
  position: Position;
  id: number | string;
  /** When something ended the silence, ms; infinite while it goes on. At that very time it is in time. */
  untilMs: number;
  /** What was left in the basket; null where none is counted. */
  left: BasketSummary | null;
}

export class AbsenceAccumulator implements RuleAccumulator {
  #awards: Awards;
  readonly #rule: CompiledRule;
  readonly #calendar: Calendar;
  readonly #frozen: { frozenAward: FrozenAward; key: number | string }[] = [];
  readonly #withinMs: number;
  /** It is paid again after each such time more, ms; 0 where it is not. */
  readonly #repeatMs: number;
  readonly #isKeyed: boolean;
  readonly #waits = new Map<number | string, Wait>();
  /** Those that may be open: an end of every wait looks at no other. */
  #listed: { wait: Wait; id: number | string }[] = [];
  readonly #due: Silence[] = [];
  /** When a match was over: superseded, ended or due; by its hash. */
  readonly #overAtMs = new Map<number, number>();
  /** The reasons of payments, by their number: thousands have the same. */
  readonly #silences: string[] = [];
  #everyEndedAtMs = Number.NEGATIVE_INFINITY;
  /** Null where it counts no basket. */
  readonly #baskets: BasketLives | null;

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.#rule = rule;
    this.#calendar = calendar;
    this.#awards = new Awards(rule, calendar);
    this.#withinMs = 'within' in rule.rule ? rule.rule.within : 0;
    this.#repeatMs = ('repeatsEvery' in rule.rule ? rule.rule.repeatsEvery : undefined) ?? 0;
    this.#isKeyed = rule.rule.per !== undefined;
    this.#baskets = 'basket' in rule.rule && rule.rule.basket !== undefined ? new BasketLives() : null;
  }

  get awards(): readonly CandidateAward[] {
    return this.#awards.awards;
  }

  get refusals(): readonly Refusal[] {
    return this.#awards.refusals;
  }

  restore(frozenAward: FrozenAward): void {
    // What had no key was a visit's own, and no later visit is that one.
    const isVisits = this.#isKeyed && frozenAward.key === 0;
    this.#frozen.push({ frozenAward, key: isVisits ? `frozen ${frozenAward.hash}` : frozenAward.key });
  }

  /** It counts nothing for ever. */
  recall(): void {}

  see(position: Position): void {
    const id = this.#idOf(position);
    const wait = this.#waitOf(id);
    if (this.#baskets !== null) {
      this.#change(position, wait, id, true);
      return;
    }
    this.#over(wait, id, position.atMs);
    if (this.#isEndedAt(wait, position.atMs)) return;
    wait.open = position;
    this.#list(wait, id);
  }

  /** What a basket holds changes at any time; while its matches do not count, that begins no wait. */
  seeOutside(position: Position): void {
    const id = this.#idOf(position);
    this.#change(position, this.#waitOf(id), id, false);
  }

  seeOther(position: Position): void {
    if (position.key !== 0 || !this.#isKeyed) {
      this.#end(this.#idOf(position), position.atMs);
      return;
    }
    this.#everyEndedAtMs = position.atMs;
    for (const { wait, id } of this.#listed) {
      this.#over(wait, id, position.atMs);
      this.#baskets?.end(wait, position.atMs);
      wait.isListed = false;
    }
    this.#listed = [];
  }

  /** A change of a basket begins the wait again while something is left in it. */
  #change(position: Position, wait: Wait, id: number | string, counts: boolean): void {
    const { atMs, basket: change } = position;
    const baskets = this.#baskets;
    if (baskets === null || change === undefined || this.#isEndedAt(wait, atMs)) return;
    // What was left when the time ran out, and not what this change leaves.
    const isDue = wait.open !== null && atMs > wait.open.atMs + this.#withinMs;
    const left = isDue ? (wait.held?.summary ?? null) : null;
    if (!baskets.apply(wait, change, position, typeof id === 'string')) return;
    wait.held = wait.life?.content ?? null;
    this.#list(wait, id);
    const isEmpty = wait.life?.content.isEmpty ?? true;
    // A wait that goes on stays as it is: nothing new is earned now.
    if (!counts && !isEmpty && !isDue) return;
    this.#over(wait, id, atMs, left);
    if (counts && !isEmpty) wait.open = position;
  }

  #isEndedAt(wait: Wait, atMs: number): boolean {
    return wait.endedAtMs === atMs || this.#everyEndedAtMs === atMs;
  }

  #list(wait: Wait, id: number | string): void {
    if (wait.isListed) return;
    wait.isListed = true;
    this.#listed.push({ wait, id });
  }

  /** Asks for what has run out by then, in the order of time; may be asked again at another time. */
  close(nowMs: number): number | null {
    let earliestMs = Number.POSITIVE_INFINITY;
    const waits: Silence[] = [...this.#due];
    for (const {
      wait: { open, held },
      id,
    } of this.#listed) {
      if (open === null) continue;
      const dueMs = open.atMs + this.#withinMs;
      this.#overAtMs.set(open.hash, this.#lastDueMs(open));
      if (dueMs < earliestMs) earliestMs = dueMs;
      const left = dueMs > nowMs ? null : (held?.summary ?? null);
      waits.push({ position: open, id, untilMs: Number.POSITIVE_INFINITY, left });
    }
    // Mostly nothing has run out.
    if (this.#due.length + this.#frozen.length === 0 && earliestMs > nowMs && this.awards.length === 0)
      return Number.isFinite(earliestMs) ? earliestMs : null;
    waits.sort((a, b) => a.position.atMs - b.position.atMs || a.position.hash - b.position.hash);
    this.#awards = new Awards(this.#rule, this.#calendar);
    for (const { frozenAward, key } of this.#frozen)
      this.#awards.restore(frozenAward, this.#afterMs(frozenAward.rung), key);
    for (const silence of waits) {
      const { position: matched, id, left } = silence;
      const dueMs = matched.atMs + this.#withinMs;
      // The time is not yet up: until then an end that arrives late may still call it off.
      if (dueMs > nowMs) return dueMs;
      const position = left === null ? matched : this.#leaving(matched, left);
      const isPaid = this.#awards.ask(position, id, this.#withinMs, this.#reason(0, left));
      // Only a person's own silence repeats, so that the last of them is the only one that goes on.
      const againAtMs = isPaid ? this.#repeat({ ...silence, position }, nowMs) : null;
      if (againAtMs !== null) return againAtMs;
    }
    return null;
  }

  /** Pays a silence again, as often as it has lasted that long. Returns when it is next, or null. */
  #repeat({ position, untilMs, left }: Silence, nowMs: number): number | null {
    if (this.#repeatMs === 0) return null;
    for (let time = 1; time <= limits.silenceRepeatsMax; time++) {
      const afterMs = this.#afterMs(time);
      const dueMs = position.atMs + afterMs;
      if (dueMs >= untilMs) return null;
      if (dueMs > nowMs) return dueMs;
      this.#awards.repeat(position, time, afterMs, this.#reason(time, left));
    }
    return null;
  }

  /** How long after its match a silence is paid, ms: at first (0), or for the n-th time more. */
  #afterMs(time: number): number {
    return this.#withinMs + time * this.#repeatMs;
  }

  #lastDueMs({ atMs }: Position): number {
    return atMs + this.#afterMs(this.#repeatMs === 0 ? 0 : limits.silenceRepeatsMax);
  }

  #reason(time: number, left: BasketSummary | null): string {
    this.#silences[time] ??= `nothing within ${inWords(this.#afterMs(time))}`;
    const silence = this.#silences[time];
    return left === null ? silence : `${silence}; left in the basket: ${left.words}`;
  }

  /** The position of what began a wait, with what was left in the basket and the number that it may be worth. */
  #leaving({ atMs, hash, key, number, visit, isPublic, suspicion }: Position, left: BasketSummary): Position {
    const { points } = this.#rule.rule as AbsenceRule;
    const worthOf = typeof points === 'object' && 'basket' in points ? points.basket : null;
    const thousandths = worthOf === null ? null : left[worthOf];
    return {
      ...{ atMs, hash, key, visit, isPublic, suspicion, left: left.words },
      number: worthOf === null || thousandths === null ? number : toPoints(thousandths),
    };
  }

  reachesUntilMs(match: { atMs: number; hash: number }, horizonMs: number): number | undefined {
    const overAtMs = this.#overAtMs.get(match.hash);
    if (overAtMs !== undefined && overAtMs >= horizonMs) return Number.POSITIVE_INFINITY;
    return this.#baskets?.reachesUntilMs(match.hash, horizonMs);
  }

  #idOf(position: Position): number | string {
    return this.#isKeyed && position.key === 0 ? `visit ${position.visit}` : position.key;
  }

  #waitOf(id: number | string): Wait {
    let wait = this.#waits.get(id);
    if (wait === undefined) {
      wait = { open: null, held: null, endedAtMs: Number.NEGATIVE_INFINITY, isListed: false, life: null };
      this.#waits.set(id, wait);
    }
    return wait;
  }

  /** Something happens at `atMs`: if the time ran out before it, the wait was in vain. At the bound it is in time. */
  #over(wait: Wait, id: number | string, atMs: number, given: BasketSummary | null = null): void {
    if (wait.open === null) return;
    const dueMs = wait.open.atMs + this.#withinMs;
    this.#overAtMs.set(wait.open.hash, Math.min(this.#lastDueMs(wait.open), atMs));
    if (atMs > dueMs) {
      const left = given ?? wait.held?.summary ?? null;
      this.#due.push({ position: wait.open, id, untilMs: atMs, left });
    }
    wait.open = null;
  }

  #end(id: number | string, atMs: number): void {
    const wait = this.#waitOf(id);
    this.#over(wait, id, atMs);
    this.#baskets?.end(wait, atMs);
    wait.endedAtMs = atMs;
  }
}
