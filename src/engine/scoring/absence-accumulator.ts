/**
 * The accumulator of an absence: something begun and not called off in time (the abandoned basket), or nothing for a while.
 *
 * A key is quiet, then open from its last match. Then it is either ended (quiet again), or due once the time has run out. A due
 * one is paid at that time, by the rule's frequency, and may be paid again while the silence goes on. With `per`, an end without a key
 * ends every open one, and a match without a key belongs to its visit. A match and an end at one instant count as ended.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { Calendar } from '../../base/time/time.ts';
import type { CandidateAward, Position, Refusal, RuleAccumulator } from './award.ts';
import type { CompiledRule } from './compile.ts';
import { inWords } from './fade.ts';
import { Awards } from './pay-accumulator.ts';
import type { FrozenAward } from './profile-state.ts';

interface Wait {
  /** The last match not yet ended; null while quiet. */
  open: Position | null;
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
  #everyEndedAtMs = Number.NEGATIVE_INFINITY;

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.#rule = rule;
    this.#calendar = calendar;
    this.#awards = new Awards(rule, calendar);
    this.#withinMs = 'within' in rule.rule ? rule.rule.within : 0;
    this.#repeatMs = ('repeatsEvery' in rule.rule ? rule.rule.repeatsEvery : undefined) ?? 0;
    this.#isKeyed = rule.rule.per !== undefined;
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
    this.#over(wait, id, position.atMs);
    if (wait.endedAtMs === position.atMs || this.#everyEndedAtMs === position.atMs) return;
    wait.open = position;
    if (wait.isListed) return;
    wait.isListed = true;
    this.#listed.push({ wait, id });
  }

  seeOther(position: Position): void {
    if (position.key !== 0 || !this.#isKeyed) {
      this.#end(this.#idOf(position), position.atMs);
      return;
    }
    this.#everyEndedAtMs = position.atMs;
    for (const { wait, id } of this.#listed) {
      this.#over(wait, id, position.atMs);
      wait.isListed = false;
    }
    this.#listed = [];
  }

  /** Asks for what has run out by then, in the order of time; may be asked again at another time. */
  close(nowMs: number): number | null {
    let earliestMs = Number.POSITIVE_INFINITY;
    const waits: Silence[] = [...this.#due];
    for (const {
      wait: { open },
      id,
    } of this.#listed) {
      if (open === null) continue;
      const dueMs = open.atMs + this.#withinMs;
      this.#overAtMs.set(open.hash, this.#lastDueMs(open));
      if (dueMs < earliestMs) earliestMs = dueMs;
      waits.push({ position: open, id, untilMs: Number.POSITIVE_INFINITY });
    }
    // Mostly nothing has run out.
    if (this.#due.length + this.#frozen.length === 0 && earliestMs > nowMs && this.awards.length === 0)
      return Number.isFinite(earliestMs) ? earliestMs : null;
    waits.sort((a, b) => a.position.atMs - b.position.atMs || a.position.hash - b.position.hash);
    this.#awards = new Awards(this.#rule, this.#calendar);
    for (const { frozenAward, key } of this.#frozen)
      this.#awards.restore(frozenAward, this.#afterMs(frozenAward.rung), key);
    for (const silence of waits) {
      const { position, id } = silence;
      const dueMs = position.atMs + this.#withinMs;
      // The time is not yet up: until then an end that arrives late may still call it off.
      if (dueMs > nowMs) return dueMs;
      const isPaid = this.#awards.ask(position, id, this.#withinMs, this.#reason(0));
      // Only a person's own silence repeats, so that the last of them is the only one that goes on.
      const againAtMs = isPaid ? this.#repeat(silence, nowMs) : null;
      if (againAtMs !== null) return againAtMs;
    }
    return null;
  }

  /** Pays a silence again, as often as it has lasted that long. Returns when it is next, or null. */
  #repeat({ position, untilMs }: Silence, nowMs: number): number | null {
    if (this.#repeatMs === 0) return null;
    for (let time = 1; time <= limits.silenceRepeatsMax; time++) {
      const afterMs = this.#afterMs(time);
      const dueMs = position.atMs + afterMs;
      if (dueMs >= untilMs) return null;
      if (dueMs > nowMs) return dueMs;
      this.#awards.repeat(position, time, afterMs, this.#reason(time));
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

  #reason(time: number): string {
    return `nothing within ${inWords(this.#afterMs(time))}`;
  }

  reachesUntilMs(match: { atMs: number; hash: number }, horizonMs: number): number | undefined {
    const overAtMs = this.#overAtMs.get(match.hash);
    return overAtMs !== undefined && overAtMs >= horizonMs ? Number.POSITIVE_INFINITY : undefined;
  }

  #idOf(position: Position): number | string {
    return this.#isKeyed && position.key === 0 ? `visit ${position.visit}` : position.key;
  }

  #waitOf(id: number | string): Wait {
    let wait = this.#waits.get(id);
    if (wait === undefined) {
      wait = { open: null, endedAtMs: Number.NEGATIVE_INFINITY, isListed: false };
      this.#waits.set(id, wait);
    }
    return wait;
  }

  /** Something happens at `atMs`: if the time ran out before it, the wait was in vain. At the bound it is in time. */
  #over(wait: Wait, id: number | string, atMs: number): void {
    if (wait.open === null) return;
    const dueMs = wait.open.atMs + this.#withinMs;
    this.#overAtMs.set(wait.open.hash, Math.min(this.#lastDueMs(wait.open), atMs));
    if (atMs > dueMs) this.#due.push({ position: wait.open, id, untilMs: atMs });
    wait.open = null;
  }

  #end(id: number | string, atMs: number): void {
    const wait = this.#waitOf(id);
    this.#over(wait, id, atMs);
    wait.endedAtMs = atMs;
  }
}
