/**
 * The accumulator of an absence: something begun and not called off in time (the abandoned basket), or nothing for a while.
 *
 * A key is quiet, then open from its last match. Then it is either ended (quiet again), or due once the time has run out. A due
 * one is paid at that time, by the rule's frequency. With `per`, an end without a key ends every open one, and a match without a
 * key belongs to its visit. A match and an end at one instant count as ended.
 */
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

export class AbsenceAccumulator implements RuleAccumulator {
  #awards: Awards;
  readonly #rule: CompiledRule;
  readonly #calendar: Calendar;
  readonly #frozen: { frozenAward: FrozenAward; key: number | string }[] = [];
  readonly #withinMs: number;
  readonly #isKeyed: boolean;
  readonly #waits = new Map<number | string, Wait>();
  /** Those that may be open: an end of every wait looks at no other. */
  #listed: { wait: Wait; id: number | string }[] = [];
  readonly #due: { position: Position; id: number | string }[] = [];
  /** When a match was over: superseded, ended or due; by its hash. */
  readonly #overAtMs = new Map<number, number>();
  #everyEndedAtMs = Number.NEGATIVE_INFINITY;

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.#rule = rule;
    this.#calendar = calendar;
    this.#awards = new Awards(rule, calendar);
    this.#withinMs = 'within' in rule.rule ? rule.rule.within : 0;
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
    const waits = [...this.#due];
    for (const {
      wait: { open },
      id,
    } of this.#listed) {
      if (open === null) continue;
      const dueMs = open.atMs + this.#withinMs;
      this.#overAtMs.set(open.hash, dueMs);
      if (dueMs < earliestMs) earliestMs = dueMs;
      waits.push({ position: open, id });
    }
    // Mostly nothing has run out.
    if (this.#due.length + this.#frozen.length === 0 && earliestMs > nowMs && this.awards.length === 0)
      return Number.isFinite(earliestMs) ? earliestMs : null;
    waits.sort((a, b) => a.position.atMs - b.position.atMs || a.position.hash - b.position.hash);
    this.#awards = new Awards(this.#rule, this.#calendar);
    for (const { frozenAward, key } of this.#frozen) this.#awards.restore(frozenAward, this.#withinMs, key);
    const reason = `nothing within ${inWords(this.#withinMs)}`;
    for (const { position, id } of waits) {
      const dueMs = position.atMs + this.#withinMs;
      // The time is not yet up: until then an end that arrives late may still call it off.
      if (dueMs > nowMs) return dueMs;
      this.#awards.ask(position, id, this.#withinMs, reason);
    }
    return null;
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
    this.#overAtMs.set(wait.open.hash, Math.min(dueMs, atMs));
    if (atMs > dueMs) this.#due.push({ position: wait.open, id });
    wait.open = null;
  }

  #end(id: number | string, atMs: number): void {
    const wait = this.#waitOf(id);
    this.#over(wait, id, atMs);
    wait.endedAtMs = atMs;
  }
}
