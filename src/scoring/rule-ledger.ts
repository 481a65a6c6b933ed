/** The ledger of one rule during one evaluation: what it pays for each event it sees, and what it refuses. */
import { limits } from '../kernel/kernel.ts';
import { AbandonedLedger } from './abandoned-ledger.ts';
import type { CompiledProgramme, CompiledRule } from './compile.ts';
import type { Contribution, FactPlace, Refusal } from './contribution.ts';
import type { Payment } from './profile-state.ts';

/** Facts arrive in the order of their times; `close` comes last and answers when the clock changes this rule next. */
export interface RuleLedger {
  readonly contributions: readonly Contribution[];
  readonly refusals: readonly Refusal[];
  settle(payment: Payment): void;
  see(place: FactPlace): void;
  end(place: FactPlace): void;
  close(): number | null;
}

export function createLedger(rule: CompiledRule, programme: CompiledProgramme, nowMs: number): RuleLedger {
  if (rule.kind === 'rungs') return new RungsLedger(rule);
  if (rule.kind === 'abandoned') return new AbandonedLedger(rule, nowMs);
  return new OnceLedger(rule, programme);
}

/** Pays every time, or once ever, a visit or a day, each by key: the first event of a period is paid, the rest refused. */
class OnceLedger implements RuleLedger {
  readonly contributions: Contribution[] = [];
  readonly refusals: Refusal[] = [];
  readonly #rule: CompiledRule;
  readonly #points: number;
  readonly #programme: CompiledProgramme;
  /** The periods paid, by key and visit or day. */
  readonly #paid = new Set<string | number>();

  constructor(rule: CompiledRule, programme: CompiledProgramme) {
    this.#rule = rule;
    this.#points = 'points' in rule.rule ? rule.rule.points : 0;
    this.#programme = programme;
  }

  settle(payment: Payment): void {
    if (this.#rule.kind === 'once') {
      if (this.#paid.has(payment.key)) return;
      this.#paid.add(payment.key);
    } else if (this.#rule.kind === 'once a day') {
      const period = `${payment.key}:${this.#programme.dayOf(payment.atMs)}`;
      if (payment.count === 1 && this.#paid.has(period)) return;
      this.#paid.add(period);
    }
    this.#pay(payment, payment.count);
  }

  see(place: FactPlace): void {
    const period = this.#periodOf(place);
    if (period !== null && this.#paid.has(period)) {
      this.#refuse(place, `already paid ${this.#rule.kind}`);
      return;
    }
    if (this.#rule.kind === 'once' && this.contributions.length >= limits.ruleKeysMax) {
      this.#refuse(place, `limit: ${limits.ruleKeysMax} payments of this rule`);
      return;
    }
    if (period !== null) this.#paid.add(period);
    this.#pay(place, 1);
  }

  end(): void {}

  close(): null {
    return null;
  }

  #periodOf(place: FactPlace): string | number | null {
    switch (this.#rule.kind) {
      case 'once':
        return place.key;
      case 'once a visit':
        return `${place.key}:${place.visit}`;
      case 'once a day':
        return `${place.key}:${this.#programme.dayOf(place.atMs)}`;
      default:
        return null;
    }
  }

  #pay(place: { key: number; atMs: number; hash: number }, count: number): void {
    const { key, atMs, hash } = place;
    const points = this.#points;
    this.contributions.push({
      rule: this.#rule,
      rung: 0,
      points,
      value: points * count,
      key,
      atMs,
      hash,
      count,
      reason: this.#rule.kind,
    });
  }

  #refuse(place: FactPlace, reason: string): void {
    if (this.refusals.length < limits.refusalsMax)
      this.refusals.push({ rule: this.#rule, atMs: place.atMs, hash: place.hash, reason });
  }
}

/** Counts matches within one visit; the highest rung reached is the visit's one contribution. */
class RungsLedger implements RuleLedger {
  readonly contributions: Contribution[] = [];
  readonly refusals: Refusal[] = [];
  readonly #rule: CompiledRule;
  readonly #rungs: readonly { from: number; points: number }[];
  #visit = -1;
  #count = 0;
  #reached = 0;

  constructor(rule: CompiledRule) {
    this.#rule = rule;
    this.#rungs = 'rungs' in rule.rule ? rule.rule.rungs : [];
  }

  settle(payment: Payment): void {
    this.#pay(payment, payment.rung, payment.count);
  }

  see(place: FactPlace): void {
    if (place.visit !== this.#visit) {
      this.#visit = place.visit;
      this.#count = 0;
      this.#reached = 0;
    }
    this.#count++;
    const next = this.#rungs[this.#reached];
    if (next === undefined || this.#count < next.from) return;
    if (this.#reached > 0) this.contributions.pop();
    this.#pay(place, this.#reached, 1);
    this.#reached++;
  }

  end(): void {}

  close(): null {
    return null;
  }

  #pay(place: { key: number; atMs: number; hash: number }, rung: number, count: number): void {
    const step = this.#rungs[Math.min(rung, this.#rungs.length - 1)];
    if (step === undefined) return;
    const { atMs, hash } = place;
    this.contributions.push({
      rule: this.#rule,
      rung,
      points: step.points,
      value: step.points * count,
      key: 0,
      atMs,
      hash,
      count,
      reason: `${step.from} in one visit`,
    });
  }
}
